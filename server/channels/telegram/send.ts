import type { Connection, OutgoingFile, OutgoingPart, SendResult } from '../channel.ts'
import type { FormFile } from '../http-body.ts'
import { readFields, readInteger, readList } from '../read-unknown.ts'
import type { ApiResult, TelegramClient } from './client.ts'
import { photoLimits } from './config.ts'
import { readRefusal } from './read-refusal.ts'
import { writeEntities } from './write-entities.ts'

type Request = { method: string; parameters: Record<string, unknown>; files: FormFile[] }
type Kind = OutgoingFile['kind']

const methods: Record<Kind, string> = {
  photo: 'sendPhoto',
  video: 'sendVideo',
  document: 'sendDocument',
  audio: 'sendAudio',
  voice: 'sendVoice',
  animation: 'sendAnimation',
}

/**
 * Sends one message: a text, a file with its caption, or an album. A picture that Telegram does not take as a photo is sent
 * again as a document: that is no repeat, because the first try was refused as a whole.
 */
export async function send(
  client: TelegramClient,
  connection: Connection,
  part: OutgoingPart,
): Promise<SendResult> {
  const files = part.files.map(asFit)
  const first = await perform(client, connection, part, files)
  if (first.outcome === 'refused' && isPhotoRefusal(first.description) && files.some(isPicture)) {
    return resultOf(await perform(client, connection, part, part.files.map(asDocument)))
  }
  return resultOf(first)
}

function perform(
  client: TelegramClient,
  connection: Connection,
  part: OutgoingPart,
  files: OutgoingFile[],
): Promise<ApiResult> {
  const request = requestOf(part, files)
  return client.call(connection.token, request.method, request.parameters, { files: request.files })
}

function requestOf(part: OutgoingPart, files: OutgoingFile[]): Request {
  const target = { chat_id: part.chat, reply_parameters: replyOf(part.replyTo) }
  if (part.location) {
    const { latitude, longitude } = part.location
    return { method: 'sendLocation', parameters: { ...target, latitude, longitude }, files: [] }
  }
  const [first] = files
  if (!first) {
    const parameters = { ...target, text: part.text, entities: writeEntities(part.text, part.entities) }
    return { method: 'sendMessage', parameters, files: [] }
  }
  if (files.length > 1) return albumOf(part, target, sameGroup(files))
  const caption = captionOf(part)
  const parameters = {
    ...target,
    ...caption,
    ...(first.kind === 'video' ? { supports_streaming: true } : {}),
    ...(first.kind === 'voice' ? { duration: wholeSeconds(first) } : {}),
  }
  return { method: methods[first.kind], parameters, files: [upload(first, first.kind)] }
}

function albumOf(part: OutgoingPart, target: Record<string, unknown>, files: OutgoingFile[]): Request {
  const media = files.map((file, index) => ({
    type: file.kind,
    media: `attach://file${index}`,
    ...(index === 0 ? captionOf(part) : {}),
  }))
  return {
    method: 'sendMediaGroup',
    parameters: { ...target, media },
    files: files.map((file, index) => upload(file, `file${index}`)),
  }
}

function wholeSeconds({ durationSeconds }: OutgoingFile): number | undefined {
  return durationSeconds ? Math.max(1, Math.round(durationSeconds)) : undefined
}

/** Documents and music travel only among themselves: once one picture had to become a document, all do. */
function sameGroup(files: OutgoingFile[]): OutgoingFile[] {
  const isMixed =
    files.some((file) => file.kind === 'document') && files.some((file) => file.kind !== 'document')
  return isMixed ? files.map(asDocument) : files
}

function captionOf(part: OutgoingPart): Record<string, unknown> {
  return part.text === ''
    ? {}
    : { caption: part.text, caption_entities: writeEntities(part.text, part.entities) ?? undefined }
}

function replyOf(replyTo: string | null): Record<string, unknown> | null {
  const messageId = Number(replyTo)
  if (replyTo === null || !Number.isSafeInteger(messageId)) return null
  return { message_id: messageId, allow_sending_without_reply: true }
}

function upload(file: OutgoingFile, field: string): FormFile {
  return { field, name: file.name, mime: file.mime, sizeBytes: file.sizeBytes, open: () => file.open() }
}

function isPicture(file: OutgoingFile): boolean {
  return file.kind === 'photo'
}

function asDocument(file: OutgoingFile): OutgoingFile {
  return { ...file, kind: 'document' }
}

function asFit(file: OutgoingFile): OutgoingFile {
  return isPicture(file) && !isPhotoFit(file) ? asDocument(file) : file
}

function isPhotoFit({ sizeBytes, width, height }: OutgoingFile): boolean {
  if (sizeBytes > photoLimits.maxBytes) return false
  if (width === null || height === null) return true
  const ratio = Math.max(width, height) / Math.max(1, Math.min(width, height))
  return width + height <= photoLimits.maxSides && ratio <= photoLimits.maxRatio
}

function isPhotoRefusal(description: string): boolean {
  return /PHOTO_|IMAGE_PROCESS|too big for a photo/i.test(description)
}

function resultOf(result: ApiResult): SendResult {
  switch (result.outcome) {
    case 'ok':
      return accepted(result.result)
    case 'refused':
      return readRefusal(result)
    case 'unsent':
      return { outcome: 'unsent', code: result.code, retryAfterMs: null, scope: scopeOf(result.code) }
    case 'unknown':
      return result
  }
}

/** A file of ours that cannot be read says nothing about the messenger. */
function scopeOf(code: string): 'chat' | 'channel' {
  return code === 'file_unreadable' ? 'chat' : 'channel'
}

/** A good answer without an id would be no fact to build on. */
function accepted(result: unknown): SendResult {
  const messages = Array.isArray(result) ? readList(result) : [result]
  const ids = messages.map((message) => readInteger(readFields(message)?.['message_id']))
  const externalIds = ids.flatMap((id) => (id === null ? [] : [String(id)]))
  if (externalIds.length === 0 || externalIds.length < ids.length)
    return { outcome: 'unknown', code: 'answer_without_id' }
  return { outcome: 'accepted', externalIds }
}
