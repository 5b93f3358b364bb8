import { sql, type RawBuilder } from 'kysely'
import { badCursor, instantOf } from '#lib/keyset'

/** A place in the list: an instant in microseconds since 1970, then the id of an event. */
export type EventPlace = { at: string; id: string }

export type Direction = 'older' | 'newer'

export const writePlace = ({ at, id }: EventPlace): string => `${at}.${id}`

/** Null without a cursor. Throws `request.invalid` naming it when it is none of ours. */
export function readPlace(cursor: string | undefined, field: string): EventPlace | null {
  if (cursor === undefined) return null
  const [, at, id] = /^(\d{1,17})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? []
  if (at === undefined || id === undefined) throw badCursor(field)
  return { at, id }
}

export function isBeyond(from: EventPlace | null, direction: Direction): RawBuilder<unknown> {
  if (!from) return sql`true`
  const side = direction === 'older' ? sql`<` : sql`>`
  return sql`(e.at, e.id) ${side} (${instantOf(from.at)}, ${from.id}::uuid)`
}

/** Above 0 when the first is newer. */
export function compare(one: EventPlace, other: EventPlace): number {
  const [at, otherAt] = [BigInt(one.at), BigInt(other.at)]
  if (at !== otherAt) return at > otherAt ? 1 : -1
  return one.id === other.id ? 0 : one.id > other.id ? 1 : -1
}

const zero = '00000000-0000-0000-0000-000000000000'

/** What is written at the same time may get an earlier instant and come later: newer ones are asked for from before it. */
const overlapMs = 10_000

/** From where to ask for what is newer than this place; without one, than now. */
export function beforeNewer(newest: EventPlace | null, now: Date): EventPlace {
  const at = newest ? BigInt(newest.at) : BigInt(now.getTime()) * 1000n
  return { at: String(at - BigInt(overlapMs) * 1000n), id: zero }
}

export const instantText = ({ at }: EventPlace): string => new Date(Number(BigInt(at) / 1000n)).toISOString()
