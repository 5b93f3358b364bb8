import type { Incoming } from '#channels/channel'

/** When the newest of somebody's messages among these was written; null: there is none. */
export function writtenAt(items: Incoming[]): Date | null {
  return newestOf(items.map((item) => (item.kind === 'message' ? item.at : null)))
}

export function newestOf(instants: (Date | null)[]): Date | null {
  return instants.reduce(
    (newest, at) => (newest === null || (at !== null && at > newest) ? at : newest),
    null,
  )
}
