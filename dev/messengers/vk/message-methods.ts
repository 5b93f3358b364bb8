import { badParameter, VkError } from './api-error.ts'
import type { CallParameters } from './call-parameters.ts'
import type { CommunityState, PersonRecord } from './community-state.ts'
import { attachmentOf, type VkMessage } from './message.ts'
import type { Method } from './methods.ts'
import { checkText, readAttachments } from './send-method.ts'

const dayS = 24 * 3600
const pressLifeSeconds = 60

/** The message is what the call says it is: attachments that are not named again are gone. */
const edit: Method = (community, parameters) => {
  const person = findPeer(community, parameters)
  const message = findMessage(person, parameters.integer('cmid'), parameters.integer('message_id'))
  if (!message) throw badParameter('message_id is invalid')
  if (message.from_id !== -community.id) throw new VkError(920)
  if (community.surroundings.now() - message.date > dayS) throw new VkError(909)
  const text = parameters.text('message').trim()
  const media = readAttachments(community, parameters.text('attachment'))
  if (text === '' && media.length === 0) throw badParameter('message is empty or invalid')
  checkText(text)
  message.text = text
  message.attachments = media.map(attachmentOf)
  message.update_time = community.surroundings.now()
  if (!parameters.flag('keep_forward_messages')) delete message.reply_message
  community.emit('message_edit', message, person.id)
  return 1
}

const remove: Method = (community, parameters) => {
  const numbers = parameters.integers('cmids')
  const ids = parameters.integers('message_ids')
  if (numbers.length === 0 && ids.length === 0) throw badParameter('message_ids or cmids is required')
  const person = findPeer(community, parameters)
  const wanted = [
    ...numbers.map((number) => ({ number, id: null })),
    ...ids.map((id) => ({ number: null, id })),
  ]
  return wanted.map(({ number, id }) => {
    const message = findMessage(person, number, id)
    const line = { peer_id: person.id, message_id: message?.id ?? 0, conversation_message_id: number ?? 0 }
    if (!message) return { ...line, response: 0 }
    const isForAll = parameters.flag('delete_for_all')
    const isTooLate = community.surroundings.now() - message.date > dayS || message.from_id !== -community.id
    if (isForAll && isTooLate) return { ...line, error: { code: 924, description: new VkError(924).message } }
    person.messages = person.messages.filter((each) => each !== message)
    community.surroundings.changed(community.id, person.id)
    return { ...line, response: 1 }
  })
}

const markAsRead: Method = (community, parameters) => {
  const person = findPeer(community, parameters)
  const upTo = parameters.integer('up_to_cmid') ?? person.lastNumber
  person.readByUs = Math.max(person.readByUs, upTo)
  return 1
}

const setActivity: Method = (community, parameters) => {
  const person = findPeer(community, parameters)
  if (!['typing', 'audiomessage'].includes(parameters.required('type'))) throw badParameter('type is invalid')
  person.isTypedTo = true
  return 1
}

const sendReaction: Method = (community, parameters) => {
  const person = findPeer(community, parameters)
  const reaction = parameters.requiredInteger('reaction_id')
  const message = findMessage(person, parameters.requiredInteger('cmid'), null)
  if (!message) throw badParameter('cmid is invalid')
  if (reaction < 1 || reaction > 16) throw badParameter('reaction_id is invalid')
  person.ourReactions.set(message.conversation_message_id, reaction)
  return 1
}

const deleteReaction: Method = (community, parameters) => {
  const person = findPeer(community, parameters)
  person.ourReactions.delete(parameters.requiredInteger('cmid'))
  return 1
}

const sendMessageEventAnswer: Method = (community, parameters) => {
  const press = community.presses.get(parameters.required('event_id'))
  const isOfUser = press?.userId === parameters.requiredInteger('user_id')
  if (!press || !isOfUser || parameters.requiredInteger('peer_id') !== press.userId)
    throw badParameter('event_id is invalid')
  if (community.surroundings.now() - press.at > pressLifeSeconds) throw badParameter('event_id has expired')
  community.presses.delete(parameters.text('event_id'))
  return 1
}

const getById: Method = (community, parameters) => {
  const ids = parameters.integers('message_ids')
  const all = [...community.people.values()].flatMap(({ messages }) => messages)
  return listOf(all.filter(({ id }) => ids.includes(id)))
}

const getByConversationMessageId: Method = (community, parameters) => {
  const numbers = parameters.integers('conversation_message_ids')
  const { messages } = findPeer(community, parameters)
  return listOf(messages.filter((each) => numbers.includes(each.conversation_message_id)))
}

const maxPage = 200

const getHistory: Method = (community, parameters) => {
  const { messages } = findPeer(community, parameters)
  const newestFirst = parameters.flag('rev') ? messages : messages.toReversed()
  return { count: messages.length, items: pageOf(newestFirst, parameters) }
}

const getConversations: Method = (community, parameters) => {
  const talks = [...community.people.values()].flatMap((person) => {
    const last = person.messages.at(-1)
    return last ? [{ person, last }] : []
  })
  const filter = parameters.text('filter') || 'all'
  if (filter !== 'all' && filter !== 'unanswered') throw badParameter('filter is not played here')
  const items = talks
    .filter(({ last }) => filter === 'all' || last.from_id > 0)
    .toSorted((one, other) => other.last.date - one.last.date || other.last.id - one.last.id)
    .map(({ person, last }) => ({
      conversation: {
        peer: { id: person.id, type: 'user', local_id: person.id },
        last_message_id: last.id,
        last_conversation_message_id: last.conversation_message_id,
        in_read: 0,
        out_read: 0,
        can_write: { allowed: person.standing === 'open' },
      },
      last_message: last,
    }))
  return { count: items.length, items: pageOf(items, parameters) }
}

const pageOf = <T>(items: T[], parameters: CallParameters): T[] => {
  const count = parameters.integer('count') ?? 20
  const offset = parameters.integer('offset') ?? 0
  if (count < 0 || count > maxPage) throw badParameter(`count should be at most ${maxPage}`)
  return items.slice(offset, offset + count)
}

const listOf = (items: VkMessage[]): { count: number; items: VkMessage[] } => ({ count: items.length, items })

const findPeer = (community: CommunityState, parameters: CallParameters): PersonRecord => {
  const person = community.people.get(parameters.requiredInteger('peer_id'))
  if (!person) throw new VkError(936)
  return person
}

const findMessage = (person: PersonRecord, number: number | null, id: number | null): VkMessage | undefined =>
  person.messages.find((each) => (number === null ? each.id === id : each.conversation_message_id === number))

export const messageMethods: Record<string, Method> = {
  'messages.edit': edit,
  'messages.delete': remove,
  'messages.markAsRead': markAsRead,
  'messages.setActivity': setActivity,
  'messages.sendReaction': sendReaction,
  'messages.deleteReaction': deleteReaction,
  'messages.sendMessageEventAnswer': sendMessageEventAnswer,
  'messages.getById': getById,
  'messages.getByConversationMessageId': getByConversationMessageId,
  'messages.getHistory': getHistory,
  'messages.getConversations': getConversations,
}
