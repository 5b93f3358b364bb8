import type { EventType } from '#contract/events'
import { countsChange, sumCards, sumCells, type ConversationState } from '#features/conversations'
import type { Fact, NewDeal, Opening } from '#features/messages'
import type { ActorRef } from '#lib/events'
import { uuidv7 } from '#lib/crypto'
import type { ArrivalPlan } from './arrival-plan.ts'
import type { KnownChat, KnownState } from './known-state.ts'

/** A plan being made. */
export type Planning = {
  accountId: number
  state: KnownState
  plan: ArrivalPlan
  /** Conversations as they were before this batch, by number. */
  before: Map<number, ConversationState>
  /** Conversations this batch opens, by chat: their place and their running state. */
  openings: Map<string, OpenedHere>
  seenKeys: Set<string>
}

export type OpenedHere = {
  place: number
  state: ConversationState
  newDeal: number | null
  opening: Omit<Opening, keyof RunningState>
}

type RunningState = Pick<
  Opening,
  | 'readAt'
  | 'unread'
  | 'waitingSince'
  | 'dueAt'
  | 'limitMinutes'
  | 'firstAnswerAt'
  | 'lastMessageId'
  | 'lastMessageAt'
  | 'lastIncomingId'
  | 'lastAnswerId'
>

/** A colleague in the messenger itself: we do not know who. */
export const outside: ActorRef = { kind: 'outside', id: null }
export const clientOf = (contactId: number): ActorRef => ({ kind: 'client', id: contactId })

/** The running state of the chat's open conversation, kept or made by this batch; null when there is none. */
export function openIn(planning: Planning, chat: KnownChat): ConversationState | null {
  return planning.openings.get(chat.id)?.state ?? chat.open
}

/** Puts a changed running state in its place. */
export function setOpen(planning: Planning, chat: KnownChat, next: ConversationState): void {
  const opened = planning.openings.get(chat.id)
  if (opened) {
    opened.state = next
    return
  }
  if (chat.open && !planning.before.has(chat.open.number)) planning.before.set(chat.open.number, chat.open)
  chat.open = next
}

export function placeOf(
  planning: Planning,
  chat: KnownChat,
): { number: number | null; opening: number | null } {
  const opened = planning.openings.get(chat.id)
  return opened
    ? { number: null, opening: opened.place }
    : { number: chat.open?.number ?? null, opening: null }
}

type FactAbout = Pick<Fact, 'subjectKind' | 'subjectId'> & Partial<Omit<Fact, 'type' | 'at' | 'actor'>>

/** A fact about a chat; it names the chat's open conversation and its card. */
export function addFact(
  planning: Planning,
  chat: KnownChat,
  type: EventType,
  at: Date,
  actor: ActorRef,
  about: FactAbout,
): void {
  const opened = planning.openings.get(chat.id)
  const card = opened ? { kind: opened.opening.cardKind, id: opened.opening.cardId } : chat.open?.card
  // A card made in this batch is named by its place.
  const madeHere = card && card.id !== null && card.id < 0 ? -card.id : null
  planning.plan.writes.facts.push({
    id: uuidv7(),
    type,
    at,
    actor,
    road: 'messenger',
    chatId: chat.id,
    messageId: null,
    contactId: chat.contactId,
    newDeal: opened?.newDeal ?? madeHere,
    cardKind: card?.kind ?? null,
    cardId: madeHere === null ? (card?.id ?? null) : null,
    channelId: chat.channelId,
    before: null,
    after: null,
    ...placeOf(planning, chat),
    ...about,
  })
}

/** Turns running states into rows and derives every counter from what flipped. */
export function finishPlan(planning: Planning): ArrivalPlan {
  const { writes } = planning.plan
  const moves = []
  for (const opened of [...planning.openings.values()].toSorted((one, other) => one.place - other.place)) {
    const { state } = opened
    writes.openings.push({ ...opened.opening, ...runningState(state) })
    moves.push(countsChange(null, state))
    countInDeal(writes.deals, opened.newDeal, state)
  }
  for (const [number, before] of planning.before) {
    const chat = [...planning.state.chats.values()].find((one) => one.open?.number === number)
    if (!chat?.open) continue
    writes.conversations.push(chat.open)
    if (chat.open.card && chat.open.card.id < 0) countInDeal(writes.deals, -chat.open.card.id, chat.open)
    moves.push(countsChange(before, chat.open))
  }
  writes.cells = sumCells(moves.flatMap((move) => move.cells))
  // Cards made in this batch carry their counts themselves; their place in the list stands as a negative id until then.
  writes.cards = sumCards(moves.flatMap((move) => move.cards)).filter((card) => card.id > 0)
  return planning.plan
}

/** A deal made in this batch is written with what it counts. */
function countInDeal(deals: NewDeal[], place: number | null, state: ConversationState): void {
  const deal = place === null ? undefined : deals[place - 1]
  if (!deal) return
  deal.conversations += 1
  deal.unread += state.readAt === null ? 1 : 0
}

function runningState(state: ConversationState): RunningState {
  return {
    readAt: state.readAt,
    unread: state.unread,
    waitingSince: state.waitingSince,
    dueAt: state.dueAt,
    limitMinutes: state.limitMinutes,
    firstAnswerAt: state.firstAnswerAt,
    lastMessageId: state.lastMessageId ?? '',
    lastMessageAt: state.lastMessageAt,
    lastIncomingId: state.lastIncomingId,
    lastAnswerId: state.lastAnswerId,
  }
}
