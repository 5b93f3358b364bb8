export { changeContact, type ContactChange } from './change-contact.ts'
export { findContactRows } from './contact-rows.ts'
export { findContactView } from './contact-view.ts'
export { createContact, type ContactWish } from './create-contact.ts'
export { findCountry } from './find-country.ts'
export { countContactsOf, giveContacts } from './give-contacts.ts'
export { linkContact, unlinkContact, type ContactLink } from './link-contact.ts'
export {
  contactMatches,
  plainContactSearch,
  readContactSearch,
  type ContactSearch,
} from './contact-search.ts'
export { readPhone } from './read-phone.ts'
export { readPoints } from './read-points.ts'
export { readPoint } from './read-points.ts'
export { takeBackContact } from './take-back-contact.ts'
export { contactConditions } from './list-contacts.ts'
export { routes } from './routes.ts'
export { firstPoint, pointDifference, pointsOf, writePoints, type PointFacts } from './write-points.ts'
export { personalData } from './personal-data.ts'
