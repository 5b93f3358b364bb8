import { z } from 'zod'
import { channelKind } from './channels.ts'
import { cursor, id, idParam, instant, pageLimit } from './common.ts'
import { endpoint } from './endpoint.ts'

/** What an update was about, as far as it can be told without understanding it. */
export const deadLetterKinds = ['message', 'edit', 'press', 'reaction', 'receipt', 'block', 'other'] as const
export const deadLetterKind = z.enum(deadLetterKinds)
export type DeadLetterKind = z.output<typeof deadLetterKind>

/** `unreadable`: our reading of the messenger's format failed; `not_stored`: it was read, but could not be taken. */
export const deadLetterReason = z.enum(['unreadable', 'not_stored'])
export type DeadLetterReason = z.output<typeof deadLetterReason>

/** An update of a messenger that could not be taken and waits for somebody. */
export const deadLetter = z.object({
  id,
  channel: z.object({ id, kind: channelKind, name: z.string() }),
  kind: deadLetterKind,
  reason: deadLetterReason,
  /** The program's own words, for whoever mends it. */
  error: z.string(),
  at: instant,
  sizeBytes: z.int(),
  tries: z.int(),
  triedAt: instant.nullable(),
  /** How many wait with the same error, this one included; 1,000 stands for more. */
  alike: z.int(),
})
export type DeadLetterView = z.output<typeof deadLetter>

/** So much of a raw update is shown. */
export const mostRawLength = 100_000
/** Counting ends here. */
export const mostCounted = 1000

const letterParams = z.object({ letterId: idParam })

export const listDeadLetters = endpoint({
  id: 'dead-letters.list',
  summary: 'Updates of messengers that could not be taken, newest first',
  method: 'GET',
  path: '/dead-letters',
  permission: 'settings',
  query: z.object({ cursor: cursor.optional(), limit: pageLimit }),
  output: z.object({ items: z.array(deadLetter), next: z.string().nullable() }),
})

export const countDeadLetters = endpoint({
  id: 'dead-letters.count',
  summary: 'How many updates wait; 1,000 stands for more',
  method: 'GET',
  path: '/dead-letters/count',
  permission: 'settings',
  output: z.object({ count: z.int() }),
})

export const getDeadLetter = endpoint({
  id: 'dead-letters.get',
  summary: 'The update as the messenger sent it',
  method: 'GET',
  path: '/dead-letters/:letterId',
  permission: 'settings',
  params: letterParams,
  output: z.object({ raw: z.string(), isCut: z.boolean() }),
  errors: ['dead_letter.not_found'],
})

export const replayDeadLetter = endpoint({
  id: 'dead-letters.replay',
  summary: 'Take an update again; one that was taken meanwhile is fine',
  method: 'POST',
  path: '/dead-letters/:letterId/replay',
  permission: 'settings',
  params: letterParams,
  output: z.object({ isTaken: z.boolean() }),
  errors: ['dead_letter.not_found'],
})

/** One call takes a portion; as long as `next` is no null, call again with it. */
export const replayAlike = endpoint({
  id: 'dead-letters.replay-alike',
  summary: 'Take all updates with the same error again, oldest first, portion by portion',
  method: 'POST',
  path: '/dead-letters/:letterId/replay-alike',
  permission: 'settings',
  params: letterParams,
  body: z.object({ after: id.nullable().default(null) }),
  output: z.object({ taken: z.int(), failed: z.int(), next: id.nullable() }),
  errors: ['dead_letter.not_found'],
})

export const deleteDeadLetter = endpoint({
  id: 'dead-letters.delete',
  summary: 'Delete an update for good; a second time is fine',
  method: 'DELETE',
  path: '/dead-letters/:letterId',
  permission: 'settings',
  params: letterParams,
  errors: ['dead_letter.not_found'],
})
