import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import type { DealView } from '#contract/deals'
import type { Road } from '#contract/events'
import type { Viewer } from '#features/access'
import { requireEditableCard } from '#features/cards'
import { saveConversation, stateColumns, targetOf, type ConversationState } from '#features/conversations'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { actorBy, change, emit, type ActorRef } from '#lib/events'
import { lockContactsOfDeals } from '../lock-deal.ts'
import { settleRow } from './incoming-rows.ts'
import { lockChatsOfLeads } from './lock-chats-of-leads.ts'
import { requireIncoming } from './require-incoming.ts'

export type Linking = { dealId: number; card: CardRef }
type By = { accountId: number; actor: ActorRef; road: Road }

/**
 * Joins an incoming lead to a card that one may edit (R2): the lead becomes a pointer to it, its conversations and contacts go
 * there. Throws `deal.not_found`, `customer.not_found`, `incoming_lead.settled`, `session.forbidden`.
 */
export async function linkLead(
  tx: Tx,
  viewer: Viewer,
  { dealId, card: target }: Linking,
  now: Date,
  road: Road = 'hand',
): Promise<void> {
  const { accountId, userId } = viewer
  const by = { accountId, actor: actorBy(road, userId), road }
  const isItself = target.kind === 'deal' && target.id === dealId
  if (isItself) throw new AppError('deal.not_found')
  await lockChatsOfLeads(tx, accountId, [dealId])
  await lockContactsOfDeals(tx, accountId, [dealId])
  const conversations = await lockConversationsOf(tx, accountId, dealId)
  await lockCards(tx, accountId, target, dealId)
  const lead = await requireIncoming(tx, viewer, dealId, now)
  const { responsible } = await requireEditableCard(tx, viewer, target)
  await giveContacts(tx, accountId, { dealId, card: target }, now)
  await giveWork(tx, accountId, { dealId, card: target })
  await giveParticipants(tx, accountId, { dealId, card: target })
  for (const before of conversations) {
    const after = { ...before, card: target, responsibleUserId: responsible.userId }
    await move(tx, before, after, by, now)
  }
  await sql`update deals set deleted_at = ${now}, updated_at = ${now}
    where account_id = ${accountId} and id = ${dealId}`.execute(tx)
  if (target.kind === 'deal') await point(tx, accountId, dealId, target.id)
  // What had been joined to the lead is joined to the card now.
  await sql`update incoming_leads set target_kind = ${target.kind}, target_id = ${target.id}
    where account_id = ${accountId} and target_kind = 'deal' and target_id = ${dealId}`.execute(tx)
  await settleRow(tx, { accountId, dealId, outcome: 'linked', byUserId: userId, target, now })
  await tell(tx, lead, target, by, now)
}

/** Also what had been joined to the lead while it waited. */
async function point(tx: Tx, accountId: number, dealId: number, rootId: number): Promise<void> {
  await sql`update deals set root_id = ${rootId} where account_id = ${accountId} and (id = ${dealId} or id in (
    select l.deal_id from incoming_leads l where l.account_id = ${accountId} and l.target_kind = 'deal' and l.target_id = ${dealId}))`.execute(
    tx,
  )
}

/** Of a lead there are few, and closed ones follow as well: they are the same client's talk. */
async function lockConversationsOf(tx: Tx, accountId: number, dealId: number): Promise<ConversationState[]> {
  const { rows } = await sql<ConversationState>`
    select ${stateColumns('v')} from conversations v where v.account_id = ${accountId} and v.card_kind = 'deal'
      and v.card_id = ${dealId} order by v.number for no key update`.execute(tx)
  return rows
}

/** In the order of all locks: customers before deals, each by id. */
async function lockCards(tx: Tx, accountId: number, target: CardRef, dealId: number): Promise<void> {
  const deals = target.kind === 'deal' ? [dealId, target.id] : [dealId]
  if (target.kind === 'customer') {
    await sql`select from customers where account_id = ${accountId} and id = ${target.id} for no key update`.execute(
      tx,
    )
  }
  await sql`select from deals where account_id = ${accountId} and id = any(${deals}::bigint[])
    order by id for no key update`.execute(tx)
}

/** The lead's contacts are on the target now, besides those that were; a target without a main one gets the lead's. */
async function giveContacts(tx: Tx, accountId: number, { dealId, card }: Linking, now: Date): Promise<void> {
  await sql`
    insert into card_contacts (account_id, card_kind, card_id, contact_id, is_main, added_at)
    select c.account_id, ${card.kind}, ${card.id}, own.root_id, bool_or(c.is_main) and not exists (select from card_contacts m
      where m.account_id = ${accountId} and m.card_kind = ${card.kind} and m.card_id = ${card.id} and m.is_main), ${now}
    from card_contacts c join contacts own on own.account_id = c.account_id and own.id = c.contact_id
    where c.account_id = ${accountId} and c.card_kind = 'deal' and c.card_id = ${dealId} and not exists (
      select from card_contacts t join contacts k on k.account_id = t.account_id and k.id = t.contact_id
      where t.account_id = ${accountId} and t.card_kind = ${card.kind} and t.card_id = ${card.id} and k.root_id = own.root_id)
    group by c.account_id, own.root_id`.execute(tx)
  const table = sql.table(card.kind === 'deal' ? 'deals' : 'customers')
  await sql`update ${table} set updated_at = ${now}, main_contact_id = coalesce(main_contact_id, (select m.contact_id
      from card_contacts m where m.account_id = ${accountId} and m.card_kind = ${card.kind} and m.card_id = ${card.id} and m.is_main))
    where account_id = ${accountId} and id = ${card.id}`.execute(tx)
}

/** What colleagues have planned and noted on the lead goes on where it was joined. */
async function giveWork(tx: Tx, accountId: number, { dealId, card }: Linking): Promise<void> {
  await sql`update tasks set card_kind = ${card.kind}, card_id = ${card.id}
    where account_id = ${accountId} and card_kind = 'deal' and card_id = ${dealId}`.execute(tx)
  await sql`update notes set entity_kind = ${card.kind}, entity_id = ${card.id}
    where account_id = ${accountId} and entity_kind = 'deal' and entity_id = ${dealId} and deleted_at is null`.execute(
    tx,
  )
}

/** Who took part in the lead takes part in the card, but for who had left either. */
async function giveParticipants(tx: Tx, accountId: number, { dealId, card }: Linking): Promise<void> {
  await keepOutWhoLeft(tx, accountId, { dealId, card })
  const { rows } = await sql<{ id: number }>`
    with given as (
      insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by, at)
      select p.account_id, ${card.kind}, ${card.id}, p.principal_kind, p.principal_id, p.added_by, p.at from participants p
      where p.account_id = ${accountId} and p.card_kind = 'deal' and p.card_id = ${dealId} and not (p.principal_kind = 'user'
        and exists (select from participant_leaves l where l.account_id = p.account_id and l.card_kind = ${card.kind}
          and l.card_id = ${card.id} and l.user_id = p.principal_id))
      order by p.principal_kind, p.principal_id
      on conflict do nothing
      returning principal_kind, principal_id
    )
    select u.id from users u where u.account_id = ${accountId} and exists (select from given g
      where g.principal_id = case g.principal_kind when 'user' then u.id else u.group_id end) order by u.id`.execute(
    tx,
  )
  if (rows.length === 0) return
  await change(tx, { accountId, topic: 'participants', card, patch: { userIds: rows.map(({ id }) => id) } })
}

/** His group would bring him into the card. Where he takes part in it already, he has not left that one. */
async function keepOutWhoLeft(tx: Tx, accountId: number, { dealId, card }: Linking): Promise<void> {
  await sql`
    insert into participant_leaves (account_id, card_kind, card_id, user_id, at)
    select l.account_id, ${card.kind}, ${card.id}, l.user_id, l.at from participant_leaves l
    join users u on u.account_id = l.account_id and u.id = l.user_id
    where l.account_id = ${accountId} and l.card_kind = 'deal' and l.card_id = ${dealId} and not exists (
      select from participants p where p.account_id = ${accountId} and p.card_kind = ${card.kind} and p.card_id = ${card.id}
        and p.principal_id = case p.principal_kind when 'user' then u.id else u.group_id end)
    on conflict do nothing`.execute(tx)
}

async function move(
  tx: Tx,
  before: ConversationState,
  after: ConversationState,
  { actor, road }: By,
  now: Date,
): Promise<void> {
  await saveConversation(tx, before, after)
  await emit(tx, {
    ...targetOf(after),
    type: 'conversation.moved',
    actor,
    road,
    subject: { kind: 'conversation', id: before.number },
    before: { card: before.card },
    after: { card: after.card },
    at: now,
  })
}

async function tell(tx: Tx, lead: DealView, target: CardRef, by: By, now: Date): Promise<void> {
  const { accountId, actor, road } = by
  await emit(tx, {
    accountId,
    type: 'incoming_lead.linked',
    actor,
    road,
    subject: { kind: 'deal', id: lead.id },
    contactId: lead.mainContact?.id ?? null,
    card: target,
    before: { name: lead.name },
    after: { card: target },
    at: now,
  })
  await change(tx, { accountId, topic: 'deal.settled', card: { kind: 'deal', id: lead.id } })
}
