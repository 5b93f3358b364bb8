import { setImmediate } from 'node:timers/promises'
import type { AccountState, Fields, PersonRecord, SentMessage } from './account-state.ts'
import { checkContent, optionalText, text } from './check-message.ts'
import type { Fault } from './faults.ts'
import { fetchMedia } from './fetch-media.ts'
import { readFields } from './read-fields.ts'
import { badData, missingData, Refusal } from './refusal.ts'

const hourMs = 3_600_000

/** send_message: looks at everything Viber's side looks at, then accepts; the rest of the way ends in a callback. */
export const sendMessage = (state: AccountState, message: Fields, fault: Fault | null): Fields => {
  const person = findReceiver(state, message)
  const sender = senderName(message)
  optionalText(message, 'tracking_data', 4000)
  checkContent(message)
  checkVersion(message, person)
  checkPatience(state, person)
  const sent = accept(state, person, message, sender)
  void reach(state, person, sent, fault?.kind === 'failLater' ? fault.description : null)
  return { message_token: BigInt(sent.token), chat_hostname: 'SN-CHAT-05_', billing_status: 1 }
}

/** The only message without a receiver: the body of the answer to `conversation_started`. */
export const greet = (state: AccountState, person: PersonRecord, body: string): void => {
  const message = readFields(body)
  try {
    if (!message) return
    const sender = senderName(message)
    checkContent(message)
    void reach(state, person, accept(state, person, message, sender), null)
  } catch {
    // Whatever cannot be a greeting is not shown, and nobody is told.
  }
}

const findReceiver = (state: AccountState, message: Fields): PersonRecord => {
  const person = state.people.get(text(message, 'receiver', { max: 200 }))
  if (!state.delivery.settings) throw new Refusal(10)
  if (!person) throw new Refusal(5)
  if (!person.isSubscribed) throw new Refusal(6)
  return person
}

const senderName = (message: Fields): string => {
  const sender = message['sender']
  if (typeof sender !== 'object' || sender === null) throw missingData('sender is missing')
  return text({ ...sender }, 'name', { max: 28 })
}

const checkVersion = (message: Fields, person: PersonRecord): void => {
  const version = message['min_api_version'] ?? 1
  if (typeof version !== 'number' || !Number.isInteger(version)) throw badData('min_api_version is not valid')
  if (version > person.apiVersion) throw new Refusal(13)
}

/** More than so many messages in an hour to somebody who does not answer are too many. */
const checkPatience = (state: AccountState, person: PersonRecord): void => {
  const since = state.now() - hourMs
  person.unansweredAt = person.unansweredAt.filter((at) => at > since)
  if (person.unansweredAt.length >= state.surroundings.silentLimit) throw new Refusal(12)
  person.unansweredAt.push(state.now())
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

const accept = (state: AccountState, person: PersonRecord, message: Fields, sender: string): SentMessage => {
  const { type, text: words, media, size, file_name: fileName } = message
  const sent: SentMessage = {
    receiver: person.id,
    token: String(state.nextToken()),
    type: textOf(type) ?? '',
    text: textOf(words),
    media: textOf(media),
    size: typeof size === 'number' ? size : null,
    fileName: textOf(fileName),
    senderName: sender,
    fields: message,
    at: state.surroundings.clock(),
    state: 'accepted',
    failure: null,
    got: null,
  }
  state.sent.push(sent)
  person.entries.push({ at: sent.at, sent })
  state.changed()
  return sent
}

const withFile = new Set(['picture', 'video', 'file'])

const reach = async (
  state: AccountState,
  person: PersonRecord,
  sent: SentMessage,
  failure: string | null,
): Promise<void> => {
  state.underWay += 1
  // The answer to the call leaves first.
  await setImmediate()
  const got = withFile.has(sent.type) ? await fetchMedia(sent) : null
  const problem = failure ?? (typeof got === 'string' ? got : null)
  if (problem === null) {
    sent.got = typeof got === 'string' ? null : got
    tellReceipts(state, person, sent)
  } else {
    sent.state = 'failed'
    sent.failure = problem
    state.tell('failed', { user_id: person.id, desc: problem }, BigInt(sent.token))
  }
  state.underWay -= 1
  state.changed()
}

const orders = {
  none: [],
  delivered: ['delivered'],
  seen: ['delivered', 'seen'],
  seenFirst: ['seen', 'delivered'],
} as const

const tellReceipts = (state: AccountState, person: PersonRecord, sent: SentMessage): void => {
  for (const kind of orders[person.receipts]) tellReceipt(state, person, sent, kind)
}

export const tellReceipt = (
  state: AccountState,
  person: PersonRecord,
  sent: SentMessage,
  kind: 'delivered' | 'seen',
): void => {
  if (sent.state !== 'seen') sent.state = kind
  state.tell(kind, { user_id: person.id }, BigInt(sent.token))
  state.changed()
}
