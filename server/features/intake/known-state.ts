import type { ChannelRules, ContactCards, Turns } from '#features/conversation-rules'
import type { ConversationState } from '#features/conversations'
import type { ResponseLimits } from '#features/response-time'
import type { Standing } from './arrival.ts'

/** What the rules must know of a chat; read under its lock. */
export type KnownChat = {
  key: string
  id: string
  channelId: number
  /** The contact the chat stands for now: the root of its merges. */
  contactId: number
  blockedAt: Date | null
  personName: string
  personHandle: string | null
  open: ConversationState | null
  /** The open conversation was opened by our side. */
  isOpenedByUs: boolean
  /** `sequence` of the open conversation's last message: it decides between messages of the same moment. */
  lastSequence: number
  /** What stands in the seconds that the arrivals were told in: each finds its place among these. */
  standing: Standing[]
}

export type KnownContact = ContactCards & {
  id: number
  name: string
  nameSource: 'user' | 'messenger'
  /** Also one who works here no more. */
  responsibleUserId: number | null
  /** Who answers for what is new: the responsible, or who stands in for him while he is away; null: nobody who works here. */
  actingUserId: number | null
  isBlocked: boolean
  isNew: boolean
  /** Who is given its first deal answers for the contact too. */
  awaitsResponsible: boolean
}

export type KnownMessage = {
  messageId: string
  chatId: string
  number: number | null
  externalId: string
  body: string
  direction: 'in' | 'out'
  editedAt: Date | null
  /** An edit came before its original; the original only fills what is missing. */
  awaitsOriginal: boolean
  /** How many revisions are kept. */
  revisions: number
}

export type KnownAlbum = {
  chatId: string
  albumKey: string
  messageId: string
  parts: number
  attachments: number
  hasText: boolean
}

export type KnownState = {
  chats: Map<string, KnownChat>
  contacts: Map<number, KnownContact>
  /** By `chatId/externalId`. */
  messages: Map<string, KnownMessage>
  /** Parts that left from here, by `channelId:sendId`. */
  sent: Map<string, { messageId: string; position: number }>
  /** By `chatId/albumKey`. */
  albums: Map<string, KnownAlbum>
  channels: Map<number, ChannelRules>
  /** Of the groups that share what is new, by their id; locked where a deal may be made. */
  turns: Map<number, Turns>
  /** Who wrote in the messenger itself, by `channelId:operatorId`. */
  authors: Map<string, number>
  /** Until when clients are to be answered. */
  limits: ResponseLimits
}
