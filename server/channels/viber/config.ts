import type { Capabilities } from '#contract/channels'

export const usualApiRoot = 'https://chatapi.viber.com'

/** A callback is repeated for about an hour (developers.viber.com, FAQ). */
export const keptMs = 60 * 60_000

/** Viber does not say whether its MB are 10^6 or 2^20 bytes; the smaller are safe. */
const megabyte = 1_000_000

/** creators.viber.com, picture message: JPEG, PNG and GIFs that stand still; 1 MB on iOS, 3 MB on Android. The rest leaves as a file. */
export const pictureLimits = { types: ['image/jpeg', 'image/png'], maxBytes: megabyte }

/** Video message: MP4 up to 26 MB. The rest leaves as a file. */
export const videoLimits = { types: ['video/mp4'], maxBytes: 26 * megabyte }

/** Limits of the REST Bot API; the source beside each. */
export const viberCapabilities: Capabilities = {
  // Text message: at most 7000 characters; counted in UTF-16 units we are safe whichever way it counts.
  maxTextLength: 7000,
  // Viber says 768, its resellers 512: longer texts leave on their own.
  maxCaptionLength: 512,
  // Only a picture message has a text.
  captioned: pictureLimits,
  // One medium a message.
  maxFilesPerMessage: 1,
  // File message: 50 MB.
  maxFileBytes: 50 * megabyte,
  // A picture over its limit leaves as a file, so this is the limit of a file.
  maxPhotoBytes: 50 * megabyte,
  // File message: executable types are forbidden.
  refusedEndings: 'exe msi bat cmd com scr pif apk app dmg jar vbs ps1 sh js wsf cpl hta'.split(' '),
  fileGroups: [],
  // The REST API has no voice message: it is a file like any other.
  voiceTypes: [],
  // Location message.
  canSendLocation: true,
  canMarkRead: false,
  // Callbacks `delivered` and `seen`.
  receipts: { delivered: true, read: true },
  // Status 6: only to subscribers.
  canWriteFirst: false,
  canReply: false,
  isIdempotent: false,
  // The REST API has no edit, no deletion and no reaction.
  editing: null,
  deleting: null,
  reactions: [],
}

/** `sender.name`: at most 28 characters. */
export const maxSenderNameLength = 28

/** What we ask to be told of; `message`, `subscribed` and `unsubscribed` come in any case. */
export const eventTypes = [
  'delivered',
  'seen',
  'failed',
  'subscribed',
  'unsubscribed',
  'conversation_started',
  'message',
] as const

/** Stands for the name of whoever does not show it to bots. */
export const placeholderName = 'Subscriber'
