import type { Fields } from './json.ts'
import type { Media } from './file-store.ts'

export type VkMessage = {
  id: number
  conversation_message_id: number
  peer_id: number
  from_id: number
  date: number
  text: string
  attachments: Fields[]
  fwd_messages: VkMessage[]
  out: 0 | 1
  important: boolean
  is_hidden: boolean
  random_id: number
  reply_message?: VkMessage
  geo?: Fields
  payload?: string
  ref?: string
  ref_source?: string
  admin_author_id?: number
  update_time?: number
  [field: string]: unknown
}

export type SentFile = { type: string; name: string; bytes: Buffer }

/** A message that left the community, as the client sees it. */
export type SentMessage = {
  peerId: number
  messageId: number
  number: number
  text: string
  geo: Fields | null
  files: SentFile[]
  replyTo: number | null
  randomId: number
  keyboard: string
  at: Date
}

export const attachmentOf = (media: Media): Fields => ({ type: media.type, [media.type]: media.content })

/** A message inside another is told without what is inside it again. */
export const bare = (message: VkMessage): VkMessage => {
  const { reply_message: _reply, ...rest } = message
  return { ...rest, fwd_messages: [] }
}
