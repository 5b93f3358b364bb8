import type { Capabilities } from '#contract/channels'

export const usualApiRoot = 'https://api.telegram.org'

/** Updates are kept for 24 hours (core.telegram.org/bots/api, getting updates). */
export const keptMs = 24 * 60 * 60_000

/** Limits of the Bot API; the source beside each. */
export const telegramCapabilities: Capabilities = {
  // sendMessage: 1–4096 characters; counted in UTF-16 units we are safe whichever way it counts.
  maxTextLength: 4096,
  // core.telegram.org/bots/api#sendphoto and the like: 0–1024.
  maxCaptionLength: 1024,
  captioned: null,
  // #sendmediagroup: 2–10.
  maxFilesPerMessage: 10,
  // #sending-files: 50 MB by upload.
  maxFileBytes: 50 * 1024 * 1024,
  // A photo over 10 MB leaves as a document, so this is the limit of a document.
  maxPhotoBytes: 50 * 1024 * 1024,
  // A document may be of any type.
  refusedEndings: [],
  // #sendmediagroup: documents and audio only among themselves; voice and animations alone.
  fileGroups: [['photo', 'video'], ['document'], ['audio']],
  // #sendvoice: OGG with Opus, MP3 or M4A.
  voiceTypes: ['audio/ogg', 'audio/mpeg', 'audio/mp4'],
  // #sendlocation.
  canSendLocation: true,
  // readBusinessMessage is for business accounts only.
  canMarkRead: false,
  receipts: { delivered: false, read: false },
  canWriteFirst: false,
  canReply: true,
  isIdempotent: false,
  // #editmessagetext: no limit for the messages of the bot itself.
  editing: { withinHours: null },
  // #deletemessage: sent less than 48 hours ago.
  deleting: { withinHours: 48 },
  // #reactiontypeemoji, the ones that people use; the others need the client's own keyboard.
  reactions: ['👍', '❤', '🔥', '🎉', '👏', '😁', '🤔', '😢', '🙏', '👌', '💯', '👎'],
}

/** #getfile: bots can download files of up to 20 MB. */
export const maxDownloadBytes = 20 * 1024 * 1024

/** #sendphoto: at most 10 MB, width and height together 10000, ratio 20. What does not fit leaves as a document. */
export const photoLimits = { maxBytes: 10 * 1024 * 1024, maxSides: 10_000, maxRatio: 20 }

/** Over 100 entities the rest is ignored. */
export const maxEntities = 100

/** What we ask to be told of. */
export const allowedUpdates = [
  'message',
  'edited_message',
  'message_reaction',
  'callback_query',
  'my_chat_member',
] as const

/** #setwebhook: parallel deliveries, 1–100; different chats come side by side. */
export const maxWebhookConnections = 40
