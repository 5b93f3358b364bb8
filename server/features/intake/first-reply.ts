import { decideFirstReply, type ChannelRules } from '#features/conversation-rules'
import type { ConversationState } from '#features/conversations'
import { systemActor } from '#lib/events'
import type { Arrival } from './arrival.ts'
import { carryOut, factsOf } from './carry-out.ts'
import type { KnownChat } from './known-state.ts'
import { addFact, openIn, setOpen, type Planning } from './planning.ts'

/** Whether a client's message in a conversation that was there before is his first reply, of which the account makes a deal. */
export function awaitsFirstReply(chat: KnownChat, channels: Map<number, ChannelRules>): boolean {
  return chat.isOpenedByUs && isCardless(chat.open) && makesDeal(chat, channels)
}

/**
 * Hangs the conversation that we opened without a card, also just now, on a card when the client first replies in it, where
 * the account has it so.
 */
export function hangFirstReply(planning: Planning, chat: KnownChat, arrival: Arrival): void {
  const opened = planning.openings.get(chat.id)
  const isOurs = opened ? opened.opening.way === 'out' : chat.isOpenedByUs
  const open = openIn(planning, chat)
  if (!isOurs || !open || !isCardless(open) || !makesDeal(chat, planning.state.channels)) return
  const { card, newDeal } = carryOut(planning, chat, arrival, decideFirstReply(factsOf(planning, chat)))
  if (!card) return
  const { responsibleUserId } = card
  const ref = { kind: card.kind, id: card.id }
  setOpen(planning, chat, { ...open, card: ref, responsibleUserId })
  if (opened) {
    opened.newDeal = newDeal
    const named = newDeal === null ? { cardKind: card.kind, cardId: card.id } : { cardKind: 'deal' as const }
    opened.opening = { ...opened.opening, ...named, newDeal, responsibleUserId }
    return
  }
  addFact(planning, chat, 'conversation.moved', arrival.arrivedAt, systemActor, {
    road: 'rule',
    subjectKind: 'conversation',
    subjectId: String(open.number),
    newDeal,
    before: { card: null },
    after: { card: newDeal === null ? ref : null },
  })
}

const isCardless = (open: ConversationState | null): boolean =>
  open !== null && open.card === null && open.lastIncomingId === null

const makesDeal = ({ channelId }: KnownChat, channels: Map<number, ChannelRules>): boolean =>
  channels.get(channelId)?.dealOnFirstReply === true
