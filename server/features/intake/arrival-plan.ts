import type { FailCode, TextEntity } from '#contract/messages'
import type { ConversationState } from '#features/conversations'
import { noWrites, type ClientReactions, type Place, type Writes } from '#features/messages'

/** What a batch of arrivals shall write: the rules' whole answer, as data. */
export type ArrivalPlan = {
  writes: Writes
  /** The client blocked us or came back. */
  chatBlocks: { chatId: string; blockedAt: Date | null }[]
  /** How the messenger calls the person now. */
  persons: {
    chatId: string
    contactId: number
    name: string
    handle: string | null
    renamesContact: boolean
  }[]
  /** Numbers shared by the person's own button. */
  phones: { contactId: number; phone: string }[]
  /** New contacts take the channel's responsible. */
  responsibles: { contactId: number; userId: number }[]
  /** Whose turn was the last one in groups that were given deals. */
  turns: { groupId: number; lastUserId: number }[]
  edits: {
    messageId: string
    body: string
    entities: TextEntity[]
    editedAt: Date
    revision: number
    at: Date
    previous: string
  }[]
  /** More parts of an album: the message grows. */
  albumTexts: { messageId: string; body: string; entities: TextEntity[] }[]
  albums: string[]
  /** Messages stored by an edit whose original has come. */
  adoptions: (Place & { messageId: string })[]
  /** Messages of ours that the messenger told back. */
  echoes: { chatId: string; messageId: string; position: number; externalId: string }[]
  /** Conversations that an answer written elsewhere read and whose wait it ended; `opening`: the place of one made here. */
  answers: { before: ConversationState; messageId: string; opening: number | null; at: Date }[]
  reactions: ClientReactions[]
  failures: { chatId: string; channelId: number; externalId: string; code: FailCode }[]
  receipts: {
    chatId: string
    state: 'delivered' | 'read'
    upTo: string | null
    externalId: string | null
    at: Date
  }[]
  sources: { contactId: number; source: Record<string, string> }[]
  awaitingOriginals: string[]
  fetches: { messageId: string; position: number; channelId: number }[]
  /** Pressed buttons that wait for an answer. */
  presses: { channelId: number; pressId: string }[]
  /** Keys of updates that are no messages, so that a repeat does nothing. */
  keys: { channelId: number; key: string }[]
}

export function emptyPlan(accountId: number): ArrivalPlan {
  return {
    writes: noWrites(accountId),
    chatBlocks: [],
    persons: [],
    phones: [],
    responsibles: [],
    turns: [],
    edits: [],
    albumTexts: [],
    albums: [],
    adoptions: [],
    echoes: [],
    answers: [],
    reactions: [],
    failures: [],
    receipts: [],
    sources: [],
    awaitingOriginals: [],
    fetches: [],
    presses: [],
    keys: [],
  }
}
