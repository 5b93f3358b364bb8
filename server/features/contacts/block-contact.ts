import { sql } from 'kysely'
import type { ContactView } from '#contract/contacts'
import type { Viewer } from '#features/access'
import { dismissConversation, lockOpenOf } from '#features/conversations'
import type { Tx } from '#lib/db'
import { emit } from '#lib/events'
import { findContactView } from './contact-view.ts'
import { lockEdited } from './lock-contact.ts'

/**
 * Blocks a contact (R17), or takes that back. What is open stays open, but nobody need look at it or answer it any more, and its
 * notifications go. Repeating it changes nothing. Throws `contact.not_found`, `session.forbidden`.
 */
export async function blockContact(
  tx: Tx,
  viewer: Viewer,
  { contactId, isBlocked }: { contactId: number; isBlocked: boolean },
  now: Date,
): Promise<ContactView> {
  const { accountId } = viewer
  const seen = await lockEdited(tx, viewer, contactId)
  const { id } = seen
  if (seen.isBlocked === isBlocked) return seen
  const actor = { kind: 'user' as const, id: viewer.userId }
  if (isBlocked) {
    for (const { number } of await lockOpenOf(tx, accountId, { kind: 'contact', id })) {
      await dismissConversation(tx, { accountId, number, actor, now })
    }
  }
  await sql`update contacts set blocked_at = ${isBlocked ? now : null}, updated_at = ${now}
    where account_id = ${accountId} and id = ${id}`.execute(tx)
  await emit(tx, {
    accountId,
    type: isBlocked ? 'contact.blocked' : 'contact.unblocked',
    actor,
    road: 'hand',
    subject: { kind: 'contact', id },
    contactId: id,
    at: now,
  })
  return (await findContactView(tx, viewer, id)) ?? { ...seen, isBlocked, canEdit: false }
}
