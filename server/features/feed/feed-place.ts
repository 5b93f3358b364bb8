import { badCursor } from '#lib/keyset'

/**
 * A place in a feed: an instant in microseconds since 1970, then events before messages, then the messenger's sequence and
 * the id, so that messages of one chat keep their own order.
 */
export type FeedPlace = { at: string; kind: 'event' | 'message'; sequence: string; id: string }

export function writePlace(place: FeedPlace): string {
  return [place.at, place.kind === 'event' ? 'e' : 'm', place.sequence, place.id].join('.')
}

/** Null without a cursor. Throws `request.invalid` naming it when it is none of ours. */
export function readFeedPlace(cursor: string | undefined): FeedPlace | null {
  if (cursor === undefined) return null
  const [, at, kind, sequence, id] =
    /^(\d{1,17})\.([em])\.(-?\d{1,19})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? []
  if (!at || !kind || !sequence || !id) throw badCursor('before')
  return { at, kind: kind === 'e' ? 'event' : 'message', sequence, id }
}

/** Whether one stands above the other. */
export function comparePlaces(one: FeedPlace, other: FeedPlace): number {
  return (
    compare(BigInt(one.at), BigInt(other.at)) ||
    compare(one.kind, other.kind) ||
    compare(BigInt(one.sequence), BigInt(other.sequence)) ||
    compare(one.id, other.id)
  )
}

function compare<T extends bigint | string>(one: T, other: T): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}
