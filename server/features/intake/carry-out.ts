import { nextInTurn, type ClientFacts, type Decision, type KnownCard } from '#features/conversation-rules'
import type { Arrival } from './arrival.ts'
import type { KnownChat, KnownContact } from './known-state.ts'
import { addFact, type Planning } from './planning.ts'

/** What the rules are to judge. */
export function factsOf(planning: Planning, chat: KnownChat): ClientFacts & { contact: KnownContact } {
  const { channels, contacts, turns } = planning.state
  const channel = channels.get(chat.channelId)
  const contact = contacts.get(chat.contactId)
  if (!channel || !contact) throw new Error('A chat without its channel or contact')
  const next = channel.groupId === null ? null : nextInTurn(turns.get(channel.groupId))
  return { way: 'in', contact, channel, nextInTurn: next }
}

/** Makes what was decided; a deal that is made here, now or earlier in this batch, is named by its place. */
export function carryOut(
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
