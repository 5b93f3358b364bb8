import { z } from 'zod'
import { actor, cardRef, cursor, id, instant, messageText, pageLimit, uuid } from './common.ts'
import { capabilities, channelKind } from './channels.ts'
import { endpoint } from './endpoint.ts'
import { file } from './files.ts'
import { location } from './location.ts'

export const messageKinds = ['text', 'unsupported'] as const
export const attachmentKinds = [
  'photo',
  'video',
  'document',
  'audio',
  'voice',
  'animation',
  'video_note',
] as const
export const attachmentKind = z.enum(attachmentKinds)
export type AttachmentKind = (typeof attachmentKinds)[number]

/** State of an outgoing message or part. `null` on a message: it came in. */
export const deliveryState = z.enum(['queued', 'sent', 'delivered', 'read', 'failed', 'uncertain'])
export type DeliveryState = z.output<typeof deliveryState>

/** Why a part did not leave; the words live in the web's translations. */
export const failCodes = [
  'blocked_by_client',
  'client_not_reachable',
  'token_revoked',
  'channel_disconnected',
  'too_large',
  'needs_public_url',
  'refused',
  'gave_up',
  'earlier_part_failed',
  'cancelled',
] as const
export const failCode = z.enum(failCodes)
export type FailCode = (typeof failCodes)[number]

/** A stretch of a text with a meaning; offset and length in UTF-16 units. */
export const entity = z.object({
  type: z.enum([
    'bold',
    'italic',
    'underline',
    'strikethrough',
    'spoiler',
    'code',
    'pre',
    'quote',
    'link',
    'mention',
  ]),
  offset: z.int().nonnegative(),
  length: z.int().positive(),
  url: z.string().optional(),
})
export type TextEntity = z.output<typeof entity>

export const attachment = z.object({
  position: z.int(),
  kind: attachmentKind,
  name: z.string(),
  mime: z.string().nullable(),
  sizeBytes: z.int().nullable(),
  durationSeconds: z.number().nullable(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  /**
   * `pending`: still being fetched from the messenger; `no_room`: it waits there until the server has room for it; `too_big`: the
   * messenger does not hand it out; `gone`: it is no longer there.
   */
  state: z.enum(['pending', 'no_room', 'ready', 'too_big', 'gone']),
  url: z.string().nullable(),
})
export type AttachmentView = z.output<typeof attachment>

export const messagePart = z.object({
  position: z.int(),
  state: deliveryState,
  failCode: failCode.nullable(),
  /** When the messenger asked us to wait, or the next try of our own. */
  nextTryAt: instant.nullable(),
  files: z.array(z.int()),
  text: z.string(),
})

/** A change that the messenger has not confirmed yet (`refusedCode` null) or has refused. */
export const messageChange = z.object({
  kind: z.enum(['edit', 'deletion']),
  text: z.string().nullable(),
  refusedCode: failCode.nullable(),
})

/** `client`: the client's; `ours`: what we set in the messenger. */
export const reaction = z.object({ side: z.enum(['client', 'ours']), emoji: z.string() })
export type Reaction = z.output<typeof reaction>

export const message = z.object({
  id: uuid,
  chatId: uuid,
  number: z.int().nullable(),
  direction: z.enum(['in', 'out']),
  kind: z.enum(messageKinds),
  /** What an unsupported message was, in the messenger's word ("poll", "sticker"). */
  unsupported: z.string().nullable(),
  author: actor,
  text: z.string(),
  /** A place that was sent as one; `text` then says it in words, for whoever shows no places. */
  location: location.nullable(),
  entities: z.array(entity),
  at: instant,
  receivedAt: instant,
  /** It arrived much later than it was written, and stands in its place above newer ones. */
  isLate: z.boolean(),
  editedAt: instant.nullable(),
  /** We took it back; colleagues still see what it was. */
  deletedAt: instant.nullable(),
  change: messageChange.nullable(),
  /** `id` null: it answers a message that is not in this chat. `text`: the piece that is answered, where it is only one. */
  replyTo: z.object({ id: uuid.nullable(), text: z.string(), authorName: z.string().nullable() }).nullable(),
  forwardedFrom: z.string().nullable(),
  reactions: z.array(reaction),
  attachments: z.array(attachment),
  state: deliveryState.nullable(),
  parts: z.array(messagePart),
})
export type MessageView = z.output<typeof message>

/** A numbered stretch of the chat, for the boundaries between conversations. */
export const stretch = z.object({
  number: z.int(),
  openedAt: instant,
  openedBy: actor,
  way: z.enum(['in', 'out']),
  closedAt: instant.nullable(),
  closedBy: actor.nullable(),
})
export type Stretch = z.output<typeof stretch>

export const draft = z.object({
  text: z.string(),
  files: z.array(file),
  replyToId: uuid.nullable(),
  version: z.int(),
})
export type Draft = z.output<typeof draft>

export const chat = z.object({
  id: uuid,
  channel: z.object({
    id,
    kind: channelKind,
    name: z.string(),
    state: z.string(),
    /** Since when the channel is on hold: what is sent waits. */
    pausedAt: instant.nullable(),
    capabilities,
  }),
  contact: z.object({ id, name: z.string() }),
  openNumber: z.int().nullable(),
  /** Why nobody can write here now; null when one can. */
  cannotWrite: z.enum(['blocked_by_client', 'channel_disconnected', 'token_revoked', 'no_right']).nullable(),
  draft: draft.nullable(),
  lastMessageId: uuid.nullable(),
  /** Until when the messenger told us to wait with this chat. */
  waitsUntil: instant.nullable(),
})
export type ChatView = z.output<typeof chat>

const chatParams = z.object({ chatId: uuid })
const messageParams = z.object({ messageId: uuid })

export const getChat = endpoint({
  id: 'chats.get',
  summary: 'A chat: its channel, contact, draft and whether one can write',
  method: 'GET',
  path: '/chats/:chatId',
  permission: 'user',
  params: chatParams,
  output: chat,
  errors: ['chat.not_found'],
})

export const listMessages = endpoint({
  id: 'messages.list',
  summary:
    'Messages of a chat, newest last: the newest page, what is beside a cursor of an earlier answer, or what is around a message',
  method: 'GET',
  path: '/chats/:chatId/messages',
  permission: 'user',
  params: chatParams,
  query: z.object({
    before: cursor.optional(),
    after: cursor.optional(),
    around: uuid.optional(),
    limit: pageLimit,
  }),
  output: z.object({
    items: z.array(message),
    stretches: z.array(stretch),
    /** Cursor of the page above; null at the first message. */
    before: z.string().nullable(),
    /** Likewise of the page below; null at the newest message. */
    after: z.string().nullable(),
  }),
  errors: ['chat.not_found', 'message.not_found'],
})

/** As long as it was recorded. */
export const voice = z.object({ durationSeconds: z.number().positive().max(36_000) })
export type Voice = z.output<typeof voice>

export const sendMessage = endpoint({
  id: 'messages.send',
  summary:
    'Queue a message to the client of a chat; the id is made by the client and a repeat gives the first answer',
  method: 'POST',
  path: '/chats/:chatId/messages',
  permission: 'user',
  params: chatParams,
  body: z.object({
    id: uuid,
    text: messageText,
    fileIds: z.array(uuid).max(30).default([]),
    /** The one file is a voice message; it stands alone. Where the messenger has none it leaves as a file. */
    voice: voice.nullable().default(null),
    /** A place; it stands alone. Where the messenger has none it leaves as words with a link. */
    location: location.nullable().default(null),
    replyToId: uuid.nullable().default(null),
    /** The card whose composer is used; decides the card of a conversation this message opens. */
    card: cardRef.nullable().default(null),
    /** The newest message the composer had seen when it was opened. */
    seenMessageId: uuid.nullable().default(null),
    /** Send although a colleague answered meanwhile. */
    anyway: z.boolean().default(false),
  }),
  output: message,
  errors: [
    'chat.not_found',
    'chat.cannot_write',
    'message.empty',
    'message.answered_meanwhile',
    'message.file_refused',
    'file.not_found',
    'deal.not_found',
    'customer.not_found',
  ],
})

export const retryMessage = endpoint({
  id: 'messages.retry',
  summary: 'Send the failed parts of a message again, or, when told so, the uncertain ones too',
  method: 'POST',
  path: '/messages/:messageId/retries',
  permission: 'user',
  params: messageParams,
  body: z.object({ uncertain: z.boolean().default(false) }),
  output: message,
  errors: ['message.not_found', 'message.not_retriable', 'chat.cannot_write'],
})

export const continueMessage = endpoint({
  id: 'messages.continue',
  summary:
    'What becomes of the parts that wait because an earlier one failed: they are sent without it, or not at all',
  method: 'POST',
  path: '/messages/:messageId/continuation',
  permission: 'user',
  params: messageParams,
  body: z.object({ rest: z.enum(['send', 'cancel']) }),
  output: message,
  errors: ['message.not_found', 'message.not_retriable', 'chat.cannot_write'],
})

export const confirmMessage = endpoint({
  id: 'messages.confirm',
  summary: 'A person says that the uncertain parts of a message did reach the client',
  method: 'POST',
  path: '/messages/:messageId/confirmation',
  permission: 'user',
  params: messageParams,
  output: message,
  errors: ['message.not_found', 'message.not_retriable'],
})

export const editMessage = endpoint({
  id: 'messages.edit',
  summary: 'Change the text of a message of ours, also at the client',
  method: 'PATCH',
  path: '/messages/:messageId',
  permission: 'user',
  params: messageParams,
  body: z.object({ text: messageText }),
  output: message,
  errors: ['message.not_found', 'message.empty', 'message.not_changeable', 'message.too_long'],
})

export const deleteMessage = endpoint({
  id: 'messages.delete',
  summary: 'Take a message of ours back, also from the client',
  method: 'DELETE',
  path: '/messages/:messageId',
  permission: 'user',
  params: messageParams,
  output: message,
  errors: ['message.not_found', 'message.not_changeable'],
})

export const reactToMessage = endpoint({
  id: 'messages.react',
  summary: 'Set our reaction to a message in the messenger, or take it away with null',
  method: 'PUT',
  path: '/messages/:messageId/reaction',
  permission: 'user',
  params: messageParams,
  body: z.object({ emoji: z.string().max(32).nullable() }),
  output: message,
  errors: ['message.not_found', 'message.not_changeable'],
})

export const saveDraft = endpoint({
  id: 'drafts.save',
  summary: "Keep one's unsent text and files of a chat; an empty one deletes it",
  method: 'PUT',
  path: '/chats/:chatId/draft',
  permission: 'user',
  params: chatParams,
  body: z.object({
    text: messageText,
    fileIds: z.array(uuid).max(30).default([]),
    replyToId: uuid.nullable().default(null),
  }),
  output: z.object({ version: z.int() }),
  errors: ['chat.not_found', 'file.not_found'],
})

/** Typing is told to colleagues and, where the messenger can, to the client; nothing is stored. */
export const sendTyping = endpoint({
  id: 'chats.typing',
  summary: 'Say that one is writing in a chat',
  method: 'POST',
  path: '/chats/:chatId/typing',
  permission: 'user',
  params: chatParams,
  errors: ['chat.not_found'],
})
