import { sql } from 'kysely'
import type { BulkChange, BulkReason } from '#contract/bulk-actions'
import { seesConversation, type Viewer } from '#features/access'
import {
  closeLocked,
  dismissLocked,
  lockConversations,
  readLocked,
  unreadLocked,
  type ConversationState,
} from '#features/conversations'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { assignOne } from './assign-one.ts'
import type { Item, Outcome } from './items.ts'
import { tagOne } from './tag-one.ts'
import { isStateKind, whyNot, type StateKind } from './why-not.ts'

/**
 * Does to a portion of conversations what its author would do by hand, with the rights he has now. What concerns the conversation
 * alone is done to many under locks taken together; what goes to its card takes other locks, so give it one at a time.
 */
export async function applyChange(
  tx: Tx,
  viewer: Viewer,
  change: BulkChange,
  items: readonly Item[],
  now: Date,
): Promise<Outcome[]> {
  const { kind } = change
  if (isStateKind(kind)) return applyState(tx, viewer, kind, items, now)
  const outcomes: Outcome[] = []
  for (const { number } of items) {
    outcomes.push(
      change.kind === 'assign'
        ? await refusable(number, () => assignOne(tx, viewer, { number, toUserId: change.toUserId }, now))
        : await refusable(number, () =>
            tagOne(tx, viewer, { number, tag: change.kind === 'tag' ? change.tag : '' }, now),
          ),
    )
  }
  return outcomes
}

async function applyState(
  tx: Tx,
  viewer: Viewer,
  kind: StateKind,
  items: readonly Item[],
  now: Date,
): Promise<Outcome[]> {
  const numbers = items.map(({ number }) => number)
  const states = await lockConversations(tx, viewer.accountId, numbers)
  const seen = await findSeen(tx, viewer, numbers)
  const seenMessages = new Map(items.map(({ number, seenMessageId }) => [number, seenMessageId]))
  const judged = states.map((state) => {
    const { number } = state
    const reason = seen.has(number) ? whyNot(kind, state, seenMessages.get(number) ?? null) : 'not_found'
    return { state, reason }
  })
  await changeLocked(
    tx,
    viewer,
    kind,
    judged.flatMap(({ state, reason }) => (reason === null ? [state] : [])),
    now,
  )
  return judged.map(({ state, reason }) => {
    const { number } = state
    return reason === null
      ? { number, outcome: 'done', before: beforeOf(kind, state, now) }
      : { number, outcome: 'skipped', reason }
  })
}

async function findSeen(tx: Tx, viewer: Viewer, numbers: readonly number[]): Promise<Set<number>> {
  const { rows } = await sql<{
    number: number
  }>`select v.number from conversations v where v.account_id = ${viewer.accountId}
    and v.number = any(${numbers}::bigint[]) and ${seesConversation(viewer, 'v')}`.execute(tx)
  return new Set(rows.map(({ number }) => number))
}

async function changeLocked(
  tx: Tx,
  { accountId, userId }: Viewer,
  kind: StateKind,
  states: readonly ConversationState[],
  now: Date,
): Promise<void> {
  const actor = { kind: 'user' as const, id: userId }
  switch (kind) {
    case 'close':
      await closeLocked(tx, states, { accountId, actor, way: 'hand', road: 'hand', now })
      return
    case 'dismiss':
      await dismissLocked(tx, states, { accountId, actor, now })
      return
    case 'read':
      await readLocked(tx, states, { accountId, userId, way: 'marked', upTo: null, now })
      return
    case 'unread':
      await unreadLocked(tx, states, { accountId })
  }
}

/** What tells later whether anybody has changed it since, and what it was. */
function beforeOf(
  kind: StateKind,
  { unread, lastIncomingId }: ConversationState,
  now: Date,
): Record<string, unknown> {
  if (kind === 'read') return { unread, readAt: now.toISOString() }
  return kind === 'unread' ? { lastIncomingId } : {}
}

const refusals: Partial<Record<string, BulkReason>> = {
  'session.forbidden': 'forbidden',
  'conversation.not_found': 'not_found',
  'deal.not_found': 'forbidden',
  'customer.not_found': 'forbidden',
  'contact.not_found': 'forbidden',
  'user.not_found': 'user_gone',
  'tag.too_many': 'too_many_tags',
}

/** A refusal comes before anything is written. */
async function refusable(
  number: number,
  work: () => Promise<Record<string, unknown> | BulkReason>,
): Promise<Outcome> {
  try {
    const result = await work()
    return typeof result === 'string'
      ? { number, outcome: 'skipped', reason: result }
      : { number, outcome: 'done', before: result }
  } catch (error) {
    const reason = error instanceof AppError ? refusals[error.code] : undefined
    if (!reason) throw error
    return { number, outcome: 'skipped', reason }
  }
}
