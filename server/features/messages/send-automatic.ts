import type { Capabilities } from '#contract/channels'
import { splitMessage } from '#contract/split'
import type { ConversationState } from '#features/conversations'
import { uuidv7 } from '#lib/crypto'
import type { Tx } from '#lib/db'
import { systemActor } from '#lib/events'
import { enqueueChat } from './enqueue-chat.ts'
import { writeMessages } from './write-messages.ts'
import { noWrites, type Writes } from './writes.ts'

export type Automatic = {
  id: string
  /** Where it stands: an open conversation, locked by the caller. */
  conversation: ConversationState
  capabilities: Capabilities
  text: string
  now: Date
}

/** What surely did not leave is tried for this long when nobody wrote it (R6). */
const triesMs = 15 * 60_000

/**
 * Queues a text that the product sends by itself. It is the last message of its conversation and no answer: the conversation
 * stays unread and the client goes on waiting (R3).
 */
export async function sendAutomatic(tx: Tx, automatic: Automatic): Promise<void> {
  const { conversation, now } = automatic
  const { accountId, chatId, channelId } = conversation
  await enqueueChat(tx, { accountId, chatId, channelId, at: now })
  await writeMessages(tx, planAutomatic(automatic))
}

function planAutomatic({ id, conversation, capabilities, text, now }: Automatic): Writes {
  const { accountId, chatId, channelId, number, card, contactId, lastMessageAt } = conversation
  const writes = noWrites(accountId)
  // Behind everything that stands there, whatever the clocks of two processes say.
  const placedAt = now > lastMessageAt ? now : new Date(lastMessageAt.getTime() + 1)
  const place = { number, opening: null }
  writes.conversations.push({ ...conversation, lastMessageId: id, lastMessageAt: placedAt })
  writes.messages.push({
    ...place,
    id,
    chatId,
    direction: 'out',
    unsupported: null,
    actor: systemActor,
    body: text,
    entities: [],
    replyToId: null,
    forwardedFrom: null,
    albumKey: null,
    placedAt,
    externalSeq: 0,
    receivedAt: now,
    state: 'queued',
    editedAt: null,
    hasAttachments: false,
    isLate: false,
  })
  for (const [position, part] of splitMessage(capabilities, { text, files: [] }).parts.entries()) {
    writes.parts.push({
      messageId: id,
      position,
      chatId,
      channelId,
      externalId: null,
      sentText: part.text,
      files: [],
      state: 'queued',
      placedAt,
      giveUpAt: new Date(now.getTime() + triesMs),
    })
  }
  writes.facts.push({
    ...place,
    id: uuidv7(),
    type: 'message.queued',
    at: now,
    actor: systemActor,
    road: 'rule',
    subjectKind: 'conversation',
    subjectId: null,
    chatId,
    messageId: id,
    contactId,
    newDeal: null,
    cardKind: card?.kind ?? null,
    cardId: card?.id ?? null,
    channelId,
    before: null,
    after: null,
  })
  writes.liveChanges.push({ topic: 'conversation.changed', number, chatId, messageId: null })
  return writes
}
