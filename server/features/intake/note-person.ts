import type { IncomingMessage, Person } from '#channels/channel'
import type { Arrival } from './arrival.ts'
import type { KnownChat } from './known-state.ts'
import { addFact, clientOf, type Planning } from './planning.ts'

/** Names, sources and shared numbers that travel with a message. */
export function notePerson(
  planning: Planning,
  chat: KnownChat,
  arrival: Arrival & { item: IncomingMessage },
): void {
  const { person, ownPhone, source } = arrival.item
  const contact = planning.state.contacts.get(chat.contactId)
  if (!contact) return
  const isRenamed =
    person.name !== '' && (person.name !== chat.personName || person.handle !== chat.personHandle)
  if (isRenamed) {
    const renamesContact = contact.nameSource === 'messenger' && contact.name !== person.name
    planning.plan.persons.push({
      chatId: chat.id,
      contactId: contact.id,
      name: person.name,
      handle: person.handle,
      renamesContact,
    })
    if (renamesContact) contact.name = person.name
    chat.personName = person.name
    chat.personHandle = person.handle
  }
  if (contact.isNew) welcome(planning, chat, arrival)
  if (source) planning.plan.sources.push({ contactId: contact.id, source })
  if (ownPhone !== null) planning.plan.phones.push({ contactId: contact.id, phone: ownPhone })
  if (chat.blockedAt) {
    planning.plan.chatBlocks.push({ chatId: chat.id, blockedAt: null })
    chat.blockedAt = null
  }
}

/** The first message of a new contact. */
export function welcome(
  planning: Planning,
  chat: KnownChat,
  arrival: Arrival & { item: { person: Person } },
): void {
  const contact = planning.state.contacts.get(chat.contactId)
  if (!contact) return
  contact.isNew = false
  const channel = planning.state.channels.get(chat.channelId)
  contact.awaitsResponsible = channel?.responsibleRule === 'round_robin'
  const userId = channel?.responsibleRule === 'fixed' ? channel.responsibleUserId : null
  if (userId !== null) {
    planning.plan.responsibles.push({ contactId: contact.id, userId })
    contact.responsibleUserId = userId
    contact.actingUserId = userId
  }
  addFact(planning, chat, 'contact.created', arrival.arrivedAt, clientOf(contact.id), {
    subjectKind: 'contact',
    subjectId: String(contact.id),
  })
}
