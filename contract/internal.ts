import { z } from 'zod'
import {
  cardKind,
  cardRef,
  cursor,
  id,
  idParam,
  instant,
  messageText,
  name,
  pageLimit,
  uuid,
} from './common.ts'
import { endpoint } from './endpoint.ts'
import { file } from './files.ts'
import { attachment } from './messages.ts'
import { namedPrincipal, principal } from './participants.ts'

/** What colleagues write to each other. None of it is ever a message to a client: it has tables and addresses of its own. */
export const internalChatKinds = ['card', 'direct', 'group'] as const

export const internalMessage = z.object({
  id: uuid,
  chatId: uuid,
  /** The card it was written in; null: in a chat of colleagues. */
  card: cardRef.nullable(),
  /** 1, 2, 3 … in its chat. */
  seq: z.int(),
  author: z.object({ id, name: z.string() }),
  /** Empty when it was deleted. */
  text: z.string(),
  at: instant,
  editedAt: instant.nullable(),
  deletedAt: instant.nullable(),
  /** Whom it names; empty: all who take part. */
  recipients: z.array(namedPrincipal),
  replyTo: z.object({ id: uuid, text: z.string(), authorName: z.string() }).nullable(),
  reactions: z.array(z.object({ emoji: z.string(), userIds: z.array(id) })),
  attachments: z.array(attachment),
})
export type InternalMessage = z.output<typeof internalMessage>

export const internalDraft = z.object({
  text: z.string(),
  files: z.array(file),
  recipients: z.array(principal),
  replyToId: uuid.nullable(),
  version: z.int(),
})
export type InternalDraft = z.output<typeof internalDraft>

export const internalChatRow = z.object({
  id: uuid,
  kind: z.enum(internalChatKinds),
  card: cardRef.nullable(),
  /** Of a group chat. */
  name: z.string().nullable(),
  createdBy: id,
  /** Who is in it; empty for a card, where everybody is who sees the card. */
  memberIds: z.array(id),
  lastSeq: z.int(),
  lastAt: instant,
  /** Its newest message that is still there. */
  last: z.object({ authorId: id, text: z.string(), hasFiles: z.boolean() }).nullable(),
  unread: z.int(),
})
export type InternalChatRow = z.output<typeof internalChatRow>

export const internalChat = internalChatRow.extend({
  /** How far each has read: everything up to a message of that number. */
  reads: z.array(z.object({ userId: id, upTo: z.int() })),
  draft: internalDraft.nullable(),
})
export type InternalChat = z.output<typeof internalChat>

const chatParams = z.object({ chatId: uuid })
const messageParams = z.object({ messageId: uuid })
export const mostMembers = 200

export const listInternalChats = endpoint({
  id: 'internal.chats',
  summary: "One's direct and group chats with colleagues, the latest first",
  method: 'GET',
  path: '/internal/chats',
  permission: 'user',
  output: z.object({ items: z.array(internalChatRow) }),
})

export const openCardChat = endpoint({
  id: 'internal.card-chat',
  summary: 'The chat of colleagues in a card; made when it is first asked for',
  method: 'PUT',
  path: '/cards/:cardKind/:cardId/internal-chat',
  permission: 'user',
  params: z.object({ cardKind, cardId: idParam }),
  output: internalChat,
  errors: ['deal.not_found', 'customer.not_found'],
})

export const openDirectChat = endpoint({
  id: 'internal.direct',
  summary: 'The chat with one colleague; made when it is first asked for',
  method: 'PUT',
  path: '/internal/direct/:userId',
  permission: 'user',
  params: z.object({ userId: idParam }),
  output: internalChat,
  errors: ['user.not_found'],
})

export const createGroupChat = endpoint({
  id: 'internal.create',
  summary:
    'Make a chat of several colleagues; the id is made by the client and a repeat gives the first answer',
  method: 'POST',
  path: '/internal/chats',
  permission: 'user',
  body: z.object({ id: uuid, name, userIds: z.array(id).min(1).max(mostMembers) }),
  output: internalChat,
  errors: ['user.not_found'],
})

export const getInternalChat = endpoint({
  id: 'internal.chat',
  summary: 'A chat of colleagues: who is in it, how far each has read, the own draft',
  method: 'GET',
  path: '/internal/chats/:chatId',
  permission: 'user',
  params: chatParams,
  output: internalChat,
  errors: ['internal.chat_not_found'],
})

export const renameGroupChat = endpoint({
  id: 'internal.rename',
  summary: 'Give a group chat another name',
  method: 'PATCH',
  path: '/internal/chats/:chatId',
  permission: 'user',
  params: chatParams,
  body: z.object({ name }),
  output: internalChat,
  errors: ['internal.chat_not_found'],
})

const memberParams = z.object({ chatId: uuid, userId: idParam })

export const addMember = endpoint({
  id: 'internal.add-member',
  summary: 'Add a colleague to a group chat',
  method: 'PUT',
  path: '/internal/chats/:chatId/members/:userId',
  permission: 'user',
  params: memberParams,
  output: internalChat,
  errors: ['internal.chat_not_found', 'user.not_found', 'internal.too_many'],
})

export const removeMember = endpoint({
  id: 'internal.remove-member',
  summary: 'Leave a group chat; who made it may take others out',
  method: 'DELETE',
  path: '/internal/chats/:chatId/members/:userId',
  permission: 'user',
  params: memberParams,
  errors: ['internal.chat_not_found', 'user.not_found', 'session.forbidden'],
})

export const listInternalMessages = endpoint({
  id: 'internal.messages',
  summary:
    'Messages of a chat of colleagues, newest last: the newest page, what is beside a cursor of an earlier answer, or what is around a message',
  method: 'GET',
  path: '/internal/chats/:chatId/messages',
  permission: 'user',
  params: chatParams,
  query: z.object({
    before: cursor.optional(),
    after: cursor.optional(),
    around: uuid.optional(),
    limit: pageLimit,
  }),
  output: z.object({
    items: z.array(internalMessage),
    /** Cursor of the page above; null at the first message. */
    before: z.string().nullable(),
    /** Likewise of the page below; null at the newest message. */
    after: z.string().nullable(),
  }),
  errors: ['internal.chat_not_found', 'internal.message_not_found'],
})

/** In a card the named ones and the author take part from then on, and all who take part are told. */
export const sendInternal = endpoint({
  id: 'internal.send',
  summary: 'Write to colleagues; the id is made by the client and a repeat gives the first answer',
  method: 'POST',
  path: '/internal/chats/:chatId/messages',
  permission: 'user',
  params: chatParams,
  body: z.object({
    id: uuid,
    text: messageText,
    fileIds: z.array(uuid).max(30).default([]),
    /** Only in a card. */
    recipients: z.array(principal).max(50).default([]),
    replyToId: uuid.nullable().default(null),
  }),
  output: internalMessage,
  errors: [
    'internal.chat_not_found',
    'internal.message_not_found',
    'internal.no_recipients',
    'message.empty',
    'file.not_found',
    'user.not_found',
    'group.not_found',
  ],
})

export const editInternal = endpoint({
  id: 'internal.edit',
  summary: "Change the text of one's own message to colleagues",
  method: 'PATCH',
  path: '/internal/messages/:messageId',
  permission: 'user',
  params: messageParams,
  body: z.object({ text: messageText }),
  output: internalMessage,
  errors: ['internal.message_not_found', 'session.forbidden', 'message.empty'],
})

/** Its place stays; of what it said nothing is kept. */
export const deleteInternal = endpoint({
  id: 'internal.delete',
  summary: "Delete one's own message to colleagues",
  method: 'DELETE',
  path: '/internal/messages/:messageId',
  permission: 'user',
  params: messageParams,
  output: internalMessage,
  errors: ['internal.message_not_found', 'session.forbidden'],
})

export const reactInternal = endpoint({
  id: 'internal.react',
  summary: 'Set a reaction of one’s own to a message of colleagues, or take it away',
  method: 'PUT',
  path: '/internal/messages/:messageId/reactions',
  permission: 'user',
  params: messageParams,
  body: z.object({ emoji: z.string().min(1).max(32), isOn: z.boolean() }),
  output: internalMessage,
  errors: ['internal.message_not_found', 'internal.too_many'],
})

export const readInternal = endpoint({
  id: 'internal.read',
  summary: 'Say that one has read a chat of colleagues up to a message',
  method: 'POST',
  path: '/internal/chats/:chatId/reading',
  permission: 'user',
  params: chatParams,
  body: z.object({ upTo: z.int().nonnegative() }),
  errors: ['internal.chat_not_found'],
})

export const saveInternalDraft = endpoint({
  id: 'internal.draft',
  summary: "Keep one's unsent words to colleagues, apart from those to the client; an empty draft deletes it",
  method: 'PUT',
  path: '/internal/chats/:chatId/draft',
  permission: 'user',
  params: chatParams,
  body: z.object({
    text: messageText,
    fileIds: z.array(uuid).max(30).default([]),
    recipients: z.array(principal).max(50).default([]),
    replyToId: uuid.nullable().default(null),
  }),
  output: z.object({ version: z.int() }),
  errors: ['internal.chat_not_found', 'file.not_found'],
})

export const typeInternal = endpoint({
  id: 'internal.typing',
  summary: 'Tell colleagues that one is writing',
  method: 'POST',
  path: '/internal/chats/:chatId/typing',
  permission: 'user',
  params: chatParams,
  errors: ['internal.chat_not_found'],
})
