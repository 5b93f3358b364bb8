import type { MapLocation } from '#contract/location'
import type { FileKind, SplitPart } from '#contract/split'
import { answered, countsChange, notWaiting, type ConversationState } from '#features/conversations'
import type { StoredFile } from '#features/files'
import type { ActorRef } from '#lib/events'
import { uuidv7 } from '#lib/crypto'
import type { SendingChat } from './read-sending.ts'
import { noWrites, type Fact, type Place, type Writes } from './writes.ts'

export type Answer = {
  chat: SendingChat
  accountId: number
  sender: ActorRef
  message: {
    id: string
    text: string
    location: MapLocation | null
    replyToId: string | null
    /** Who wrote it first, in another chat. */
    forwardedFrom: string | null
  }
  files: SendingFile[]
  parts: SplitPart[]
  now: Date
}

/** A file of a message, and what it is to its messenger. */
export type SendingFile = { stored: StoredFile; kind: FileKind; durationSeconds: number | null }

const hour = 60 * 60 * 1000
/** What surely did not leave is tried for this long when a person wrote it (R6). */
export const personTriesMs = 2 * hour

/** What a person's message writes: the message with its parts, and the conversation it answers or opens. */
export function planAnswer(answer: Answer): Writes {
  const { chat } = answer
  const writes = noWrites(answer.accountId)
  const before = chat.open
  const { id: messageId } = answer.message
  const { now } = answer
  const placed = placedAfter(now, before?.lastMessageAt ?? null)
  const after = answered(before ?? openedBy(answer), { messageId, placedAt: placed, now })
  const place: Place = before ? { number: before.number, opening: null } : { number: null, opening: 1 }
  if (before) writes.conversations.push(after)
  else writes.openings.push(openingOf(answer, after))
  const moves = countsChange(before, after)
  writes.cells = moves.cells
  writes.cards = moves.cards
  addMessage(writes, answer, { place, placed })
  if (!before) writes.facts.push(factOf(answer, place, 'conversation.opened', { way: 'out' }))
  writes.facts.push({ ...factOf(answer, place, 'message.queued', null), messageId: answer.message.id })
  // A waiting client's answer changes the row for everybody who sees the list.
  if (before)
    writes.liveChanges.push({
      topic: 'conversation.changed',
      number: before.number,
      chatId: chat.id,
      messageId: null,
    })
  return writes
}

/** An answer stands behind everything that stands in its conversation, whatever the clocks of two processes say. */
function placedAfter(now: Date, lastMessageAt: Date | null): Date {
  return lastMessageAt === null || now > lastMessageAt ? now : new Date(lastMessageAt.getTime() + 1)
}

const refOf = (card: SendingChat['card']): ConversationState['card'] =>
  card && { kind: card.kind, id: card.id }

function openedBy(answer: Answer): ConversationState {
  const { chat, now } = answer
  return {
    accountId: answer.accountId,
    number: 0,
    chatId: chat.id,
    channelId: chat.channelId,
    contactId: chat.contactId,
    card: refOf(chat.card),
    openedAt: now,
    status: 'in_work',
    closedAt: null,
    readAt: now,
    unread: 0,
    ...notWaiting,
    firstAnswerAt: null,
    lastMessageId: null,
    lastMessageAt: now,
    lastIncomingId: null,
    lastAnswerId: null,
    responsibleUserId: chat.card ? chat.card.responsibleUserId : chat.contactResponsibleUserId,
    contactResponsibleUserId: chat.contactResponsibleUserId,
  }
}

function openingOf(answer: Answer, after: ConversationState): Writes['openings'][number] {
  const { chat } = answer
  return {
    chatId: chat.id,
    channelId: chat.channelId,
    contactId: chat.contactId,
    newDeal: null,
    cardKind: chat.card?.kind ?? null,
    cardId: chat.card?.id ?? null,
    openedAt: answer.now,
    openedBy: answer.sender,
    way: 'out',
    readAt: after.readAt,
    unread: after.unread,
    waitingSince: null,
    dueAt: null,
    limitMinutes: null,
    firstAnswerAt: null,
    lastMessageId: answer.message.id,
    lastMessageAt: after.lastMessageAt,
    lastIncomingId: null,
    lastAnswerId: answer.message.id,
    responsibleUserId: after.responsibleUserId,
    contactResponsibleUserId: after.contactResponsibleUserId,
  }
}

function addMessage(writes: Writes, answer: Answer, at: { place: Place; placed: Date }): void {
  const { chat, message, files, now } = answer
  writes.messages.push({
    ...at.place,
    id: message.id,
    chatId: chat.id,
    direction: 'out',
    unsupported: null,
    actor: answer.sender,
    body: message.text,
    entities: [],
    replyToId: message.replyToId,
    forwardedFrom: message.forwardedFrom,
    location: message.location,
    albumKey: null,
    placedAt: at.placed,
    externalSeq: 0,
    receivedAt: now,
    state: 'queued',
    editedAt: null,
    hasAttachments: files.length > 0,
    isLate: false,
  })
  for (const [position, part] of answer.parts.entries()) {
    writes.parts.push({
      messageId: message.id,
      position,
      chatId: chat.id,
      channelId: chat.channelId,
      externalId: null,
      sentText: part.text,
      files: part.files,
      state: 'queued',
      placedAt: at.placed,
      giveUpAt: new Date(now.getTime() + personTriesMs),
    })
    for (const filePosition of part.files) {
      const file = files[filePosition]
      if (file) writes.attachments.push(attachmentOf(message.id, filePosition, position, file))
    }
  }
}

function attachmentOf(
  messageId: string,
  position: number,
  partPosition: number,
  { stored, kind, durationSeconds }: SendingFile,
): Writes['attachments'][number] {
  return {
    messageId,
    position,
    partPosition,
    fileId: stored.id,
    kind,
    name: stored.name,
    mime: stored.mime,
    sizeBytes: stored.size_bytes,
    durationSeconds,
    width: stored.width,
    height: stored.height,
    state: 'ready',
    remoteRef: null,
  }
}

function factOf(answer: Answer, place: Place, type: Fact['type'], after: Fact['after']): Fact {
  const { chat } = answer
  const card = chat.open ? chat.open.card : chat.card
  return {
    ...place,
    id: uuidv7(),
    type,
    at: answer.now,
    actor: answer.sender,
    road: answer.sender.kind === 'api' ? 'api' : 'hand',
    subjectKind: 'conversation',
    subjectId: null,
    chatId: chat.id,
    messageId: null,
    contactId: chat.contactId,
    newDeal: null,
    cardKind: card?.kind ?? null,
    cardId: card?.id ?? null,
    channelId: chat.channelId,
    before: null,
    after,
  }
}
