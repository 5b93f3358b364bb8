import { z } from 'zod'
import { channelKind } from './channels.ts'
import { cursor, entityKind, id, idParam, instant, pageLimit, uuid } from './common.ts'
import { endpoint } from './endpoint.ts'
import { event, eventTypes, type EventType } from './events.ts'
import { internalMessage } from './internal.ts'
import { message } from './messages.ts'
import { note } from './notes.ts'
import { task } from './tasks.ts'

/** What the filter of a card's feed shows or hides. */
export const feedGroups = [
  'messages',
  'internal',
  'notes',
  'tasks',
  'conversations',
  'changes',
  'people',
  'key_actions',
] as const
export const feedGroup = z.enum(feedGroups)
export type FeedGroup = (typeof feedGroups)[number]

/** Off until somebody asks for it (S8). */
export const feedHiddenAtFirst: FeedGroup[] = ['key_actions']

/** Notes and tasks stand in the feed themselves, as they are now. */
const toldByLines: ReadonlySet<EventType> = new Set([
  'task.created',
  'note.created',
  'note.changed',
  'note.pinned',
  'note.unpinned',
])

/** Under what the filter has an event; null: it is no line of its own (what happens to messages is seen on them). */
export function feedGroupOf(type: EventType): FeedGroup | null {
  if (toldByLines.has(type)) return null
  const { group } = eventTypes[type]
  return group === 'messages' || group === 'system' ? null : group
}

/** In the feed of a contact or a company: the card or the contact that a line stands on, where that is another. */
const on = z.object({ kind: entityKind, id, name: z.string() }).nullish()
export type FeedHolder = NonNullable<z.output<typeof on>>

export const feedItem = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), at: instant, on, channelKind, message }),
  /** What colleagues wrote to each other; no client sees it. */
  z.object({ type: z.literal('internal'), at: instant, on, message: internalMessage }),
  z.object({ type: z.literal('event'), at: instant, on, event }),
  z.object({ type: z.literal('note'), at: instant, on, note }),
  z.object({ type: z.literal('task'), at: instant, on, task }),
])
export type FeedItem = z.output<typeof feedItem>

export const feedPage = z.object({
  items: z.array(feedItem),
  /** The place to go on from to what is older; null: there is nothing. */
  before: z.string().nullable(),
  /** Likewise to what is newer; null: the page reaches the newest. */
  after: z.string().nullable(),
})
export type FeedPage = z.output<typeof feedPage>

/** Groups in an address: `changes,people`. */
const hidden = z
  .string()
  .max(200)
  .transform((text) => (text === '' ? [] : text.split(',')))
  .refine((groups) => groups.every(isGroup), 'unknown group')
  .transform((groups) => groups.filter(isGroup))

function isGroup(text: string): text is FeedGroup {
  return feedGroups.some((group) => group === text)
}

/** What a line of a feed is named by: the id of a message or an event, `note:7`, `task:7`. */
export const feedLineName = z.union([uuid, z.string().regex(/^(?:note|task):[1-9]\d{0,14}$/)])

/**
 * Everything that happened in a card, newest last: the newest page, or what is beside a place, from an instant on, or around a line.
 * A contact has all its conversations; a company those of its contacts and deals, and what happened with these.
 */
export const getFeed = endpoint({
  id: 'cards.feed',
  summary: 'The feed of a deal, a customer, a contact or a company',
  method: 'GET',
  path: '/cards/:kind/:cardId/feed',
  permission: 'user',
  params: z.object({ kind: entityKind, cardId: idParam }),
  query: z.object({
    before: cursor.optional(),
    after: cursor.optional(),
    since: instant.optional(),
    around: feedLineName.optional(),
    /** What to leave out. */
    hide: hidden.default([]),
    search: z.string().trim().min(1).max(100).optional(),
    limit: pageLimit,
  }),
  output: feedPage,
  errors: [
    'deal.not_found',
    'customer.not_found',
    'contact.not_found',
    'company.not_found',
    'feed.line_not_found',
  ],
})
