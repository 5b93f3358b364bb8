import { z } from 'zod'
import { cursor, id, instant, pageLimit, uuid } from './common.ts'
import { conversationFilter } from './conversation-filter.ts'
import { endpoint } from './endpoint.ts'
import { tagName } from './tags.ts'

/** How many conversations may be named one by one; a filter takes in however many it finds. */
export const mostNamed = 1000
/** So far a preview counts exactly. */
export const mostPreviewed = 10_000

export const bulkKinds = ['close', 'dismiss', 'read', 'unread', 'assign', 'tag'] as const
export type BulkKind = (typeof bulkKinds)[number]

/** Closing is for good, and a wait that was ended stays ended. */
export const undoableKinds: readonly BulkKind[] = ['read', 'unread', 'assign', 'tag']

/** What is done to each conversation, as by hand. */
export const bulkChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('close') }),
  z.object({ kind: z.literal('dismiss') }),
  z.object({ kind: z.literal('read') }),
  z.object({ kind: z.literal('unread') }),
  /** A colleague answers for its card, or without one for its contact. */
  z.object({ kind: z.literal('assign'), toUserId: id }),
  /** On its card; made when the account has none of this name. */
  z.object({ kind: z.literal('tag'), tag: tagName }),
])
export type BulkChange = z.output<typeof bulkChange>

/** Conversations named one by one, or all that a filter of ImBox finds. */
export const bulkTarget = z.union([
  z.strictObject({ numbers: z.array(id).min(1).max(mostNamed) }),
  z.strictObject({ filter: conversationFilter }),
])
export type BulkTarget = z.output<typeof bulkTarget>

/**
 * Why a conversation is left as it is. `same`: it is so already; `new_message`: the client has written since it began;
 * `no_card`: the tag has nowhere to go; `not_found`: its author does not see it any more.
 */
export const bulkReasons = [
  'same',
  'closed',
  'new_message',
  'forbidden',
  'no_card',
  'too_many_tags',
  'user_gone',
  'not_found',
  'unexpected',
] as const
export const bulkReason = z.enum(bulkReasons)
export type BulkReason = z.output<typeof bulkReason>

export const bulkAction = z.object({
  id: uuid,
  change: bulkChange,
  at: instant,
  /** `counting`: what the filter finds is being counted. */
  state: z.enum(['counting', 'running', 'stopped', 'done', 'undoing', 'undone']),
  total: z.int(),
  done: z.int(),
  skipped: z.int(),
  failed: z.int(),
  undone: z.int(),
  /** Not put back: somebody has changed it since. */
  kept: z.int(),
  endedAt: instant.nullable(),
  canUndo: z.boolean(),
})
export type BulkAction = z.output<typeof bulkAction>

const actionParams = z.object({ actionId: uuid })

export const previewBulkAction = endpoint({
  id: 'bulk-actions.preview',
  summary:
    'How many conversations a mass action would take in, and how many of them it would leave as they are',
  method: 'POST',
  path: '/bulk-actions/preview',
  permission: 'user',
  body: z.object({ change: bulkChange, target: bulkTarget }),
  output: z.object({
    total: z.int(),
    /** There are more than were counted; the action itself takes in all. */
    hasMore: z.boolean(),
    skipped: z.array(z.object({ reason: bulkReason, count: z.int() })),
  }),
  errors: ['user.not_found'],
})

export const startBulkAction = endpoint({
  id: 'bulk-actions.start',
  summary: 'Do one thing to many conversations; a repeat of the same id is the same action',
  method: 'POST',
  path: '/bulk-actions',
  permission: 'user',
  body: z.object({ id: uuid, change: bulkChange, target: bulkTarget }),
  output: bulkAction,
  errors: ['user.not_found'],
})

export const listBulkActions = endpoint({
  id: 'bulk-actions.list',
  summary: "One's own mass actions that go on, or that have ended and are not put away",
  method: 'GET',
  path: '/bulk-actions',
  permission: 'user',
  output: z.object({ items: z.array(bulkAction) }),
})

export const listBulkLeft = endpoint({
  id: 'bulk-actions.left',
  summary: 'Conversations that a mass action has left as they were, and why',
  method: 'GET',
  path: '/bulk-actions/:actionId/left',
  permission: 'user',
  params: actionParams,
  query: z.object({ cursor: cursor.optional(), limit: pageLimit }),
  output: z.object({
    items: z.array(
      z.object({
        number: z.int(),
        /** Null: one does not see the conversation any more. */
        contactName: z.string().nullable(),
        reason: bulkReason,
      }),
    ),
    next: z.string().nullable(),
  }),
  errors: ['bulk_action.not_found'],
})

/** What is done stays done. */
export const stopBulkAction = endpoint({
  id: 'bulk-actions.stop',
  summary: 'Stop a mass action',
  method: 'POST',
  path: '/bulk-actions/:actionId/stop',
  permission: 'user',
  params: actionParams,
  output: bulkAction,
  errors: ['bulk_action.not_found'],
})

/** Puts back what nobody has changed since. */
export const undoBulkAction = endpoint({
  id: 'bulk-actions.undo',
  summary: 'Undo a mass action that has ended',
  method: 'POST',
  path: '/bulk-actions/:actionId/undo',
  permission: 'user',
  params: actionParams,
  output: bulkAction,
  errors: ['bulk_action.not_found', 'bulk_action.not_undoable'],
})

export const putAwayBulkAction = endpoint({
  id: 'bulk-actions.put-away',
  summary: 'Show a mass action that has ended no more',
  method: 'POST',
  path: '/bulk-actions/:actionId/put-away',
  permission: 'user',
  params: actionParams,
  errors: ['bulk_action.not_found'],
})
