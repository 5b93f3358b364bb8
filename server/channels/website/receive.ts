import type { Incoming, IncomingAttachment } from '#channels/channel'
import { websiteUpdate, type WebsiteUpdate } from './update.ts'

type Message = Extract<WebsiteUpdate, { kind: 'message' }>

/** What one update of a button says. The visitor is known in his one channel only. */
export function receiveWebsite(update: unknown): Incoming[] {
  const parsed = websiteUpdate.safeParse(update)
  if (!parsed.success) return [{ kind: 'ignored', reason: 'not an update of a website button' }]
  const told = parsed.data
  const at = new Date(told.at)
  if (told.kind === 'message') return [receiveMessage(told, at)]
  const receipt = { kind: 'receipt', chat: told.visitor, at } as const
  if (told.kind === 'read') {
    return [
      {
        ...receipt,
        key: `read:${told.visitor}:${told.upTo}`,
        state: 'read',
        upTo: told.upTo,
        externalId: null,
      },
    ]
  }
  const { externalId } = told
  return [
    {
      ...receipt,
      key: `delivered:${told.visitor}:${externalId}`,
      state: 'delivered',
      upTo: null,
      externalId,
    },
  ]
}

/** What the database can keep: no halves of characters, no NUL. */
function clean(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '')
}

/** Marks of direction can make one file name look like another. */
function cleanFileName(name: string): string {
  return clean(name).replaceAll(/[\p{Cc}/\\\u202A-\u202E\u2066-\u2069]/gu, '') || 'file'
}

function receiveMessage(message: Message, at: Date): Incoming {
  return {
    kind: 'message',
    chat: message.visitor,
    externalId: message.id,
    sequence: 0,
    at,
    person: {
      scope: 'channel',
      externalId: message.visitor,
      name: clean(message.name),
      handle: null,
      language: message.language,
    },
    content: {
      text: clean(message.text),
      entities: [],
      attachments: message.files.map(receiveFile),
      unsupported: null,
    },
    albumKey: null,
    replyTo: null,
    forwardedFrom: null,
    source: message.source && receiveSource(message.source),
    ownPhone: null,
  }
}

function receiveSource(source: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(source).map(([key, value]) => [key, clean(value)]))
}

function receiveFile(file: Message['files'][number]): IncomingAttachment {
  return {
    kind: file.kind,
    name: cleanFileName(file.name),
    mime: file.mime,
    sizeBytes: file.sizeBytes,
    durationSeconds: null,
    width: file.width,
    height: file.height,
    remoteRef: null,
    state: 'ready',
    fileId: file.id,
  }
}
