import { notWaiting, type ConversationState } from '#features/conversations'
import type { ActorRef } from '#lib/events'
import {
  decideCard,
  decideFirstReply,
  nextInTurn,
  type ChannelRules,
  type ClientFacts,
  type Decision,
  type KnownCard,
} from '#features/conversation-rules'
import { placedAt, type Arrival } from './arrival.ts'
import type { KnownChat, KnownContact } from './known-state.ts'
import { addFact, clientOf, setOpen, type Planning } from './planning.ts'

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

/** Whether a client's message here is the first reply to what we opened without a card, of which the account makes a deal. */
export function makesDealOfReply(chat: KnownChat, channels: Map<number, ChannelRules>): boolean {
  const { open } = chat
  return (
    chat.isOpenedByUs &&
    open !== null &&
    open.card === null &&
    open.lastIncomingId === null &&
    channels.get(chat.channelId)?.dealOnFirstReply === true
  )
}

/** Hangs the conversation in which the client first replies on its card. */
export function hangFirstReply(planning: Planning, chat: KnownChat, arrival: Arrival): void {
  const { open } = chat
  if (!open) return
  const decision = decideFirstReply(factsOf(planning, chat))
  const { card, newDeal } = carryOut(planning, chat, arrival, decision)
  if (!card) return
  setOpen(planning, chat, {
    ...open,
    card: { kind: card.kind, id: card.id },
    responsibleUserId: card.responsibleUserId,
  })
  addFact(
    planning,
    chat,
    'conversation.moved',
    arrival.arrivedAt,
    { kind: 'system', id: null },
    {
      road: 'rule',
      subjectKind: 'conversation',
      subjectId: String(open.number),
      newDeal,
      before: { card: null },
      after: { card: newDeal === null ? { kind: card.kind, id: card.id } : null },
    },
  )
}

/** What the rules are to judge. */
function factsOf(planning: Planning, chat: KnownChat): ClientFacts & { contact: KnownContact } {
  const { channels, contacts, turns } = planning.state
  const channel = channels.get(chat.channelId)
  const contact = contacts.get(chat.contactId)
  if (!channel || !contact) throw new Error('A chat without its channel or contact')
  const next = channel.groupId === null ? null : nextInTurn(turns.get(channel.groupId))
  return { way: 'in', contact, channel, nextInTurn: next }
}

/** Makes what was decided; a deal that is made here, now or earlier in this batch, is named by its place. */
function carryOut(
  planning: Planning,
  chat: KnownChat,
  arrival: Arrival,
  decision: Decision,
): { card: KnownCard | null; newDeal: number | null } {
  if (!decision.newDeal) return { card: decision.card, newDeal: decision.card && newDealOf(decision.card) }
  const newDeal = addDeal(planning, chat, decision.newDeal, arrival)
  return {
    card: { kind: 'deal', id: -newDeal, responsibleUserId: decision.newDeal.responsibleUserId },
    newDeal,
  }
}

/** Makes the contact's deal; from now on it is the contact's latest open one. */
function addDeal(
  planning: Planning,
  chat: KnownChat,
  deal: NonNullable<Decision['newDeal']>,
  arrival: Arrival,
): number {
  const contact = planning.state.contacts.get(chat.contactId)
  if (!contact) throw new Error('A chat without its contact')
  const { pipelineId, stageId, responsibleUserId } = deal
  if (deal.takesTurn) takeTurn(planning, chat, responsibleUserId)
  if (contact.awaitsResponsible) giveContact(planning, contact, responsibleUserId)
  planning.plan.writes.deals.push({
    pipelineId,
    stageId,
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

/** The group goes on behind this one of its people. */
function takeTurn(planning: Planning, chat: KnownChat, userId: number | null): void {
  const groupId = planning.state.channels.get(chat.channelId)?.groupId ?? null
  const turns = groupId === null ? undefined : planning.state.turns.get(groupId)
  if (!turns || userId === null) return
  turns.lastUserId = userId
  const { plan } = planning
  plan.turns = [
    ...plan.turns.filter((one) => one.groupId !== turns.groupId),
    { groupId: turns.groupId, lastUserId: userId },
  ]
}

/** A new contact is his who was given its first deal. */
function giveContact(planning: Planning, contact: KnownContact, userId: number | null): void {
  contact.awaitsResponsible = false
  if (userId === null) return
  planning.plan.responsibles.push({ contactId: contact.id, userId })
  contact.responsibleUserId = userId
  contact.actingUserId = userId
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
