import type { ConversationState } from '#features/conversations'
import type { ActorRef } from '#lib/events'
import { placedAt, type Arrival } from './arrival.ts'
import { chooseCard } from './choose-card.ts'
import type { ChannelRules, KnownCard, KnownChat, KnownContact } from './known-state.ts'
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
  const rules = planning.state.channels.get(chat.channelId)
  const contact = planning.state.contacts.get(chat.contactId)
  if (!rules || !contact) throw new Error('A chat without its channel or contact')
  const chosen = way === 'in' ? chooseCard(contact, rules.rule) : contact.latestOpen
  const newDeal =
    chosen === 'new' ? addDeal(planning, chat, contact, rules, arrival) : chosen && newDealOf(chosen)
  const card = chosen === 'new' ? contact.latestOpen : chosen
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

/** Makes the contact's deal in the first stage of the channel's pipeline; from now on it is the contact's latest open one. */
function addDeal(
  planning: Planning,
  chat: KnownChat,
  contact: KnownContact,
  rules: ChannelRules,
  arrival: Arrival,
): number {
  const responsibleUserId = rules.responsibleUserId ?? contact.actingUserId
  planning.plan.writes.deals.push({
    pipelineId: rules.pipelineId,
    stageId: rules.stageId,
    name: contact.name,
    responsibleUserId,
    contactId: contact.id,
    channelId: chat.channelId,
    conversations: 0,
    unread: 0,
  })
  const place = planning.plan.writes.deals.length
  contact.hasCard = true
  contact.latestOpen = { kind: 'deal', id: -place, responsibleUserId }
  contact.latest = contact.latestOpen
  addFact(
    planning,
    chat,
    'deal.created',
    arrival.arrivedAt,
    { kind: 'system', id: null },
    {
      road: 'rule',
      subjectKind: 'deal',
      subjectId: null,
      newDeal: place,
      cardKind: 'deal',
      cardId: null,
      number: null,
      opening: null,
    },
  )
  return place
}

/** A card made earlier in this batch has its place as a negative id. */
function newDealOf(card: KnownCard): number | null {
  return card.id < 0 ? -card.id : null
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
    waitingSince: null,
    firstAnswerAt: null,
    lastMessageId: null,
    lastMessageAt: placedAt(arrival),
    lastIncomingId: null,
    lastAnswerId: null,
    responsibleUserId: card ? card.responsibleUserId : contact.responsibleUserId,
    contactResponsibleUserId: contact.responsibleUserId,
  }
}
