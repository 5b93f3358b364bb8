export { findContactRows } from './contact-rows.ts'
export { findContactView } from './contact-view.ts'
export { readPhone, type Phone } from './read-phone.ts'
export { routes } from './routes.ts'
