import { sql } from 'kysely'
import type { ContactRow } from '#contract/contacts'
import { requireActiveUser, type Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { changeContact } from './change-contact.ts'
import { selectContactRows } from './contact-rows.ts'
import { findContactView } from './contact-view.ts'

type Standing = { responsibleUserId: number | null }
type OneChange = Standing & { contactId: number; seen?: Standing | undefined }
type Skipped = {
  contactId: number
  code: 'contact.not_found' | 'session.forbidden' | 'contact.changed_meanwhile'
}

/**
 * Gives many contacts another responsible, in the order of their ids, which is that of all locks. Those the viewer may not
 * see or edit, or whose responsible is no longer as he saw it, are skipped and told. Throws `user.not_found`: then nothing is
 * changed.
 */
export async function changeContacts(
  tx: Tx,
  viewer: Viewer,
  changes: OneChange[],
  now: Date,
): Promise<{ rows: ContactRow[]; before: (Standing & { contactId: number })[]; skipped: Skipped[] }> {
  const { accountId } = viewer
  for (const userId of new Set(changes.map(({ responsibleUserId }) => responsibleUserId))) {
    if (userId !== null) await requireActiveUser(tx, accountId, userId)
  }
  const each = [...new Map(changes.map((change) => [change.contactId, change])).values()]
  const ids = each.map(({ contactId }) => contactId)
  await sql`select from contacts where account_id = ${accountId} and id = any(${ids}::bigint[])
    order by id for no key update`.execute(tx)
  const before: (Standing & { contactId: number })[] = []
  const skipped: Skipped[] = []
  for (const { contactId, responsibleUserId, seen } of each) {
    const contact = await findContactView(tx, viewer, contactId)
    const isOther = seen !== undefined && seen.responsibleUserId !== contact?.responsibleUserId
    if (!contact) skipped.push({ contactId, code: 'contact.not_found' })
    else if (!contact.canEdit) skipped.push({ contactId, code: 'session.forbidden' })
    else if (isOther) skipped.push({ contactId, code: 'contact.changed_meanwhile' })
    else {
      before.push({ contactId, responsibleUserId: contact.responsibleUserId })
      await changeContact(tx, viewer, { contactId, responsibleUserId }, now)
    }
  }
  const changed = before.map(({ contactId }) => contactId)
  const rows = await selectContactRows(
    tx,
    sql`select k.*, k.id as ord from contacts k where k.account_id = ${accountId} and k.id = any(${changed}::bigint[])`,
    { viewer },
  )
  return { rows: rows.map(({ row }) => row), before, skipped }
}
