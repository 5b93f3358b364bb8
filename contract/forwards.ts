import { z } from 'zod'
import { capabilities, channelKind } from './channels.ts'
import { cardRef, id, instant, line, messageText, uuid } from './common.ts'
import { endpoint } from './endpoint.ts'
import { locationOf } from './location.ts'
import { chat, message, type MessageView } from './messages.ts'

/** Messages that may be forwarded at once. */
export const mostForwarded = 20

/** Why a message cannot be forwarded: it was taken back, its files are not here, or there is nothing in it that could leave. */
export const forwardRefusals = ['deleted', 'files_missing', 'nothing'] as const
export type ForwardRefusal = (typeof forwardRefusals)[number]

/** Null: it can be. What a messenger could only describe leaves as that description. */
export function forwardRefusal(
  given: Pick<MessageView, 'deletedAt' | 'attachments' | 'text' | 'location' | 'unsupported'>,
): ForwardRefusal | null {
  if (given.deletedAt !== null) return 'deleted'
  if (given.attachments.some((file) => file.state !== 'ready' || file.url === null)) return 'files_missing'
  const isEmpty = given.text.trim() === '' && given.attachments.length === 0 && locationOf(given) === null
  return isEmpty ? 'nothing' : null
}

/** A chat one could write to. */
export const chatChoice = z.object({
  id: uuid,
  channel: z.object({ id, kind: channelKind, name: z.string(), capabilities }),
  contact: z.object({ id, name: z.string() }),
  cannotWrite: chat.shape.cannotWrite,
  /** When somebody last wrote in it. */
  lastAt: instant.nullable(),
})
export type ChatChoice = z.output<typeof chatChoice>

export const listChats = endpoint({
  id: 'chats.list',
  summary:
    'Chats one sees: the latest with an open conversation, or those of contacts found by name, phone or e-mail',
  method: 'GET',
  path: '/chats',
  permission: 'user',
  query: z.object({ search: line(100).optional() }),
  output: z.object({ items: z.array(chatChoice) }),
})

export const forwardMessages = endpoint({
  id: 'messages.forward',
  summary:
    'Queue copies of messages to the client of another chat, each with the name of who wrote it; the ids are made by the client',
  method: 'POST',
  path: '/chats/:chatId/forwards',
  permission: 'user',
  params: z.object({ chatId: uuid }),
  body: z.object({
    /** In this order. `id`: of the copy. */
    messages: z
      .array(z.object({ id: uuid, messageId: uuid }))
      .min(1)
      .max(mostForwarded),
    /** Leaves before them. */
    comment: z.object({ id: uuid, text: messageText }).nullable().default(null),
    card: cardRef.nullable().default(null),
  }),
  output: z.object({ items: z.array(message) }),
  errors: [
    'chat.not_found',
    'chat.cannot_write',
    'message.not_found',
    'message.not_forwardable',
    'message.empty',
    'message.file_refused',
    'deal.not_found',
    'customer.not_found',
  ],
})
