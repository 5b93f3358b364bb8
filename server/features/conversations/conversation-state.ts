import type { CardKind, CardRef } from '#contract/common'

/** A conversation as its writers see it: read under the lock of its row. */
export type ConversationState = {
  accountId: number
  number: number
  chatId: string
  channelId: number
  contactId: number
  card: CardRef | null
  openedAt: Date
  status: 'in_work' | 'nps_scheduled' | 'nps_in_progress' | 'closed' | 'with_error'
  closedAt: Date | null
  /** Null: unread. */
  readAt: Date | null
  unread: number
  waitingSince: Date | null
  /** Until when the client is to be answered, and the limit it follows from; null: there is none, or he does not wait. */
  dueAt: Date | null
  limitMinutes: number | null
  /** When it was recorded that this wait went beyond `dueAt`. */
  missedAt: Date | null
  firstAnswerAt: Date | null
  lastMessageId: string | null
  lastMessageAt: Date
  lastIncomingId: string | null
  lastAnswerId: string | null
  responsibleUserId: number | null
  contactResponsibleUserId: number | null
}

/** Of which kind a conversation's card is; '' stands for "no card". */
export type CardKindOrNone = CardKind | ''

/** A cell of the exact counters; 0 stands for "nobody". */
export type CellKey = {
  cardKind: CardKindOrNone
  responsibleUserId: number
  contactResponsibleUserId: number
}
export type CellChange = CellKey & { open: number; unread: number; unanswered: number }
export type CardChange = { kind: CardKind; id: number; conversations: number; unread: number }

/**
 * What a conversation's change does to the counters: derived from the old and the new state, both known under the lock, so
 * that a counter moves exactly when a flag flips. `before` null: the conversation was just opened.
 */
export function countsChange(
  before: ConversationState | null,
  after: ConversationState,
): { cells: CellChange[]; cards: CardChange[] } {
  const cells = [...(before ? [cellOf(before, -1)] : []), cellOf(after, 1)]
  const cards = [...(before ? cardOf(before, -1) : []), ...cardOf(after, 1)]
  return { cells: sumCells(cells), cards: sumCards(cards) }
}

function cellOf(state: ConversationState, sign: 1 | -1): CellChange {
  const isOpen = state.closedAt === null
  const count = (flag: boolean): number => (isOpen && flag ? sign : 0)
  return {
    cardKind: state.card?.kind ?? '',
    responsibleUserId: state.responsibleUserId ?? 0,
    contactResponsibleUserId: state.contactResponsibleUserId ?? 0,
    open: count(true),
    unread: count(state.readAt === null),
    unanswered: count(state.waitingSince !== null),
  }
}

function cardOf(state: ConversationState, sign: 1 | -1): CardChange[] {
  if (!state.card) return []
  const isUnread = state.closedAt === null && state.readAt === null
  return [{ ...state.card, conversations: sign, unread: isUnread ? sign : 0 }]
}

/** Cells of several changes added up, those that stay the same left out, in the order in which they are locked. */
export function sumCells(cells: CellChange[]): CellChange[] {
  const sums = new Map<string, CellChange>()
  for (const cell of cells) {
    const key = `${cell.cardKind}:${cell.responsibleUserId}:${cell.contactResponsibleUserId}`
    const sum = sums.get(key)
    if (!sum) sums.set(key, { ...cell })
    else {
      sum.open += cell.open
      sum.unread += cell.unread
      sum.unanswered += cell.unanswered
    }
  }
  return [...sums.values()]
    .filter((cell) => cell.open !== 0 || cell.unread !== 0 || cell.unanswered !== 0)
    .toSorted(
      (one, other) =>
        compare(one.cardKind, other.cardKind) ||
        one.responsibleUserId - other.responsibleUserId ||
        one.contactResponsibleUserId - other.contactResponsibleUserId,
    )
}

export function sumCards(cards: CardChange[]): CardChange[] {
  const sums = new Map<string, CardChange>()
  for (const card of cards) {
    const sum = sums.get(`${card.kind}:${card.id}`)
    if (!sum) sums.set(`${card.kind}:${card.id}`, { ...card })
    else {
      sum.conversations += card.conversations
      sum.unread += card.unread
    }
  }
  return [...sums.values()]
    .filter((card) => card.conversations !== 0 || card.unread !== 0)
    .toSorted((one, other) => compare(one.kind, other.kind) || one.id - other.id)
}

/** As the database sorts them, so that all writers lock in one order. */
function compare(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
