import type { Readable } from 'node:stream'
import type { Capabilities, ChannelKind } from '#contract/channels'
import type { MapLocation } from '#contract/location'
import type { AttachmentKind, FailCode, TextEntity } from '#contract/messages'
import type { FileKind } from '#contract/split'

/**
 * The contract of a messenger: what the rest of the product knows of Telegram or of a website's button. A messenger is
 * plain functions; it never touches the database, and expected failures are values, never exceptions.
 */
export type Messenger = {
  capabilities: Capabilities
  /** Whose token this is. */
  check(token: string): Promise<CheckResult>
  /**
   * What one update says. Pure: no database, no network. Never throws on kinds or fields it does not know; an update that
   * means nothing to us is `ignored` with the reason. `receivedAt` stands in where the messenger gives no time.
   */
  receive(update: unknown, receivedAt: Date): Incoming[]
  send(connection: Connection, part: OutgoingPart): Promise<SendResult>
  /** Opens a file of a received message. The caller reads the stream to its end or destroys it. */
  fetchFile(connection: Connection, remoteRef: string): Promise<FetchedFile>
  /**
   * An address by which a person starts a chat with the bot or community of this public name, and which brings `token` (letters,
   * digits, _ and -, at most 64) as a value of `source`; null: there is none.
   */
  startLink: ((handle: string, token: string) => string) | null
  /** What it can do besides; null where it cannot. */
  actions: Actions
  /** null: nothing comes by webhook. */
  webhook: Webhook | null
  /** null: it cannot be polled. */
  polling: Polling | null
}

/**
 * What is needed to call a messenger for one channel. Never logged. `externalId`: of the bot or community, as `check` told it.
 * `name`: what the account calls the channel, for messengers that want to be told who writes.
 */
export type Connection = { token: string; externalId: string; name?: string }

/** A message in a chat, by the messenger's ids. */
export type Target = { chat: string; externalId: string }

type Actions = {
  /** Changes the text (or the caption) of a message of ours. The same text again is good. */
  edit: ((connection: Connection, target: Target, text: EditedText) => Promise<ActionResult>) | null
  /** Takes a message of ours back. One that is gone already is good. */
  remove: ((connection: Connection, target: Target) => Promise<ActionResult>) | null
  /** Sets our reaction to any message of the chat; null takes it away. */
  react: ((connection: Connection, target: Target, emoji: string | null) => Promise<ActionResult>) | null
  /** Shows "is typing" for some seconds; a failure does not matter. */
  showTyping: ((connection: Connection, chat: string) => Promise<void>) | null
  /** Tells the client that everything up to this message was read; a failure does not matter. */
  markRead: ((connection: Connection, target: Target) => Promise<void>) | null
  /** Takes the waiting mark off a pressed button; a failure does not matter. */
  answerPress: ((connection: Connection, pressId: string) => Promise<void>) | null
  /** How a person is called and looks now. */
  findPerson: ((connection: Connection, externalId: string) => Promise<FoundPerson>) | null
}

export const noActions: Actions = {
  edit: null,
  remove: null,
  react: null,
  showTyping: null,
  markRead: null,
  answerPress: null,
  findPerson: null,
}

export type EditedText = { text: string; entities: TextEntity[]; isCaption: boolean }

/** What became of changing something in the messenger. `unknown`: it may have happened; trying again does no harm. */
export type ActionResult =
  | { outcome: 'done' }
  | { outcome: 'refused'; code: FailCode; detail: string }
  | { outcome: 'unknown'; retryAfterMs: number | null }

/**
 * `avatarRef` is what `fetchFile` wants; null: no picture, or none for us. `avatarKey` stays the same as long as the picture does,
 * for messengers whose `avatarRef` does not.
 */
export type FoundPerson =
  | { outcome: 'ok'; name: string; handle: string | null; avatarRef: string | null; avatarKey?: string }
  | { outcome: 'gone' }
  | { outcome: 'later'; retryAfterMs: number; tokenRevoked: boolean }

export type CheckResult =
  | { outcome: 'ok'; externalId: string; name: string; handle: string | null }
  | { outcome: 'invalid' }
  /** It is good, but may not do what is needed; `rights` are the messenger's own words. */
  | { outcome: 'missing_rights'; rights: string[] }
  | { outcome: 'unreachable'; detail: string }

type Webhook = {
  /**
   * Whether this request came from the messenger, for the channel whose secret and connection these are; in a time that
   * tells nothing. The address with the channel's secret in it has been checked before.
   */
  verify(request: WebhookRequest, proof: { secret: string; connection: Connection }): boolean
  /** The update in a body, without loss of ids beyond 2^53; undefined when it is none. */
  parse(body: Buffer): unknown
  /**
   * What the messenger has to hear when the update is durable; null: a good answer without a body. It may call the
   * messenger, and may throw only when the same update shall come again.
   */
  answer: ((connection: Connection, update: unknown) => Promise<WebhookAnswer>) | null
  /** Tells the messenger where updates go. A refusal is a value: the caller polls then. */
  set(connection: Connection, url: string, secret: string): Promise<CallResult>
  remove(connection: Connection): Promise<CallResult>
  /** What the messenger says of its deliveries. */
  inspect(connection: Connection): Promise<WebhookInspection>
}

export type WebhookInspection =
  /** `url` is empty when none is set. `waitingCount`: updates not delivered yet. */
  | { outcome: 'ok'; url: string; waitingCount: number; lastError: { at: Date; detail: string } | null }
  | { outcome: 'failed'; failure: ChannelFailure }

/** `body`: the bytes as they came. */
export type WebhookRequest = { headers: WebhookHeaders; body: Buffer }
export type WebhookHeaders = Record<string, string | string[] | undefined>
export type WebhookAnswer = { contentType: string; body: string }

type Polling = {
  /**
   * Waits for updates after `cursor` (null: from the oldest kept) up to `waitSeconds`, with one try. Asking with a cursor
   * confirms everything before it, so pass it only when that is committed.
   */
  poll(
    connection: Connection,
    cursor: string | null,
    options: { waitSeconds: number; signal: AbortSignal },
  ): Promise<PollResult>
}

export type PollResult =
  | { outcome: 'updates'; updates: unknown[]; cursor: string | null }
  | { outcome: 'failed'; failure: ChannelFailure }

export type CallResult = { outcome: 'ok' } | { outcome: 'failed'; failure: ChannelFailure }

/** Why a whole channel does not work now. `detail` is for people, without secrets. `refused`: the messenger said no to this call only. */
export type ChannelFailure = {
  state: 'token_revoked' | 'conflict' | 'unreachable' | 'refused'
  detail: string
  retryAfterMs: number | null
}

/** Which channel of which account. */
export type ChannelRef = { accountId: number; id: number; kind: ChannelKind }

/** One thing that came in. `chat` and `externalId` are the messenger's ids. */
export type Incoming =
  | IncomingMessage
  | IncomingOutside
  | IncomingEdit
  | IncomingReaction
  | IncomingBlock
  | IncomingReceipt
  | IncomingFailure
  | IncomingTyping
  | IncomingMeeting
  | IncomingIgnored

type Written = {
  chat: string
  /** Unique inside the chat. */
  externalId: string
  /** The messenger's own order inside the chat, for messages of one instant. */
  sequence: number
  at: Date
  person: Person
  content: Content
  /** Parts with one key are one album; there is no mark for the last part. */
  albumKey: string | null
  /** `externalId` of the answered message. */
  replyTo: string | null
  /** The piece of a message that is answered, or what can be told of one that is not in this chat or not known to us. */
  quote?: Quote
  /** Name of the original author. */
  forwardedFrom: string | null
  /** Where the person came from, such as `{ start: 'PARAM' }` of a deep link. */
  source: Record<string, string> | null
}

/** `isPiece`: the answered words only, not all that the message says. */
export type Quote = { text: string; authorName: string | null; isPiece: boolean }

export type IncomingMessage = Written & {
  kind: 'message'
  /** The person's own number, vouched for by the messenger, digits with a leading plus; a foreign one is only text. */
  ownPhone: string | null
  /** Of a pressed button: what `answerPress` wants. */
  pressId?: string
}

/**
 * A message that left from our side of the chat: one of ours that the messenger tells back, or what somebody wrote in the
 * messenger itself. The first is known by `sendId` or `externalId`; either may come before the answer to `send`.
 */
export type IncomingOutside = Omit<Written, 'person'> & {
  kind: 'outside'
  /** The client of the chat; his name may be unknown here. */
  person: Person
  /** The `sendId` of the part it was; null when it did not leave from here. */
  sendId: number | null
  /** The messenger's id of the colleague who wrote there. */
  operatorId: string | null
}

/** All reactions of the client to a message as they are now; none when he took them back. */
export type IncomingReaction = {
  kind: 'reaction'
  key: string
  chat: string
  externalId: string
  emoji: string[]
  at: Date
}

/** The client is writing right now; kept nowhere. */
export type IncomingTyping = { kind: 'typing'; chat: string }

/** Somebody opened our chat by a link and has not written yet; nothing opens, but we shall know him when he writes. */
export type IncomingMeeting = { kind: 'met'; chat: string; source: Record<string, string>; at: Date }

/** The whole message after the edit: stored as the message when the original is unknown. */
export type IncomingEdit = Written & { kind: 'edit'; key: string; editedAt: Date }

/** The person stopped or restarted the bot. `key`, here as everywhere: a repeat of the same update has the same. */
export type IncomingBlock = {
  kind: 'blocked' | 'unblocked'
  key: string
  chat: string
  at: Date
  person: Person
}

/** Of one message (`externalId`), or of all up to one (`upTo`). Never moves a message backwards, in whatever order they come. */
export type IncomingReceipt = {
  kind: 'receipt'
  key: string
  chat: string
  state: 'delivered' | 'read'
  upTo: string | null
  externalId: string | null
  at: Date
}

/** What was accepted has failed afterwards. */
export type IncomingFailure = {
  kind: 'failure'
  key: string
  chat: string
  externalId: string
  code: FailCode
  detail: string
  at: Date
}

export type IncomingIgnored = { kind: 'ignored'; reason: string }

export type Person = {
  /** `messenger`: the id names the same person for all our channels of this messenger; `channel`: only in this one. */
  scope: 'messenger' | 'channel'
  externalId: string
  /** Empty for a deleted account. */
  name: string
  /** Without the @. */
  handle: string | null
  /** BCP 47, as the messenger says it. */
  language: string | null
}

export type Content = {
  text: string
  entities: TextEntity[]
  attachments: IncomingAttachment[]
  /** The messenger's word for a kind we only describe ("poll"); `text` then holds whatever can be read of it. */
  unsupported: string | null
}

export type IncomingAttachment = {
  kind: AttachmentKind
  /** Safe to show and to save under: no path parts, control or direction marks. */
  name: string
  /** As the sender claims: never trusted. */
  mime: string | null
  sizeBytes: number | null
  durationSeconds: number | null
  width: number | null
  height: number | null
  /** What `fetchFile` wants; null when there is nothing to fetch. */
  remoteRef: string | null
  state: 'pending' | 'too_big' | 'ready'
  /** Of a file that is ours already (website). */
  fileId?: string
}

/** One message that leaves: what `splitMessage` made, within the messenger's capabilities. */
export type OutgoingPart = {
  chat: string
  /** Also the caption of `files`; may be empty when there are files. */
  text: string
  /** Offsets in this part's text. */
  entities: TextEntity[]
  files: OutgoingFile[]
  /** A place: then there is neither text nor file. Only where the messenger says that it takes places. */
  location?: MapLocation | null
  /** `externalId` of a message in the same chat; sending does not fail when it is gone. */
  replyTo: string | null
  /** The same at every try of this part: an idempotency key where the messenger has one. */
  key: string
  /** Such a key for messengers that want a number: 1 to 2^31 − 1, never used for another part of the installation. */
  sendId: number
}

export type OutgoingFile = {
  kind: FileKind
  name: string
  mime: string
  sizeBytes: number
  width: number | null
  height: number | null
  /** Of a voice message. */
  durationSeconds?: number | null
  /** A new stream of exactly `sizeBytes` at every call. */
  open(): Promise<Readable>
  /** An address under which anybody on the Internet can fetch it, whose path ends in `name` (the file's, unless given); null when we have none. */
  publicUrl(name?: string): Promise<string | null>
}

/** What became of one try. The distinction that matters: could the client have got it? */
export type SendResult =
  /** One id a message the messenger made: several for an album, in the order of the files. */
  | { outcome: 'accepted'; externalIds: string[] }
  /** It did not leave and will not by trying again. */
  | { outcome: 'refused'; code: FailCode; detail: string }
  /** It surely did not leave; may be tried again after the wait, the same chat or the whole channel with it. */
  | { outcome: 'unsent'; code: string; retryAfterMs: number | null; scope: 'chat' | 'channel' }
  /** It may have left: never tried again by itself unless the messenger is idempotent. */
  | { outcome: 'unknown'; code: string }
  /** It did not leave: the chat has another id now; send again to that one. */
  | { outcome: 'moved'; chat: string }

export type FetchedFile =
  | { outcome: 'open'; stream: Readable; sizeBytes: number | null; mime: string | null; name: string | null }
  | { outcome: 'gone' }
  | { outcome: 'too_big' }
  /** `tokenRevoked`: waiting does not help, the channel has to be connected anew. */
  | { outcome: 'later'; retryAfterMs: number; tokenRevoked: boolean }
