import { z } from 'zod'
import { bulkAction } from './bulk-actions.ts'
import { companyRow } from './companies.ts'
import { contactRow } from './contacts.ts'
import { conversationRow, counts } from './conversations.ts'
import { customerRow } from './customers.ts'
import { dealRow } from './deals.ts'
import { endpoint } from './endpoint.ts'
import { internalMessage } from './internal.ts'
import { message } from './messages.ts'
import { presence } from './presence.ts'
import { cardRef, entityRef, id, uuid } from './common.ts'

/**
 * Live updates: a WebSocket at /api/live. The server sends frames, each with the cursor to resume from.
 * A client connects with `?cursor=` of the last frame it has handled and misses nothing; without one it starts now.
 */
export const liveChange = z.discriminatedUnion('topic', [
  /** A message is new or changed (text, state, attachments). */
  z.object({ topic: z.literal('message'), message, isNew: z.boolean() }),
  /** A conversation is new or changed. */
  z.object({ topic: z.literal('conversation'), row: conversationRow }),
  /** A conversation is no longer visible to this user. */
  z.object({ topic: z.literal('conversation.gone'), number: z.int() }),
  z.object({ topic: z.literal('contact'), contact: contactRow }),
  z.object({ topic: z.literal('company'), company: companyRow }),
  z.object({ topic: z.literal('deal'), deal: dealRow }),
  /** An incoming lead that somebody else has taken, or that joined another card, is no longer there for this user. */
  z.object({ topic: z.literal('deal.gone'), dealId: id }),
  z.object({ topic: z.literal('customer'), customer: customerRow }),
  /** A deal, customer, contact or company was deleted. */
  z.object({ topic: z.literal('gone'), thing: entityRef }),
  /** A colleague (or the client: userId null) is writing in the chat. */
  z.object({ topic: z.literal('typing'), chatId: uuid, userId: z.int().nullable() }),
  z.object({ topic: z.literal('counts'), counts }),
  /** One's own draft was saved on another device. */
  z.object({ topic: z.literal('draft'), chatId: uuid, version: z.int() }),
  /** A chat itself changed: the client blocked it or came back. */
  z.object({ topic: z.literal('chat'), chatId: uuid }),
  /** One's own notifications are new, read or gone. */
  z.object({ topic: z.literal('notifications') }),
  /** A chat's scheduled messages are new, changed, sent or gone. */
  z.object({ topic: z.literal('scheduled'), chatId: uuid }),
  /** The shared quick answers, or one's own, changed. */
  z.object({ topic: z.literal('quick_answers') }),
  /** A task is new, changed, done or gone; also for who was its responsible until now. */
  z.object({
    topic: z.literal('task'),
    taskId: z.int(),
    card: cardRef.nullable(),
    contactId: z.int().nullable(),
    companyId: z.int().nullable(),
  }),
  /** The types of tasks changed. */
  z.object({ topic: z.literal('task_types') }),
  /** A note on something one sees is new, changed, pinned or gone. */
  z.object({ topic: z.literal('note'), noteId: z.int(), holder: entityRef }),
  /** One's own reminder of a conversation was set, cancelled or has come. */
  z.object({ topic: z.literal('reminder'), number: z.int() }),
  /** One put a star or a subscription on a conversation, or took it off. */
  z.object({
    topic: z.literal('marked'),
    number: z.int(),
    star: z.boolean().optional(),
    subscription: z.boolean().optional(),
  }),
  /** Pipelines, their stages or the reasons of losing changed. */
  z.object({ topic: z.literal('pipelines') }),
  /** What the account sets for all its channels changed, or when it works. */
  z.object({ topic: z.literal('settings') }),
  /** Something happened that stands in the event list; for who reads the analytics and may know of it. */
  z.object({ topic: z.literal('events') }),
  /** Custom fields, their groups or choices changed. */
  z.object({ topic: z.literal('fields') }),
  /** Tags were renamed, merged or deleted. */
  z.object({ topic: z.literal('tags') }),
  /** The shared saved filters, or one's own, changed. */
  z.object({ topic: z.literal('saved_views') }),
  /** Who takes part in a card changed. `isMine`: one came to it, or is out of it, and may see more or less now. */
  z.object({ topic: z.literal('participants'), card: cardRef, isMine: z.boolean() }),
  /** A message of colleagues is new or changed; for those who see its chat. */
  z.object({ topic: z.literal('internal.message'), message: internalMessage, isNew: z.boolean() }),
  z.object({ topic: z.literal('internal.read'), chatId: uuid, userId: id, upTo: z.int() }),
  z.object({ topic: z.literal('internal.typing'), chatId: uuid, userId: id }),
  /** One's own draft of a chat of colleagues was saved on another device. */
  z.object({ topic: z.literal('internal.draft'), chatId: uuid, version: z.int() }),
  /** A chat of colleagues is new, has another name or other members. `isGone`: one is in it no longer. */
  z.object({ topic: z.literal('internal.chat'), chatId: uuid, isGone: z.boolean() }),
  /** An import of one’s own goes on; for who may change settings, any. */
  z.object({ topic: z.literal('imports') }),
  /** A mass action of one's own goes on, or has ended. `isAway`: its end was seen, and it is shown no more. */
  z.object({ topic: z.literal('bulk_action'), action: bulkAction, isAway: z.boolean() }),
  /** Who looks at a conversation now, oneself among them. */
  presence.extend({ topic: z.literal('presence') }),
  z.object({ topic: z.literal('channels') }),
  /** Updates that could not be taken are more or fewer; for those who may change settings. */
  z.object({ topic: z.literal('dead_letters') }),
  /** The handing over of somebody's work has begun, gone on or ended; for those who may change settings. */
  z.object({ topic: z.literal('hand_overs') }),
  z.object({ topic: z.literal('users') }),
  z.object({ topic: z.literal('me') }),
])
export type LiveChange = z.output<typeof liveChange>
export type LiveTopic = LiveChange['topic']

export const liveFrame = z.discriminatedUnion('type', [
  /** First frame of a connection. */
  z.object({ type: z.literal('hello'), cursor: z.string() }),
  z.object({ type: z.literal('changes'), cursor: z.string(), changes: z.array(liveChange) }),
  /** The cursor is too old or of another database: load everything anew, then go on from this cursor. */
  z.object({ type: z.literal('reload'), cursor: z.string() }),
])
export type LiveFrame = z.output<typeof liveFrame>

export const liveUpdates = endpoint({
  id: 'live.connect',
  kind: 'live',
  summary: 'Live updates over a WebSocket',
  method: 'GET',
  path: '/live',
  permission: 'user',
  query: z.object({
    cursor: z.string().max(2000).optional(),
    /** To whom the page is shown; a socket cannot say it in a header. */
    pageUserId: z.coerce.number().int().optional(),
  }),
  output: liveFrame,
})
