import { z } from 'zod'
import { channelKind } from './channels.ts'
import { actor, avatarUrl, cardKind, cursor, entityRef, id, instant, pageLimit, uuid } from './common.ts'
import { endpoint } from './endpoint.ts'
import { attachmentKind } from './messages.ts'

/** `all`: messages, and above the first page what goes by these words. */
export const searchKinds = [
  'all',
  'messages',
  'contacts',
  'deals',
  'customers',
  'companies',
  'files',
  'notes',
  'internal',
] as const
export const searchKind = z.enum(searchKinds)
export type SearchKind = (typeof searchKinds)[number]

/** A piece of a text; `isHit`: it is what was looked for. */
export const excerpt = z.array(z.object({ text: z.string(), isHit: z.boolean() }))
export type Excerpt = z.output<typeof excerpt>

const place = {
  messageId: uuid,
  chatId: uuid,
  /** null: of a time before conversations. */
  number: z.int().nullable(),
  at: instant,
  author: actor,
  channel: z.object({ id, kind: channelKind, name: z.string() }),
  contact: z.object({ id, name: z.string(), avatarUrl }),
  card: z.object({ kind: cardKind, id, name: z.string() }).nullable(),
}

const hitFile = z.object({
  name: excerpt,
  kind: attachmentKind,
  sizeBytes: z.int().nullable(),
  /** null: it has not come, or is there no more. */
  url: z.string().nullable(),
})

export const messageHit = z.object({
  kind: z.literal('message'),
  ...place,
  excerpt,
  /** Files with these words in their names; of a search for files, all that were found. */
  files: z.array(hitFile),
})
export type MessageHit = z.output<typeof messageHit>

export const thingHit = z.object({
  kind: z.enum(['conversation', 'contact', 'deal', 'customer', 'company']),
  id,
  name: excerpt,
  /** What tells it from its like: a phone, a stage. */
  detail: z.string().nullable(),
  at: instant,
})
export type ThingHit = z.output<typeof thingHit>

export const noteHit = z.object({
  kind: z.literal('note'),
  id,
  holder: entityRef,
  holderName: z.string(),
  author: actor,
  at: instant,
  excerpt,
})
export type NoteHit = z.output<typeof noteHit>

export const internalHit = z.object({
  kind: z.literal('internal'),
  messageId: uuid,
  chatId: uuid,
  chatKind: z.enum(['card', 'direct', 'group']),
  /** Of the card, of the group, of the other one. */
  chatName: z.string(),
  card: z.object({ kind: cardKind, id }).nullable(),
  author: actor,
  at: instant,
  excerpt,
})
export type InternalHit = z.output<typeof internalHit>

export const searchHit = z.discriminatedUnion('kind', [messageHit, thingHit, noteHit, internalHit])
export type SearchHit = z.output<typeof searchHit>

export const searchAnswer = z.object({
  items: z.array(searchHit),
  /** Of `all`, above the first page: at most a few of each kind. */
  things: z.array(thingHit),
  next: z.string().nullable(),
  /** Looked no further back than this, although the page is not full; `next` looks on. */
  searchedTo: instant.nullable(),
  /** An older database is still being filled in: older messages may be missing. */
  isFilling: z.boolean(),
})
export type SearchAnswer = z.output<typeof searchAnswer>

export const mostSearchChars = 200

export const search = endpoint({
  id: 'search.find',
  summary:
    'Search what one may see: words in any form and parts of words, "exact words", phones, from: channel: before: after: has:; newest first',
  method: 'GET',
  path: '/search',
  permission: 'user',
  query: z.object({
    q: z.string().trim().max(mostSearchChars),
    kind: searchKind.default('all'),
    cursor: cursor.optional(),
    limit: pageLimit,
  }),
  output: searchAnswer,
  errors: ['search.bad_value'],
})
