import type { EndpointParsed } from '#contract/endpoint'
import type { AttachmentKind } from '#contract/messages'
import type { sendVisitorMessage, VisitorMessage } from '#contract/website'
import { AppError } from '#lib/errors'
import {
  findVisitorChat,
  listVisitorUploads,
  type Button,
  type Visitor,
  type VisitorUpload,
} from './queries.ts'
import { showMessage } from './show-message.ts'
import { takeUpdates } from './take-updates.ts'
import { findOwnMessage } from './thread-queries.ts'
import { visitorName } from './visitor.ts'
import type { WebsiteDeps } from './website-deps.ts'

type Sent = EndpointParsed<typeof sendVisitorMessage>
type Sender = { button: Button; visitor: Visitor; base: string }

/** Takes a visitor's message in; a repeat is answered like the first. Throws what the endpoint says. */
export async function sendMessage(deps: WebsiteDeps, sender: Sender, sent: Sent): Promise<VisitorMessage> {
  const known = await findSent(deps, sender, sent.id)
  if (known) return known
  if (!sender.button.isOn) throw new AppError('channel.disconnected')
  const text = sent.text.trim() === '' ? '' : sent.text
  if (text === '' && sent.fileIds.length === 0) throw new AppError('message.empty')
  const files = await ownUploads(deps, sender.visitor, sent.fileIds)
  const chat = await findVisitorChat(deps.db, sender.visitor)
  const update = {
    kind: 'message',
    visitor: sender.visitor.externalId,
    at: sent.at,
    id: sent.id,
    text,
    files: files.map((file) => ({ ...file, kind: attachmentKindOf(file.mime) })),
    name: sent.name || chat?.personName || visitorName(sender.visitor, sender.button.accountLanguage),
    language: sender.visitor.language,
    source: chat ? null : sourceOf(sent, sender.visitor),
  }
  await takeUpdates(deps, sender.button, [update])
  const stored = await findSent(deps, sender, sent.id)
  if (!stored) throw new Error('A message of a website visitor was taken but is not there')
  return stored
}

async function findSent(deps: WebsiteDeps, sender: Sender, id: string): Promise<VisitorMessage | null> {
  const { accountId } = sender.button
  const chat = await findVisitorChat(deps.db, sender.visitor)
  const row = chat && (await findOwnMessage(deps.db, { accountId, chatId: chat.id }, id))
  return row ? showMessage(deps, row, { accountId, base: sender.base }) : null
}

/** The visitor's own uploads in the order he gave them, each once. */
async function ownUploads(deps: WebsiteDeps, visitor: Visitor, ids: string[]): Promise<VisitorUpload[]> {
  if (ids.length === 0) return []
  const wanted = [...new Set(ids)]
  const found = await listVisitorUploads(deps.db, visitor, wanted)
  return wanted.map((id) => {
    const file = found.find((one) => one.id === id)
    if (!file) throw new AppError('file.not_found', { fileId: id })
    return file
  })
}

/** Where the visitor wrote from: kept with his first message. */
function sourceOf(sent: Sent, visitor: Visitor): Record<string, string> | null {
  const pairs = [
    ['page', sent.pageUrl],
    ['title', sent.pageTitle],
    ['language', visitor.language],
  ].filter((pair): pair is [string, string] => Boolean(pair[1]))
  return pairs.length > 0 ? Object.fromEntries(pairs) : null
}

const pictures = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif', 'image/bmp'])

/** By the type found in the bytes. */
function attachmentKindOf(mime: string): AttachmentKind {
  if (pictures.has(mime)) return 'photo'
  if (/^video\/(mp4|webm|ogg|quicktime)$/.test(mime)) return 'video'
  return mime.startsWith('audio/') ? 'audio' : 'document'
}
