import type { CardKind } from '#contract/common'
import type { EventType, Road, SubjectKind } from '#contract/events'
import type { MapLocation } from '#contract/location'
import type { AttachmentKind, TextEntity } from '#contract/messages'
import type { CardChange, CellChange, ConversationState } from '#features/conversations'
import type { ActorRef } from '#lib/events'

/**
 * Everything a transaction writes when messages come or go, as data: planned by readable rules, written by one statement
 * (write-messages.ts). What has no number or id yet is named by its place in its list, from 1.
 */
export type Writes = {
  accountId: number
  deals: NewDeal[]
  openings: Opening[]
  /** Conversations that existed, as they shall stand; one without a card gets the one it names, a new deal by its negated place. */
  conversations: ConversationState[]
  messages: NewMessage[]
  parts: NewPart[]
  attachments: NewAttachment[]
  facts: Fact[]
  liveChanges: LiveChange[]
  cells: CellChange[]
  cards: CardChange[]
}

export function noWrites(accountId: number): Writes {
  return {
    accountId,
    deals: [],
    openings: [],
    conversations: [],
    messages: [],
    parts: [],
    attachments: [],
    facts: [],
    liveChanges: [],
    cells: [],
    cards: [],
  }
}

/** A deal made for a contact; `unread` is 1 when its conversation opens unread. */
export type NewDeal = {
  pipelineId: number
  stageId: number
  name: string
  responsibleUserId: number | null
  contactId: number
  channelId: number
  conversations: number
  unread: number
}

/** A conversation that opens; it gets the account's next number. Its card: a new deal (place), an existing one, or none. */
export type Opening = {
  chatId: string
  channelId: number
  contactId: number
  newDeal: number | null
  cardKind: CardKind | null
  cardId: number | null
  openedAt: Date
  openedBy: ActorRef
  way: 'in' | 'out'
  readAt: Date | null
  unread: number
  waitingSince: Date | null
  dueAt: Date | null
  limitMinutes: number | null
  firstAnswerAt: Date | null
  lastMessageId: string
  lastMessageAt: Date
  lastIncomingId: string | null
  lastAnswerId: string | null
  responsibleUserId: number | null
  contactResponsibleUserId: number | null
}

/** In which conversation something stands: an existing number, the place of an opening, or neither. */
export type Place = { number: number | null; opening: number | null }

export type NewMessage = Place & {
  id: string
  chatId: string
  direction: 'in' | 'out'
  unsupported: string | null
  actor: ActorRef
  body: string
  entities: TextEntity[]
  replyToId: string | null
  /** What is answered, where that is a piece of a message or one we do not have. */
  quote?: { text: string; authorName: string | null } | null
  forwardedFrom: string | null
  /** Of a message that was sent as a place. */
  location?: MapLocation | null
  albumKey: string | null
  placedAt: Date
  externalSeq: number
  receivedAt: Date
  /** `sent`: somebody wrote it in the messenger itself. */
  state: 'queued' | 'sent' | null
  editedAt: Date | null
  hasAttachments: boolean
  isLate: boolean
}

export type NewPart = {
  messageId: string
  position: number
  chatId: string
  channelId: number
  externalId: string | null
  sentText: string | null
  files: number[]
  state: 'queued' | 'sent' | null
  /** Of its message, while it is queued. */
  placedAt: Date | null
  giveUpAt: Date | null
}

export type NewAttachment = {
  messageId: string
  position: number
  partPosition: number
  fileId: string | null
  kind: AttachmentKind
  name: string
  mime: string | null
  sizeBytes: number | null
  durationSeconds: number | null
  width: number | null
  height: number | null
  state: 'pending' | 'ready' | 'too_big' | 'gone'
  remoteRef: string | null
}

/** An event; without a subject id it is about the conversation or the new deal it names. */
export type Fact = Place & {
  id: string
  type: EventType
  at: Date
  actor: ActorRef
  road: Road
  subjectKind: SubjectKind
  subjectId: string | null
  chatId: string | null
  messageId: string | null
  contactId: number | null
  newDeal: number | null
  cardKind: CardKind | null
  cardId: number | null
  channelId: number | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** A live change that is no fact, of an existing conversation. */
export type LiveChange = {
  topic: 'message.changed' | 'conversation.changed'
  number: number | null
  chatId: string
  messageId: string | null
}
