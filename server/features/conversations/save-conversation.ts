import { sql } from 'kysely'
import type { Tx } from '#lib/db'
import { changeAll, type NewChange } from '#lib/events'
import {
  countsChange,
  sumCards,
  sumCells,
  type CardChange,
  type CellChange,
  type ConversationState,
} from './conversation-state.ts'

export type ConversationChange = { before: ConversationState; after: ConversationState }

/**
 * Writes a changed conversation and moves the counters by the flags that flipped. The only road by which a single
 * conversation is changed; `before` is what was read under its lock.
 */
export async function saveConversation(
  tx: Tx,
  before: ConversationState,
  after: ConversationState,
): Promise<void> {
  await saveConversations(tx, after.accountId, [{ before, after }])
}

/** The same for several of one account: all rows first, then their counters added up, so that the order of locks holds. */
export async function saveConversations(
  tx: Tx,
  accountId: number,
  changes: ConversationChange[],
): Promise<void> {
  if (changes.length === 0) return
  await updateConversations(tx, accountId, changes)
  const moves = changes.map(({ before, after }) => countsChange(before, after))
  await moveCardCounts(tx, accountId, sumCards(moves.flatMap((move) => move.cards)))
  await moveInboxCounts(tx, accountId, sumCells(moves.flatMap((move) => move.cells)))
  await changeAll(tx, changes.filter(isRehung).map(rehung))
}

async function updateConversations(tx: Tx, accountId: number, changes: ConversationChange[]): Promise<void> {
  const rows = changes.map(({ after: { card, ...after } }) => ({
    ...after,
    cardKind: card?.kind ?? null,
    cardId: card?.id ?? null,
  }))
  await sql`
    update conversations v set
      card_kind = n."cardKind", card_id = n."cardId", status = n.status, closed_at = n."closedAt", read_at = n."readAt",
      first_message_at = case when v.closed_at is null and n."closedAt" is not null then coalesce((
          select m.placed_at from messages m where m.account_id = v.account_id and m.number = v.number order by m.placed_at limit 1),
        v.first_message_at) else v.first_message_at end,
      unread = n.unread, waiting_since = n."waitingSince", due_at = n."dueAt", limit_minutes = n."limitMinutes",
      missed_at = n."missedAt", first_answer_at = n."firstAnswerAt", last_message_id = n."lastMessageId",
      last_message_at = n."lastMessageAt", last_incoming_id = n."lastIncomingId", last_answer_id = n."lastAnswerId",
      responsible_user_id = n."responsibleUserId", contact_responsible_user_id = n."contactResponsibleUserId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) n(number bigint, "cardKind" text, "cardId" bigint, status text,
      "closedAt" timestamptz, "readAt" timestamptz, unread integer, "waitingSince" timestamptz, "dueAt" timestamptz,
      "limitMinutes" integer, "missedAt" timestamptz, "firstAnswerAt" timestamptz, "lastMessageId" uuid, "lastMessageAt" timestamptz,
      "lastIncomingId" uuid, "lastAnswerId" uuid, "responsibleUserId" bigint, "contactResponsibleUserId" bigint)
    where v.account_id = ${accountId} and v.number = n.number`.execute(tx)
  const closed = changes.filter(({ before, after }) => before.closedAt === null && after.closedAt !== null)
  if (closed.length === 0) return
  await sql`update chats c set open_number = null
    from unnest(${closed.map(({ after }) => after.chatId)}::uuid[], ${closed.map(({ after }) => after.number)}::bigint[]) n(id, number)
    where c.account_id = ${accountId} and c.id = n.id and c.open_number = n.number`.execute(tx)
}

function isRehung({ before, after }: ConversationChange): boolean {
  return (
    before.responsibleUserId !== after.responsibleUserId ||
    before.contactResponsibleUserId !== after.contactResponsibleUserId ||
    before.card?.id !== after.card?.id ||
    before.card?.kind !== after.card?.kind
  )
}

/** Who could see it before may not see it now, and has to be told; so the change says how it was. */
function rehung({ before, after }: ConversationChange): NewChange {
  return {
    accountId: after.accountId,
    topic: 'conversation.changed',
    number: after.number,
    chatId: after.chatId,
    contactId: after.contactId,
    card: after.card,
    patch: {
      before: {
        cardKind: before.card?.kind ?? '',
        responsibleUserId: before.responsibleUserId,
        contactResponsibleUserId: before.contactResponsibleUserId,
      },
    },
  }
}

/** Adds to the counters of cards, in the order of their locks. */
async function moveCardCounts(tx: Tx, accountId: number, cards: CardChange[]): Promise<void> {
  for (const [kind, some] of Map.groupBy(cards, (card) => card.kind)) {
    const table = sql.table(kind === 'deal' ? 'deals' : 'customers')
    const ids = some.map(({ id }) => id)
    await sql`
      with locked as materialized (
        select id from ${table} where account_id = ${accountId} and id = any(${ids}::bigint[]) order by id for no key update
      )
      update ${table} d set conversations = d.conversations + n.conversations,
        unread_conversations = d.unread_conversations + n.unread
      from locked join unnest(${ids}::bigint[], ${some.map((card) => card.conversations)}::integer[],
        ${some.map((card) => card.unread)}::integer[]) n(id, conversations, unread) on n.id = locked.id
      where d.account_id = ${accountId} and d.id = locked.id`.execute(tx)
  }
}

/** Adds to the cells of the exact counters, in the order of their locks. */
async function moveInboxCounts(tx: Tx, accountId: number, cells: CellChange[]): Promise<void> {
  for (const cell of cells) {
    await sql`
      insert into inbox_counts as c (account_id, card_kind, responsible_user_id, contact_responsible_user_id, open, unread, unanswered)
      values (${accountId}, ${cell.cardKind}, ${cell.responsibleUserId}, ${cell.contactResponsibleUserId},
        ${cell.open}, ${cell.unread}, ${cell.unanswered})
      on conflict (account_id, card_kind, responsible_user_id, contact_responsible_user_id) do update set
        open = c.open + excluded.open, unread = c.unread + excluded.unread, unanswered = c.unanswered + excluded.unanswered`.execute(
      tx,
    )
  }
}
