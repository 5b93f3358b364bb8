import type { IncomingEdit } from '#channels/channel'
import type { Arrival } from './arrival.ts'
import type { KnownChat } from './known-state.ts'
import { storeMessage } from './plan-message.ts'
import { addFact, clientOf, type Planning } from './planning.ts'

/** An edit changes the message and keeps what stood there; it opens nothing. Before its original it is stored as the message. */
export function planEdit(
  planning: Planning,
  chat: KnownChat,
  arrival: Arrival & { item: IncomingEdit },
): void {
  const { item } = arrival
  const known = planning.state.messages.get(`${chat.id}/${item.externalId}`)
  if (!known) {
    planning.plan.awaitingOriginals.push(arrival.messageId)
    storeMessage(planning, chat, arrival, { isQuiet: false })
    return
  }
  const isOlder = known.editedAt !== null && item.editedAt <= known.editedAt
  if (isOlder || known.direction === 'out' || known.body === item.content.text) return
  planning.plan.edits.push({
    messageId: known.messageId,
    body: item.content.text,
    entities: item.content.entities,
    editedAt: item.editedAt,
    revision: known.revisions + 1,
    at: arrival.arrivedAt,
    previous: known.body,
  })
  known.body = item.content.text
  known.editedAt = item.editedAt
  known.revisions += 1
  addFact(planning, chat, 'message.edited', arrival.arrivedAt, clientOf(chat.contactId), {
    subjectKind: 'chat',
    subjectId: chat.id,
    messageId: known.messageId,
    number: known.number,
    opening: null,
  })
}
