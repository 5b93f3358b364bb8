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

/** A message that stands in a chat already. `isTold`: by its messenger, so that its sequence says what was written before it. */
export type Standing = { at: Date; sequence: number; isTold: boolean }

/** The second in which a message must find its place among what stands there; null when its messenger tells milliseconds. */
export function toldSecond(arrival: Arrival): Date | null {
  const at = placedAt(arrival)
  return at.getMilliseconds() === 0 ? at : null
}

/**
 * Telegram and VK tell whole seconds. What comes into a second stands behind all that stands in it, as an answer of ours has its
 * milliseconds; but never behind what its person wrote later, when the messenger told that first.
 */
export function placeIn(second: Date, sequence: number, standing: readonly Standing[]): Date {
  const from = second.getTime()
  const within = standing.filter(({ at }) => at.getTime() >= from && at.getTime() < from + 1000)
  const later = within.filter((each) => each.isTold && each.sequence > sequence)
  const places = (each: readonly Standing[]): number[] => each.map(({ at }) => at.getTime())
  return new Date(later.length > 0 ? Math.min(...places(later)) : Math.max(from, ...places(within)))
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
