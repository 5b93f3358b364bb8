import { z } from 'zod'
import { cursor, instant, line, messageText, uuid } from './common.ts'
import { endpoint } from './endpoint.ts'
import { attachmentKind } from './messages.ts'

/**
 * The website chat, seen by the widget on somebody's page. A visitor is a random token kept by the browser and sent as
 * `Authorization: Bearer …`; it is bound to one button and its allowed origins.
 */
export const visitorFile = z.object({
  position: z.int(),
  kind: attachmentKind,
  name: z.string(),
  mime: z.string().nullable(),
  sizeBytes: z.int().nullable(),
  /** Short-lived address that needs no header. */
  url: z.string().nullable(),
})

export const visitorMessage = z.object({
  id: uuid,
  /** Whether the visitor wrote it. */
  isMine: z.boolean(),
  authorName: z.string().nullable(),
  /** Nobody wrote it: the channel sent it by itself. */
  isAutomatic: z.boolean(),
  text: z.string(),
  at: instant,
  files: z.array(visitorFile),
  /** Of the visitor's own: whether a colleague has read it. */
  isRead: z.boolean(),
  isEdited: z.boolean(),
})
export type VisitorMessage = z.output<typeof visitorMessage>

/** What a page on the web says is mended and not refused: half a character in its title must not keep a message back. */
const mended = (text: string): string => text.toWellFormed().replaceAll('\u0000', '')

const button = z.string().max(64).transform(mended)
const buttonParams = z.object({ button })

export const getButton = endpoint({
  id: 'website.button',
  summary: 'How the chat button of a site looks and what it is called',
  method: 'GET',
  path: '/website/:button',
  permission: 'public',
  params: buttonParams,
  output: z.object({ name: z.string(), isOn: z.boolean(), maxFileBytes: z.int() }),
  errors: ['channel.not_found', 'visitor.origin_refused'],
})

export const createVisitor = endpoint({
  id: 'website.visit',
  summary: 'A token for a new visitor; nothing else comes into being until he writes',
  method: 'POST',
  path: '/website/:button/visitors',
  permission: 'public',
  params: buttonParams,
  body: z.object({ language: z.string().max(35).transform(mended).optional() }),
  output: z.object({ token: z.string() }),
  errors: ['channel.not_found', 'visitor.origin_refused'],
})

export const listVisitorMessages = endpoint({
  id: 'website.messages',
  summary: "The visitor's own thread, newest last",
  method: 'GET',
  path: '/website/:button/messages',
  permission: 'visitor',
  params: buttonParams,
  query: z.object({ before: cursor.optional() }),
  output: z.object({ items: z.array(visitorMessage), before: z.string().nullable() }),
  errors: ['visitor.unknown', 'visitor.origin_refused', 'channel.not_found'],
})

export const sendVisitorMessage = endpoint({
  id: 'website.send',
  summary: 'A message of the visitor; the id is made by the widget and a repeat is the same message',
  method: 'POST',
  path: '/website/:button/messages',
  permission: 'visitor',
  params: buttonParams,
  body: z.object({
    id: uuid,
    text: messageText.max(4000).transform(mended),
    fileIds: z.array(uuid).max(10).default([]),
    /** When the visitor pressed send; an offline queue sends later. */
    at: instant,
    name: line(100).transform(mended).optional(),
    pageUrl: z.string().max(2000).transform(mended).optional(),
    pageTitle: z.string().max(300).transform(mended).optional(),
  }),
  output: visitorMessage,
  errors: [
    'visitor.unknown',
    'visitor.origin_refused',
    'channel.not_found',
    'channel.disconnected',
    'message.empty',
    'file.not_found',
  ],
})

export const uploadVisitorFile = endpoint({
  id: 'website.upload',
  kind: 'upload',
  summary: 'Store one file of the visitor, to be sent with a message',
  method: 'PUT',
  path: '/website/:button/files/:fileId',
  permission: 'visitor',
  params: z.object({ button, fileId: uuid }),
  query: z.object({ name: z.string().transform(mended).pipe(z.string().min(1).max(500)) }),
  output: z.object({ id: uuid, name: z.string(), mime: z.string(), sizeBytes: z.int() }),
  errors: [
    'visitor.unknown',
    'visitor.origin_refused',
    'channel.not_found',
    'file.too_large',
    'file.storage_full',
    'file.empty',
    'file.upload_broken',
  ],
})

export const sendVisitorTyping = endpoint({
  id: 'website.typing',
  summary: 'The visitor is writing',
  method: 'POST',
  path: '/website/:button/typing',
  permission: 'visitor',
  params: buttonParams,
  errors: ['visitor.unknown', 'visitor.origin_refused', 'channel.not_found'],
})

export const readVisitorMessages = endpoint({
  id: 'website.read',
  summary: 'The visitor has seen messages up to this one',
  method: 'POST',
  path: '/website/:button/readings',
  permission: 'visitor',
  params: buttonParams,
  body: z.object({ upTo: uuid }),
  errors: ['visitor.unknown', 'visitor.origin_refused', 'channel.not_found'],
})

export const visitorFrame = z.discriminatedUnion('type', [
  /** The token was taken: from now on everything is told; now is the time to ask for what was missed. */
  z.object({ type: z.literal('ready') }),
  /** A new one, or one whose text was changed. */
  z.object({ type: z.literal('message'), message: visitorMessage }),
  /** A colleague took a message back. */
  z.object({ type: z.literal('deleted'), id: uuid }),
  z.object({ type: z.literal('typing'), authorName: z.string().nullable() }),
  z.object({ type: z.literal('read'), upTo: uuid }),
])
export type VisitorFrame = z.output<typeof visitorFrame>

/** The token is the first text frame, so that it stands in no address and no log. */
export const visitorLive = endpoint({
  id: 'website.live',
  kind: 'live',
  summary: "Live updates of the visitor's thread",
  method: 'GET',
  path: '/website/:button/live',
  permission: 'public',
  params: buttonParams,
  output: visitorFrame,
  errors: ['channel.not_found', 'visitor.origin_refused'],
})
