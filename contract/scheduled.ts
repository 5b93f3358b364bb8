import { z } from 'zod'
import { cardRef, id, instant, messageText, uuid } from './common.ts'
import { endpoint } from './endpoint.ts'
import { file } from './files.ts'
import { message } from './messages.ts'

/** Why a message did not leave at its time; it stays until a person sends it, plans it anew or cancels it. */
export const scheduledFailCodes = [
  'blocked_by_client',
  'channel_disconnected',
  'token_revoked',
  'no_right',
  'author_left',
  'file_refused',
  'refused',
] as const
export const scheduledFailCode = z.enum(scheduledFailCodes)
export type ScheduledFailCode = (typeof scheduledFailCodes)[number]

/** A message that leaves at `at`. Its id becomes the id of the message. */
export const scheduledMessage = z.object({
  id: uuid,
  chatId: uuid,
  author: z.object({ id, name: z.string() }),
  text: z.string(),
  files: z.array(file),
  at: instant,
  failCode: scheduledFailCode.nullable(),
  /** Its author and admins change it and send it now; whoever answers clients cancels it. */
  canChange: z.boolean(),
  canCancel: z.boolean(),
})
export type ScheduledMessage = z.output<typeof scheduledMessage>

/** So far ahead a message can be planned. */
export const farthestScheduleDays = 366
/** So many may wait in one chat. */
export const mostScheduled = 100

const scheduledParams = z.object({ scheduledId: uuid })

export const listScheduled = endpoint({
  id: 'scheduled.list',
  summary: 'Messages of a chat that leave later, soonest first, with those that could not leave',
  method: 'GET',
  path: '/chats/:chatId/scheduled',
  permission: 'user',
  params: z.object({ chatId: uuid }),
  output: z.object({ items: z.array(scheduledMessage) }),
  errors: ['chat.not_found'],
})

export const scheduleMessage = endpoint({
  id: 'scheduled.create',
  summary: 'Plan a message to the client; the id is made by the client and a repeat gives the first answer',
  method: 'POST',
  path: '/chats/:chatId/scheduled',
  permission: 'user',
  params: z.object({ chatId: uuid }),
  body: z.object({
    id: uuid,
    text: messageText,
    fileIds: z.array(uuid).max(30).default([]),
    replyToId: uuid.nullable().default(null),
    card: cardRef.nullable().default(null),
    at: instant,
  }),
  output: scheduledMessage,
  errors: [
    'chat.not_found',
    'chat.cannot_write',
    'message.empty',
    'message.file_refused',
    'file.not_found',
    'deal.not_found',
    'customer.not_found',
    'scheduled.too_many',
  ],
})

export const changeScheduled = endpoint({
  id: 'scheduled.change',
  summary: 'Change the text or the time of a message that has not left yet',
  method: 'PATCH',
  path: '/scheduled/:scheduledId',
  permission: 'user',
  params: scheduledParams,
  body: z.object({ text: messageText.optional(), at: instant.optional() }),
  output: scheduledMessage,
  errors: ['scheduled.not_found', 'scheduled.sent', 'message.empty', 'session.forbidden'],
})

export const cancelScheduled = endpoint({
  id: 'scheduled.cancel',
  summary: 'Cancel a message that has not left yet',
  method: 'DELETE',
  path: '/scheduled/:scheduledId',
  permission: 'user',
  params: scheduledParams,
  errors: ['scheduled.not_found', 'scheduled.sent', 'session.forbidden'],
})

export const sendScheduledNow = endpoint({
  id: 'scheduled.send',
  summary: 'Send a planned message at once, as its author',
  method: 'POST',
  path: '/scheduled/:scheduledId/sending',
  permission: 'user',
  params: scheduledParams,
  output: message,
  errors: [
    'scheduled.not_found',
    'scheduled.author_left',
    'session.forbidden',
    'chat.not_found',
    'chat.cannot_write',
    'message.file_refused',
    'file.not_found',
  ],
})
