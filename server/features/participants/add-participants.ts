import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import type { Principal } from '#contract/participants'
import type { Tx } from '#lib/db'
import { emit } from '#lib/events'
import { tellParticipants } from './tell-participants.ts'

export type Adding = { accountId: number; card: CardRef; principals: readonly Principal[]; byUserId: number }

/**
 * Makes them take part, whoever was not in yet; a user who had left is in again. Rights and that they are there are the
 * caller's. Two who add the same one at once add it once: rows go in in one order, and the second finds the first's.
 */
export async function addParticipants(tx: Tx, adding: Adding, now: Date): Promise<void> {
  const { accountId, card, principals, byUserId } = adding
  if (principals.length === 0) return
  const { rows: added } = await sql<Principal>`
    insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by, at)
    select distinct ${accountId}::bigint, ${card.kind}, ${card.id}::bigint, one.kind, one.id, ${byUserId}::bigint, ${now}::timestamptz
    from unnest(${principals.map((one) => one.kind)}::text[], ${principals.map((one) => one.id)}::bigint[]) as one (kind, id)
    order by one.kind, one.id
    on conflict do nothing
    returning principal_kind as kind, principal_id as id`.execute(tx)
  const users = principals.filter(({ kind }) => kind === 'user').map(({ id }) => id)
  await sql`delete from participant_leaves where account_id = ${accountId} and card_kind = ${card.kind}
    and card_id = ${card.id} and user_id = any(${users}::bigint[])`.execute(tx)
  for (const principal of added) {
    await emit(tx, {
      accountId,
      card,
      type: 'participant.added',
      actor: { kind: 'user', id: byUserId },
      road: 'hand',
      subject: card,
      after: principal,
      at: now,
    })
  }
  if (added.length > 0) await tellParticipants(tx, { accountId, card }, added)
}
