import type { BulkKind, BulkReason } from '#contract/bulk-actions'

/** What of a conversation decides whether it is changed. */
export type Standing = {
  closedAt: Date | null
  readAt: Date | null
  waitingSince: Date | null
  lastIncomingId: string | null
}
export type StateKind = Exclude<BulkKind, 'assign' | 'tag'>

export function isStateKind(kind: BulkKind): kind is StateKind {
  return kind !== 'assign' && kind !== 'tag'
}

/** Why a conversation is left as it is; null: it is changed. What the client has written since it began, nobody has looked at. */
export function whyNot(kind: StateKind, state: Standing, seenMessageId: string | null): BulkReason | null {
  if (state.closedAt !== null) return 'closed'
  if (isSoAlready(kind, state)) return 'same'
  return kind !== 'unread' && state.lastIncomingId !== seenMessageId ? 'new_message' : null
}

function isSoAlready(kind: StateKind, { readAt, waitingSince }: Standing): boolean {
  switch (kind) {
    case 'close':
      return false
    case 'dismiss':
      return readAt !== null && waitingSince === null
    case 'read':
      return readAt !== null
    case 'unread':
      return readAt === null
  }
}
