import { z } from 'zod'
import { channelKind } from './channels.ts'
import { id, idParam, instant, requestId, uuid } from './common.ts'
import { endpoint } from './endpoint.ts'
import { chat } from './messages.ts'

const channel = z.object({
  id,
  kind: channelKind,
  name: z.string(),
  /** On hold: what is sent waits. */
  isPaused: z.boolean(),
})

/** Why no chat can be started in a channel by a link of ours. */
const startObstacles = [
  /** Only a visitor of the site begins there. */
  'visitor_first',
  /** The bot or community has no public address. */
  'no_address',
  'token_revoked',
  'no_right',
] as const

/** Where a contact can be written to. */
export const writing = z.object({
  contact: z.object({ id, name: z.string() }),
  /** Its chats one may see, the latest active first. */
  chats: z.array(
    z.object({
      id: uuid,
      channel,
      handle: z.string().nullable(),
      openNumber: z.int().nullable(),
      lastNumber: z.int().nullable(),
      lastMessageAt: instant.nullable(),
      cannotWrite: chat.shape.cannotWrite,
    }),
  ),
  /** Channels in which it has no chat. Nobody may write first there; without an obstacle a link starts one. */
  others: z.array(channel.extend({ obstacle: z.enum(startObstacles).nullable() })),
})
export type WritingView = z.output<typeof writing>

export const getWriting = endpoint({
  id: 'writing.get',
  summary: 'In which chats a contact can be written to, and where it has to begin itself',
  method: 'GET',
  path: '/contacts/:contactId/writing',
  permission: 'user',
  params: z.object({ contactId: idParam }),
  output: writing,
  errors: ['contact.not_found'],
})

/** The one who comes by the link first is this contact; the link then binds nobody any more. */
export const createStartLink = endpoint({
  id: 'writing.start-link',
  summary: 'A link by which a contact starts a chat with us in a messenger',
  method: 'POST',
  path: '/contacts/:contactId/start-links',
  permission: 'user',
  params: z.object({ contactId: idParam }),
  body: z.object({ requestId, channelId: id }),
  output: z.object({ url: z.string(), expiresAt: instant }),
  errors: ['contact.not_found', 'channel.not_found', 'channel.no_start_link', 'session.forbidden'],
})
