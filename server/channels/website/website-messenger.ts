import type { Capabilities } from '#contract/channels'
import { noActions, type Messenger } from '#channels/channel'
import { receiveWebsite } from './receive.ts'

/** A file that could be uploaded can be sent: the chat has no limit of its own. */
const noFileLimitBytes = Number.MAX_SAFE_INTEGER

export const websiteCapabilities: Capabilities = {
  maxTextLength: 4000,
  maxCaptionLength: 4000,
  captioned: null,
  maxFilesPerMessage: 10,
  maxFileBytes: noFileLimitBytes,
  maxPhotoBytes: noFileLimitBytes,
  refusedEndings: [],
  fileGroups: [['photo', 'video', 'document', 'audio', 'voice', 'animation']],
  voiceTypes: ['audio/ogg', 'audio/mpeg', 'audio/mp4', 'audio/x-m4a', 'audio/webm', 'video/mp4'],
  // A visitor gets the words with the link.
  canSendLocation: false,
  canMarkRead: true,
  receipts: { delivered: true, read: true },
  canWriteFirst: false,
  canReply: false,
  isIdempotent: true,
  editing: { withinHours: null },
  deleting: { withinHours: null },
  reactions: [],
}

/**
 * The website chat as a messenger. Sending calls nobody: a message counts as sent when it is committed, because the visitor's
 * browser gets it from us, live or at his next visit.
 */
export const websiteMessenger: Messenger = {
  capabilities: websiteCapabilities,
  // A button has no token: it is made here and belongs to whoever made it.
  check: async () => ({ outcome: 'invalid' }),
  receive: receiveWebsite,
  send: async (_connection, part) => ({ outcome: 'accepted', externalIds: [part.key] }),
  fetchFile: async () => ({ outcome: 'gone' }),
  // Only a visitor begins there.
  startLink: null,
  // The visitor's browser shows what we have: a change is done when it is committed.
  actions: {
    ...noActions,
    edit: async () => ({ outcome: 'done' }),
    remove: async () => ({ outcome: 'done' }),
    markRead: async () => {},
  },
  webhook: null,
  polling: null,
}
