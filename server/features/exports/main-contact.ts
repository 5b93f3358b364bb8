import { sql, type RawBuilder } from 'kysely'
import { mayDo, seesContact, type Viewer } from '#features/access'
import { firstPoint } from '#features/contacts'

/** The main contact of a row of cards, with who answers for it. */
export type MainContact = {
  contact: string | null
  phone: string | null
  email: string | null
  contactUserId: number | null
  contactGroupId: number | null
}

/** For rows `d` joined by `joinMainContact`. */
export const mainContactColumns = (): RawBuilder<unknown> => sql`o.name as contact,
  case when o.id is not null then ${firstPoint('contact', 'phone')} end as phone,
  case when o.id is not null then ${firstPoint('contact', 'email')} end as email,
  o.responsible_user_id as "contactUserId", ou.group_id as "contactGroupId"`

export const joinMainContact = (viewer: Viewer): RawBuilder<unknown> => sql`
  left join contacts own on own.account_id = d.account_id and own.id = d.main_contact_id
  left join contacts o on o.account_id = own.account_id and o.id = own.root_id and o.deleted_at is null and ${seesContact(viewer, 'o')}
  left join users ou on ou.account_id = o.account_id and ou.id = o.responsible_user_id`

/** Names, phones and addresses of contacts leave only with whose role takes contacts away, whatever they hang on. */
export function withAllowedContact<Row extends MainContact>(viewer: Viewer, row: Row): Row {
  const responsible = { userId: row.contactUserId, groupId: row.contactGroupId }
  if (mayDo(viewer, 'contacts', 'export', responsible)) return row
  return { ...row, contact: null, phone: null, email: null }
}
