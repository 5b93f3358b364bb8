import type { AccountState, Fields } from './account-state.ts'
import { badData, missingData, Refusal } from './refusal.ts'

const events = [
  'delivered',
  'seen',
  'failed',
  'subscribed',
  'unsubscribed',
  'conversation_started',
  'message',
]

/** set_webhook: the address is called before the answer, and has to say 200. */
export const setWebhook = async (state: AccountState, parameters: Fields): Promise<Fields> => {
  const { url, event_types: wanted, send_name: sendName, send_photo: sendPhoto } = parameters
  if (typeof url !== 'string') throw missingData('url is missing')
  if (url === '') {
    state.delivery.settings = null
    return { chat_hostname: 'SN-CHAT-01_' }
  }
  if (!isAllowed(url)) throw new Refusal(1)
  const eventTypes = wanted === undefined ? null : readEvents(wanted)
  const callback = {
    event: 'webhook',
    timestamp: state.now(),
    chat_hostname: 'SN-CHAT-01_',
    message_token: state.nextToken(),
  }
  const { status } = await state.delivery.probe(url, callback)
  if (status !== 200) throw new Refusal(1, 'webhook did not answer with 200')
  state.delivery.settings = { url, eventTypes, sendName: sendName === true, sendPhoto: sendPhoto === true }
  state.changed()
  return { chat_hostname: 'SN-CHAT-01_', event_types: eventTypes ?? events }
}

const isAllowed = (url: string): boolean => {
  if (!URL.canParse(url)) return false
  const { protocol, hostname } = new URL(url)
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
  return protocol === 'https:' || (protocol === 'http:' && isLoopback)
}

const readEvents = (wanted: unknown): string[] => {
  if (!Array.isArray(wanted)) throw badData('event_types is no list')
  const list = wanted.map(String)
  if (list.some((event) => !events.includes(event))) throw badData('event_types is not valid')
  return list
}

export const getAccountInfo = (state: AccountState): Fields => {
  const { settings } = state.delivery
  return {
    id: state.id,
    chat_hostname: 'SN-CHAT-01_',
    name: state.name,
    uri: state.uri,
    icon: `${state.surroundings.base}/playground/icon.svg`,
    category: 'Companies, Brands & Products',
    subcategory: 'Other',
    country: 'RS',
    ...(settings ? { webhook: settings.url, event_types: settings.eventTypes ?? events } : {}),
    subscribers_count: [...state.people.values()].filter((person) => person.isSubscribed).length,
    members: [],
  }
}
