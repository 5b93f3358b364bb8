import { notWaiting, type ConversationState } from '#features/conversations'
import type { ActorRef } from '#lib/events'
import { decideCard, type KnownCard } from '#features/conversation-rules'
import { placedAt, type Arrival } from './arrival.ts'
import type { KnownChat, KnownContact } from './known-state.ts'
import { carryOut, factsOf } from './carry-out.ts'
import { addFact, clientOf, type Planning } from './planning.ts'

/** Opens a conversation for a client's message: its card by the rules, its number when it is written (S13, S16, S17). */
export function openForClient(planning: Planning, chat: KnownChat, arrival: Arrival): ConversationState {
  return openFor(planning, chat, arrival, { way: 'in', by: clientOf(chat.contactId) })
}

/** The same for a message of either side; one from ours takes the contact's latest open card and never makes a deal (S18). */
export function openFor(
  planning: Planning,
  chat: KnownChat,
  arrival: Arrival,
  { way, by }: { way: 'in' | 'out'; by: ActorRef },
): ConversationState {
  const facts = factsOf(planning, chat)
  const { contact } = facts
  const decision = decideCard(way === 'in' ? facts : { way, contact, composerCard: null })
  const { card, newDeal } = carryOut(planning, chat, arrival, decision)
  const state = newState(planning, chat, contact, card, arrival)
  planning.openings.set(chat.id, {
    place: planning.openings.size + 1,
    state,
    newDeal,
    opening: {
      chatId: chat.id,
      channelId: chat.channelId,
      contactId: contact.id,
      newDeal,
      cardKind: newDeal === null ? (card?.kind ?? null) : 'deal',
      cardId: newDeal === null ? (card?.id ?? null) : null,
      openedAt: arrival.arrivedAt,
      openedBy: by,
      way,
      responsibleUserId: state.responsibleUserId,
      contactResponsibleUserId: state.contactResponsibleUserId,
    },
  })
  addFact(planning, chat, 'conversation.opened', arrival.arrivedAt, by, {
    subjectKind: 'conversation',
    subjectId: null,
    after: { way },
  })
  return state
}

function newState(
  planning: Planning,
  chat: KnownChat,
  contact: KnownContact,
  card: KnownCard | null,
  arrival: Arrival,
): ConversationState {
  return {
    accountId: planning.accountId,
    number: 0,
    chatId: chat.id,
    channelId: chat.channelId,
    contactId: contact.id,
    card: card ? { kind: card.kind, id: card.id } : null,
    openedAt: arrival.arrivedAt,
    status: 'in_work',
    closedAt: null,
    readAt: arrival.arrivedAt,
    unread: 0,
    ...notWaiting,
    firstAnswerAt: null,
    lastMessageId: null,
    lastMessageAt: placedAt(arrival),
    lastIncomingId: null,
    lastAnswerId: null,
    responsibleUserId: card ? card.responsibleUserId : contact.responsibleUserId,
    contactResponsibleUserId: contact.responsibleUserId,
  }
}
