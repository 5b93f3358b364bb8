import type { Messenger } from '#channels/channel'
import { receiveWebsite } from './receive.ts'

/**
 * The website chat as a messenger. Sending calls nobody: a message counts as sent when it is committed, because the visitor's
 * browser gets it from us, live or at his next visit.
 */
export function createWebsiteMessenger(limits: { maxFileBytes: number }): Messenger {
  return {
    kind: 'website',
    capabilities: {
      maxTextLength: 4000,
      maxCaptionLength: 4000,
      maxFilesPerMessage: 10,
      maxFileBytes: limits.maxFileBytes,
      maxPhotoBytes: limits.maxFileBytes,
      fileGroups: [['photo', 'video', 'document', 'audio', 'voice', 'animation']],
      receipts: { delivered: true, read: true },
      canWriteFirst: false,
      canReply: false,
      isIdempotent: true,
    },
    // A button has no token; it is made here and belongs to whoever made it.
    check: async () => ({ outcome: 'invalid' }),
    receive: receiveWebsite,
    send: async (_connection, part) => ({ outcome: 'accepted', externalIds: [part.key] }),
    fetchFile: async () => ({ outcome: 'gone' }),
    webhook: null,
    polling: null,
  }
}
