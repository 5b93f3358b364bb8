import { sql } from 'kysely'
import { mayDo, type Viewer } from '#features/access'
import { lockConversation, saveConversation, targetOf } from '#features/conversations'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { emit, type ActorRef } from '#lib/events'

/** Makes a deal for an open conversation that has no card ("Create deal"), in the main pipeline's first stage. */
export async function attachNewDeal(tx: Tx, viewer: Viewer, number: number, now: Date): Promise<void> {
  const own = { userId: viewer.userId, groupId: viewer.groupId }
  if (!mayDo(viewer, 'deals', 'add', own)) throw new AppError('session.forbidden')
  await sql`select from contacts where account_id = ${viewer.accountId} and id = (
    select k.root_id from conversations v join contacts k on k.account_id = v.account_id and k.id = v.contact_id
    where v.account_id = ${viewer.accountId} and v.number = ${number}) for no key update`.execute(tx)
  const before = await lockConversation(tx, viewer.accountId, number)
  if (!before) throw new AppError('conversation.not_found')
  if (before.card) throw new AppError('conversation.already_has_card')
  if (before.closedAt !== null) throw new AppError('conversation.closed')
  const actor: ActorRef = { kind: 'user', id: viewer.userId }
  const responsibleUserId = before.contactResponsibleUserId ?? viewer.userId
  const dealId = await insertDeal(tx, { ...before, responsibleUserId })
  const card = { kind: 'deal' as const, id: dealId }
  const after = { ...before, card, responsibleUserId }
  await emit(tx, {
    ...targetOf(after),
    type: 'deal.created',
    actor,
    road: 'hand',
    subject: { kind: 'deal', id: dealId },
    at: now,
  })
  await saveConversation(tx, before, after)
  await emit(tx, {
    ...targetOf(after),
    type: 'conversation.moved',
    actor,
    road: 'hand',
    subject: { kind: 'conversation', id: number },
    before: { card: null },
    after: { card },
    at: now,
  })
}

async function insertDeal(
  tx: Tx,
  about: { accountId: number; contactId: number; channelId: number; responsibleUserId: number },
): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with d as (
      insert into deals (account_id, id, root_id, pipeline_id, stage_id, name, responsible_user_id, main_contact_id, source_channel_id)
      select p.account_id, n.id, n.id, p.id, s.id, k.name, ${about.responsibleUserId}, k.id, ${about.channelId}
      from (select nextval('deal_ids') as id) n
      join pipelines p on p.account_id = ${about.accountId} and p.kind = 'deal'
      join stages s on s.account_id = p.account_id and s.pipeline_id = p.id and s.kind = 'normal'
      join contacts own on own.account_id = p.account_id and own.id = ${about.contactId}
      join contacts k on k.account_id = own.account_id and k.id = own.root_id
      order by p.is_main desc, p.position, s.position limit 1
      returning account_id, id, main_contact_id
    ), linked as (
      insert into card_contacts (account_id, card_kind, card_id, contact_id, is_main)
      select account_id, 'deal', id, main_contact_id, true from d
    )
    select id from d`.execute(tx)
  const id = rows[0]?.id
  if (id === undefined) throw new AppError('pipeline.not_found')
  return id
}
