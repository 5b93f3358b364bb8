import type { ChannelRef, Incoming } from '#channels/channel'
import type { ChannelKind } from '#contract/channels'
import { uuidv7 } from '#lib/crypto'

const takenKinds = [
  'message',
  'outside',
  'edit',
  'reaction',
  'blocked',
  'unblocked',
  'receipt',
  'failure',
] as const
/** What of all that a messenger can tell is kept. */
export type TakenItem = Extract<Incoming, { kind: (typeof takenKinds)[number] }>

export function isTaken(item: Incoming): item is TakenItem {
  return takenKinds.some((kind) => kind === item.kind)
}

/** One thing a messenger told us, on its way into an account: what came, where, when, and the ids it will have. */
export type Arrival = {
  accountId: number
  channelId: number
  channelKind: ChannelKind
  item: TakenItem
  arrivedAt: Date
  /** Id of the message it becomes, if it becomes one. */
  messageId: string
  eventId: string
}

export function arrivalOf(channel: ChannelRef, item: Arrival['item'], arrivedAt: Date): Arrival {
  const { accountId, id: channelId, kind: channelKind } = channel
  return { accountId, channelId, channelKind, item, arrivedAt, messageId: uuidv7(), eventId: uuidv7() }
}

/** The chat something belongs to, as a key inside one account. */
export function chatKey(arrival: { channelId: number; item: { chat: string } }): string {
  return `${arrival.channelId}:${arrival.item.chat}`
}

/** When a message stands in the thread: by the messenger's time, never after its arrival. */
export function placedAt(arrival: Arrival): Date {
  const { at } = arrival.item
  return at > arrival.arrivedAt ? arrival.arrivedAt : at
}

/**
 * Telegram tells whole seconds. What came after a message that stands in the same second stands behind it: an answer of ours
 * has its milliseconds. Messages told in the same second are ordered by their sequence. `standing`: where the last message stands,
 * and the client's last: an answer that came later than that second must not part what he wrote in it.
 */
export function placedBehind(placed: Date, standing: readonly (Date | null)[]): Date {
  if (placed.getMilliseconds() !== 0) return placed
  const from = placed.getTime()
  const within = standing.flatMap((at) =>
    at !== null && at.getTime() > from && at.getTime() < from + 1000 ? [at.getTime()] : [],
  )
  return within.length > 0 ? new Date(Math.max(...within)) : placed
}

const dayMs = 24 * 60 * 60 * 1000

/** When waiting begins (R7): the message's time within the day before its arrival. */
export function waitStart(arrival: Arrival): Date {
  const at = placedAt(arrival)
  const dayBefore = new Date(arrival.arrivedAt.getTime() - dayMs)
  return at < dayBefore ? dayBefore : at
}

/** Only what is written, by the person or to him, brings a new contact and chat into being. */
export function bringsPerson(arrival: Arrival): boolean {
  return ['message', 'edit', 'outside'].includes(arrival.item.kind)
}
