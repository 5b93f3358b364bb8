import type { IncomingOutside } from '#channels/channel'
import { answered, type ConversationState } from '#features/conversations'
import { placedAt, type Arrival } from './arrival.ts'
import type { KnownChat } from './known-state.ts'
import { openFor } from './open-conversation.ts'
import { welcome } from './note-person.ts'
import { storeMessage } from './plan-message.ts'
import { openIn, outside, placeOf, setOpen, type Planning } from './planning.ts'

/**
 * A message from our side of the chat. One that left from here is told back: its part has surely left. Any other was written in
 * the messenger itself: it answers the client as a colleague's message does, opens a conversation where there is none, and
 * makes no deal (R2, R3, S18).
 */
export function planOutside(
  planning: Planning,
  chat: KnownChat,
  arrival: Arrival & { item: IncomingOutside },
): void {
  const { item } = arrival
  if (planning.state.messages.has(`${chat.id}/${item.externalId}`)) return
  const sent = item.sendId === null ? undefined : planning.state.sent.get(`${chat.channelId}:${item.sendId}`)
  if (sent) {
    planning.plan.echoes.push({ chatId: chat.id, ...sent, externalId: item.externalId })
    return
  }
  if (planning.state.contacts.get(chat.contactId)?.isNew) welcome(planning, chat, arrival)
  const before = openIn(planning, chat)
  const open = before ?? openFor(planning, chat, arrival, { way: 'out', by: outside })
  const placed = storeMessage(planning, chat, arrival, { isQuiet: true })
  const { opening } = placeOf(planning, chat)
  const at = answeredAt(open, arrival)
  if (before) planning.plan.answers.push({ before, messageId: arrival.messageId, opening, at })
  const after = answered(open, { messageId: arrival.messageId, placedAt: placed, now: at })
  if (after.lastMessageId === arrival.messageId) chat.lastSequence = item.sequence
  setOpen(planning, chat, after)
}

/** When the client had his answer: as the messenger tells it, however late that comes to us. */
function answeredAt({ waitingSince }: ConversationState, arrival: Arrival): Date {
  if (waitingSince === null) return arrival.arrivedAt
  const at = placedAt(arrival)
  return at > waitingSince ? at : waitingSince
}
