import { sql } from 'kysely'
import type { ContactView } from '#contract/contacts'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { findContactView } from './contact-view.ts'

/** Locks the contact, or the one it was merged into. @returns its id. */
export async function lockContact(tx: Tx, accountId: number, contactId: number): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select k.id from contacts k where k.account_id = ${accountId} and k.deleted_at is null and k.id = (
      select asked.root_id from contacts asked where asked.account_id = ${accountId} and asked.id = ${contactId})
    for no key update`.execute(tx)
  return rows[0]?.id ?? null
}

/** Locks a contact that the viewer may edit. Throws `contact.not_found`, `session.forbidden`. @returns it as he sees it. */
export async function lockEdited(tx: Tx, viewer: Viewer, contactId: number): Promise<ContactView> {
  const id = await lockContact(tx, viewer.accountId, contactId)
  const seen = id === null ? null : await findContactView(tx, viewer, id)
  if (!seen) throw new AppError('contact.not_found')
  if (!seen.canEdit) throw new AppError('session.forbidden')
  return seen
}
