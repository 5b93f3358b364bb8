import type { IncomingEdit, IncomingMessage, IncomingOutside } from '#channels/channel'
import { beginWaiting, type ConversationState, type Wait } from '#features/conversations'
import type { NewMessage } from '#features/messages'
import type { ActorRef } from '#lib/events'
import { placeIn, placedAt, toldSecond, waitStart, type Arrival } from './arrival.ts'
import { authorKey } from './claim-authors.ts'
import type { KnownAlbum, KnownChat, KnownMessage } from './known-state.ts'
import { hangFirstReply } from './first-reply.ts'
import { notePerson } from './note-person.ts'
import { openForClient } from './open-conversation.ts'
import { addFact, clientOf, openIn, outside, placeOf, setOpen, type Planning } from './planning.ts'

export type WrittenArrival = Arrival & { item: IncomingMessage | IncomingEdit | IncomingOutside }

/** A client's message: stored once, in its chat's open conversation or in a new one, which it makes unread and waiting. */
export function planMessage(
  planning: Planning,
  chat: KnownChat,
  arrival: Arrival & { item: IncomingMessage },
): void {
  const known = planning.state.messages.get(`${chat.id}/${arrival.item.externalId}`)
  if (known && !known.awaitsOriginal) return
  notePerson(planning, chat, arrival)
  if (known) return adoptOriginal(planning, chat, arrival, known)
  const album =
    arrival.item.albumKey === null
      ? undefined
      : planning.state.albums.get(`${chat.id}/${arrival.item.albumKey}`)
  if (album) return growAlbum(planning, chat, arrival, album)
  const contact = planning.state.contacts.get(chat.contactId)
  // Nothing of a blocked contact opens or notifies (R2, R17).
  const isQuiet = contact?.isBlocked === true
  if (!isQuiet) openOrHang(planning, chat, arrival)
  storeMessage(planning, chat, arrival, { isQuiet })
  const { pressId } = arrival.item
  if (pressId !== undefined) planning.plan.presses.push({ channelId: chat.channelId, pressId })
}

/** Sees to it that a client's message has a conversation, with its card where this one makes it. */
function openOrHang(planning: Planning, chat: KnownChat, arrival: Arrival): void {
  if (openIn(planning, chat)) hangFirstReply(planning, chat, arrival)
  else openForClient(planning, chat, arrival)
}

/**
 * Adds the message with its part and attachments and lets a client's land in the open conversation, if there is one.
 * @returns where it stands in the thread.
 */
export function storeMessage(
  planning: Planning,
  chat: KnownChat,
  arrival: WrittenArrival,
  options: { isQuiet: boolean },
): Date {
  const { item, messageId } = arrival
  const { writes } = planning.plan
  const open = openIn(planning, chat)
  const place = placeOf(planning, chat)
  const second = toldSecond(arrival)
  const placed = second === null ? placedAt(arrival) : placeIn(second, item.sequence, chat.standing)
  chat.standing.push({ at: placed, sequence: item.sequence, isTold: true })
  const isOurs = item.kind === 'outside'
  const author = isOurs ? outside : clientOf(chat.contactId)
  const writer = isOurs ? outsideAuthor(planning, arrival) : author
  writes.messages.push({
    ...place,
    id: messageId,
    chatId: chat.id,
    direction: isOurs ? 'out' : 'in',
    unsupported: item.content.unsupported,
    actor: writer,
    body: item.content.text,
    entities: item.content.entities,
    ...answeredBy(planning, chat, item),
    forwardedFrom: item.forwardedFrom,
    albumKey: item.albumKey,
    placedAt: placed,
    externalSeq: item.sequence,
    receivedAt: arrival.arrivedAt,
    state: isOurs ? 'sent' : null,
    editedAt: item.kind === 'edit' ? item.editedAt : null,
    hasAttachments: item.content.attachments.length > 0,
    isLate: open?.lastMessageId != null && placed < open.lastMessageAt,
  })
  addPart(planning, chat, arrival, { messageId, position: 0, attachments: 0 })
  remember(planning, chat, arrival)
  if (open && !isOurs) land(planning, chat, open, { arrival, messageId, placed, isQuiet: options.isQuiet })
  addFact(planning, chat, isOurs ? 'message.queued' : 'message.received', arrival.arrivedAt, author, {
    id: arrival.eventId,
    subjectKind: place.number === null && place.opening === null ? 'chat' : 'conversation',
    subjectId: place.number === null && place.opening === null ? chat.id : null,
    messageId,
  })
  return placed
}

/** Which of those who write there it was, as far as the messenger tells. */
function outsideAuthor({ state }: Planning, { channelId, item }: WrittenArrival): ActorRef {
  if (item.kind !== 'outside' || item.operatorId === null) return outside
  const { operatorId } = item
  return { ...outside, id: state.authors.get(authorKey({ channelId, operatorId })) ?? null }
}

/** The message that is answered, and its words where it is not here or only a piece of it is meant. */
function answeredBy(
  { state }: Planning,
  chat: KnownChat,
  { replyTo, quote }: WrittenArrival['item'],
): Pick<NewMessage, 'replyToId' | 'quote'> {
  const known = replyTo === null ? undefined : state.messages.get(`${chat.id}/${replyTo}`)
  const isNeeded = quote !== undefined && (!known || quote.isPiece)
  return {
    replyToId: known?.messageId ?? null,
    quote: isNeeded ? { text: quote.text, authorName: quote.authorName } : null,
  }
}

type Landing = { arrival: WrittenArrival; messageId: string; placed: Date; isQuiet: boolean }

/** How a client's message changes the conversation it lands in (R3): unread, waiting, last. A quiet one only stands in it. */
function land(planning: Planning, chat: KnownChat, open: ConversationState, landing: Landing): void {
  const { arrival, messageId, placed, isQuiet } = landing
  const isLast = open.lastMessageId === null || isBehind(chat, open, landing)
  if (isLast) chat.lastSequence = arrival.item.sequence
  setOpen(planning, chat, {
    ...open,
    ...(isQuiet ? {} : { readAt: null, unread: open.unread + 1, ...waitFor(planning, open, arrival) }),
    lastMessageId: isLast ? messageId : open.lastMessageId,
    lastMessageAt: isLast ? placed : open.lastMessageAt,
    lastIncomingId: messageId,
  })
}

function waitFor(planning: Planning, open: ConversationState, arrival: WrittenArrival): Wait {
  const startedAt = waitStart(arrival)
  return beginWaiting(open, startedAt, planning.state.limits.dueOf(arrival.channelId, startedAt))
}

/** Whether it stands behind the last message, in the order of the thread. */
function isBehind(
  chat: KnownChat,
  open: ConversationState,
  { arrival, messageId, placed }: Landing,
): boolean {
  const aheadMs = placed.getTime() - open.lastMessageAt.getTime()
  if (aheadMs !== 0) return aheadMs > 0
  const { sequence } = arrival.item
  return sequence === chat.lastSequence
    ? messageId > (open.lastMessageId ?? '')
    : sequence > chat.lastSequence
}

function addPart(
  planning: Planning,
  chat: KnownChat,
  arrival: WrittenArrival,
  at: { messageId: string; position: number; attachments: number },
): void {
  const { writes, fetches } = planning.plan
  const { attachments } = arrival.item.content
  writes.parts.push({
    messageId: at.messageId,
    position: at.position,
    chatId: chat.id,
    channelId: chat.channelId,
    externalId: arrival.item.externalId,
    sentText: null,
    files: attachments.map((_one, index) => at.attachments + index),
    state: arrival.item.kind === 'outside' ? 'sent' : null,
    placedAt: null,
    giveUpAt: null,
  })
  for (const [index, attachment] of attachments.entries()) {
    const position = at.attachments + index
    writes.attachments.push({
      ...attachment,
      messageId: at.messageId,
      position,
      partPosition: at.position,
      fileId: attachment.fileId ?? null,
    })
    if (attachment.state === 'pending')
      fetches.push({ messageId: at.messageId, position, channelId: chat.channelId })
  }
}

/** What later arrivals of the same batch must find. */
function remember(planning: Planning, chat: KnownChat, arrival: WrittenArrival): void {
  const { item, messageId } = arrival
  planning.state.messages.set(`${chat.id}/${item.externalId}`, {
    messageId,
    chatId: chat.id,
    number: placeOf(planning, chat).number,
    externalId: item.externalId,
    body: item.content.text,
    direction: item.kind === 'outside' ? 'out' : 'in',
    editedAt: item.kind === 'edit' ? item.editedAt : null,
    awaitsOriginal: item.kind === 'edit',
    revisions: 0,
  })
  if (item.albumKey === null) return
  planning.state.albums.set(`${chat.id}/${item.albumKey}`, {
    chatId: chat.id,
    albumKey: item.albumKey,
    messageId,
    parts: 1,
    attachments: item.content.attachments.length,
    hasText: item.content.text !== '',
  })
}

/** An album is one message with a part per update; its text may come with any of them. */
function growAlbum(planning: Planning, chat: KnownChat, arrival: WrittenArrival, album: KnownAlbum): void {
  addPart(planning, chat, arrival, {
    messageId: album.messageId,
    position: album.parts,
    attachments: album.attachments,
  })
  album.parts += 1
  album.attachments += arrival.item.content.attachments.length
  planning.plan.albums.push(album.messageId)
  planning.plan.writes.liveChanges.push({
    topic: 'message.changed',
    number: openIn(planning, chat)?.number || null,
    chatId: chat.id,
    messageId: album.messageId,
  })
  if (album.hasText || arrival.item.content.text === '') return
  album.hasText = true
  planning.plan.albumTexts.push({
    messageId: album.messageId,
    body: arrival.item.content.text,
    entities: arrival.item.content.entities,
  })
}

/** The original of a message that an edit brought first: the text stays the edited one; the conversation opens now. */
function adoptOriginal(
  planning: Planning,
  chat: KnownChat,
  arrival: WrittenArrival,
  known: KnownMessage,
): void {
  known.awaitsOriginal = false
  const place =
    known.number === null
      ? openedPlace(planning, chat, arrival, known)
      : { number: known.number, opening: null }
  planning.plan.adoptions.push({ messageId: known.messageId, ...place })
}

function openedPlace(
  planning: Planning,
  chat: KnownChat,
  arrival: WrittenArrival,
  known: KnownMessage,
): ReturnType<typeof placeOf> {
  const open = openIn(planning, chat) ?? openForClient(planning, chat, arrival)
  land(planning, chat, open, {
    arrival,
    messageId: known.messageId,
    placed: placedAt(arrival),
    isQuiet: false,
  })
  return placeOf(planning, chat)
}
