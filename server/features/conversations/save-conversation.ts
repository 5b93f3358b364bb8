import { sql } from 'kysely'
import type { Tx } from '#lib/db'
import { change } from '#lib/events'
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
  for (const { before, after } of changes) await updateConversation(tx, before, after)
  const moves = changes.map(({ before, after }) => countsChange(before, after))
  await moveCardCounts(tx, accountId, sumCards(moves.flatMap((move) => move.cards)))
  await moveInboxCounts(tx, accountId, sumCells(moves.flatMap((move) => move.cells)))
  for (const { before, after } of changes) if (isRehung(before, after)) await tellRehung(tx, before, after)
}

async function updateConversation(
  tx: Tx,
  before: ConversationState,
  after: ConversationState,
): Promise<void> {
  await sql`
    update conversations set
      card_kind = ${after.card?.kind ?? null}, card_id = ${after.card?.id ?? null}, status = ${after.status},
      closed_at = ${after.closedAt}, read_at = ${after.readAt}, unread = ${after.unread}, waiting_since = ${after.waitingSince},
      due_at = ${after.dueAt}, limit_minutes = ${after.limitMinutes}, missed_at = ${after.missedAt},
      first_answer_at = ${after.firstAnswerAt}, last_message_id = ${after.lastMessageId},
      last_message_at = ${after.lastMessageAt}, last_incoming_id = ${after.lastIncomingId},
      last_answer_id = ${after.lastAnswerId}, responsible_user_id = ${after.responsibleUserId},
      contact_responsible_user_id = ${after.contactResponsibleUserId}
    where account_id = ${after.accountId} and number = ${after.number}`.execute(tx)
  if (before.closedAt === null && after.closedAt !== null) {
    await sql`update chats set open_number = null
      where account_id = ${after.accountId} and id = ${after.chatId} and open_number = ${after.number}`.execute(
      tx,
    )
  }
}

function isRehung(before: ConversationState, after: ConversationState): boolean {
  return (
    before.responsibleUserId !== after.responsibleUserId ||
    before.contactResponsibleUserId !== after.contactResponsibleUserId ||
    before.card?.id !== after.card?.id ||
    before.card?.kind !== after.card?.kind
  )
}

/** Who could see it before may not see it now, and has to be told; so the change says how it was. */
async function tellRehung(tx: Tx, before: ConversationState, after: ConversationState): Promise<void> {
  await change(tx, {
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
  })
}

/** Adds to the counters of cards, in the order of their locks. */
async function moveCardCounts(tx: Tx, accountId: number, cards: CardChange[]): Promise<void> {
  for (const card of cards) {
    const table = sql.table(card.kind === 'deal' ? 'deals' : 'customers')
    await sql`update ${table} set conversations = conversations + ${card.conversations},
        unread_conversations = unread_conversations + ${card.unread}
      where account_id = ${accountId} and id = ${card.id}`.execute(tx)
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
