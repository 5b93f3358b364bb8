import type { Capabilities } from '#contract/channels'
import { reactionEmoji } from './reactions.ts'

/** Current clients of VK use this host; the older one is api.vk.com. */
export const usualApiRoot = 'https://api.vk.ru'

/** Version of the API schema everything here was written from. */
export const apiVersion = '5.199'

/** Limits of community messages; the source beside each. */
export const vkCapabilities: Capabilities = {
  // messages.send: the schema says 9000, but over 4096 is answered with error 914 in practice.
  maxTextLength: 4096,
  // A text and its attachments are one message: the same limit.
  maxCaptionLength: 4096,
  captioned: null,
  // messages.send, attachment: up to ten.
  maxFilesPerMessage: 10,
  // dev.vk.com/api/upload: documents up to 200 MB.
  maxFileBytes: 200 * 1024 * 1024,
  // A photo over 50 MB leaves as a document, so this is the limit of a document.
  maxPhotoBytes: 200 * 1024 * 1024,
  // dev.vk.com/api/upload: documents of any type except MP3 and programs.
  refusedEndings: 'mp3 exe bat cmd com msi apk sh js jar'.split(' '),
  // A community cannot upload videos or music: both leave as documents. A voice message stands alone.
  fileGroups: [['photo', 'video', 'document', 'audio', 'animation'], ['voice']],
  // docs.getMessagesUploadServer, type audio_message: OGG with Opus.
  voiceTypes: ['audio/ogg'],
  // messages.send, lat and long.
  canSendLocation: true,
  canMarkRead: true,
  // message_read says up to which message the client has read; nothing tells of delivery.
  receipts: { delivered: false, read: true },
  // Error 901 for somebody who never wrote.
  canWriteFirst: false,
  canReply: true,
  // messages.send, random_id: the same one again sends nothing and gives the same message.
  isIdempotent: true,
  // messages.edit, messages.delete for all: within 24 hours.
  editing: { withinHours: 24 },
  deleting: { withinHours: 24 },
  reactions: reactionEmoji,
}

/** dev.vk.com/api/upload: JPG, PNG or GIF, at most 50 MB, width and height together 14000. What does not fit leaves as a document. */
export const photoLimits = {
  types: ['image/jpeg', 'image/png'],
  maxBytes: 50 * 1024 * 1024,
  maxSides: 14_000,
  maxRatio: 20,
}

/** What we ask to be told of, by Callback API and Long Poll alike. */
export const wantedEvents = [
  'message_new',
  'message_reply',
  'message_edit',
  'message_allow',
  'message_deny',
  'message_read',
  'message_typing_state',
  'message_event',
  'message_reaction_event',
] as const

/** Rights a community token needs: messages themselves, receiving them, and both kinds of files. */
export const neededRights = ['messages', 'manage', 'photos', 'docs'] as const

/** How our servers are called in a community's settings; groups.addCallbackServer takes 14 characters. */
export const serverTitle = 'Beseda'

/** peer_id from here on is a chat of several people. */
export const firstGroupChat = 2_000_000_000
