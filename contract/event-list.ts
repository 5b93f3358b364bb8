import { z } from 'zod'
import { channelKind } from './channels.ts'
import { actor, actorKinds, cardKind, cursor, day, id, idParam, instant, pageLimit, uuid } from './common.ts'
import { idList } from './deal-filter.ts'
import { endpoint } from './endpoint.ts'
import { eventType, roads } from './events.ts'
import { exportFormat } from './exports.ts'

/** What an event may be about, for whoever looks for one thing. */
export const listedObjects = ['conversation', 'contact', 'company', 'deal', 'customer'] as const
export type ListedObject = (typeof listedObjects)[number]

/** Words of a list in an address: `conversation.opened,conversation.closed`. */
const listOf = <Word extends string>(words: readonly Word[]) =>
  z
    .string()
    .max(4000)
    .transform((text) => [...new Set(text.split(','))])
    .refine((given) => given.every((word) => words.some((known) => known === word)), 'unknown word')
    .transform((given) => words.filter((word) => given.includes(word)))

/** Which events are wanted. Authors: of any of these kinds, or any of these colleagues (also through the API). */
const eventFilter = z.object({
  type: listOf(eventType.options).optional(),
  authorKind: listOf(actorKinds).optional(),
  userId: idList.optional(),
  channelId: idList.optional(),
  objectKind: z.enum(listedObjects).optional(),
  objectId: idParam.optional(),
  /** Days in the account's zone, both included. */
  from: day.optional(),
  to: day.optional(),
})
export type EventFilter = z.output<typeof eventFilter>

/** Something with its name as it is now; no name: it is gone, or out of sight. */
const named = z.object({ id, name: z.string().nullable() })

/** What an event is about; whoever shows it knows where it is by its kind. */
const subject = z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() })

/** One thing that changed, in words. */
const toldChange = z.object({ what: z.string(), before: z.string().nullable(), after: z.string().nullable() })
export type ToldChange = z.output<typeof toldChange>

export const eventRow = z.object({
  id: uuid,
  type: eventType,
  at: instant,
  actor,
  road: z.enum(roads),
  /** By which road, or in which way, in words. */
  way: z.string(),
  subject,
  number: z.int().nullable(),
  messageId: uuid.nullable(),
  channel: z.object({ id, name: z.string(), kind: channelKind }).nullable(),
  contact: named.nullable(),
  /** Of a task or a note that stands on a company itself. */
  company: named.nullable(),
  /** With its pipeline and stage as they are now. */
  card: named.extend({ kind: cardKind, stage: z.string().nullable() }).nullable(),
  changes: z.array(toldChange),
})
export type EventRow = z.output<typeof eventRow>

export const eventPage = z.object({
  /** Newest first. */
  items: z.array(eventRow),
  /** From where older ones go on; null: there are none. An answer may be short of what was asked for and still go on. */
  before: z.string().nullable(),
  /** How far back was looked, when the answer is short and goes on. */
  lookedTo: instant.nullable(),
  /** From where to ask for newer ones. Ten seconds are told twice: what is written later may be of an earlier instant. */
  after: z.string(),
})
export type EventPage = z.output<typeof eventPage>

export const listEvents = endpoint({
  id: 'events.list',
  summary: 'What happened in the account, of what one may see',
  method: 'GET',
  path: '/analytics/events',
  permission: 'analytics',
  query: eventFilter.extend({
    before: cursor.optional(),
    after: cursor.optional(),
    limit: pageLimit,
  }),
  output: eventPage,
  errors: ['session.forbidden'],
})

/** So many are counted; beyond it is said that there are more. */
export const mostCounted = 1000

export const countEvents = endpoint({
  id: 'events.count',
  summary: 'How many events there are, up to a thousand',
  method: 'GET',
  path: '/analytics/events/count',
  permission: 'analytics',
  query: eventFilter,
  output: z.object({ count: z.int(), isMore: z.boolean() }),
  errors: ['session.forbidden'],
})

export const exportEvents = endpoint({
  id: 'exports.events',
  kind: 'download',
  summary: 'Events as a table, as the list is narrowed',
  method: 'GET',
  path: '/exports/events',
  permission: 'analytics',
  query: eventFilter.extend({ format: exportFormat }),
  errors: ['session.forbidden'],
})
