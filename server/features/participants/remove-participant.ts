import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import type { Principal } from '#contract/participants'
import type { Viewer } from '#features/access'
import { requireCard } from '#features/cards'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { emit } from '#lib/events'
import { takesPart } from './list-card-users.ts'
import { tellParticipants } from './tell-participants.ts'

/**
 * Takes a user or a group out of a card; oneself always, others who edits the card or had added them. A user stays out although
 * a group of his is in, until he is named again (R8).
 */
export async function removeParticipant(
  tx: Tx,
  viewer: Viewer,
  card: CardRef,
  principal: Principal,
  now: Date,
): Promise<void> {
  const { accountId, userId } = viewer
  const { canEdit } = await requireCard(tx, viewer, card)
  const isOneself = principal.kind === 'user' && principal.id === userId
  const { rows } = await sql<{ addedBy: number }>`
    delete from participants where account_id = ${accountId} and card_kind = ${card.kind} and card_id = ${card.id}
      and principal_kind = ${principal.kind} and principal_id = ${principal.id} returning added_by as "addedBy"`.execute(
    tx,
  )
  const wasIn =
    rows.length > 0 || (principal.kind === 'user' && (await isInByGroup(tx, accountId, card, principal.id)))
  if (!wasIn) throw new AppError('participant.not_found')
  if (!isOneself && !canEdit && rows[0]?.addedBy !== userId) throw new AppError('session.forbidden')
  if (principal.kind === 'user') {
    await sql`insert into participant_leaves (account_id, card_kind, card_id, user_id, at)
      values (${accountId}, ${card.kind}, ${card.id}, ${principal.id}, ${now}) on conflict do nothing`.execute(
      tx,
    )
  }
  await emit(tx, {
    accountId,
    card,
    type: isOneself ? 'participant.left' : 'participant.removed',
    actor: { kind: 'user', id: userId },
    road: 'hand',
    subject: card,
    before: principal,
    at: now,
  })
  await tellParticipants(tx, { accountId, card }, [principal])
}

async function isInByGroup(tx: Tx, accountId: number, card: CardRef, userId: number): Promise<boolean> {
  const { rows } = await sql`select from users u where u.account_id = ${accountId} and u.id = ${userId}
    and ${takesPart(card)}`.execute(tx)
  return rows.length > 0
}
