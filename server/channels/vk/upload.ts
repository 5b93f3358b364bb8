import type { Connection, OutgoingFile, SendResult } from '../channel.ts'
import type { FormFile } from '../http-body.ts'
import { readFields, readInteger, readLine, readList, readText, type Fields } from '../read-unknown.ts'
import type { ApiResult, VkClient } from './client.ts'
import { photoLimits } from './config.ts'
import { beforeSending } from './errors.ts'

/** A file at VK, as messages.send wants it named, or why there is none: then the message has not left. */
export type Uploaded =
  | { outcome: 'uploaded'; attachment: string }
  | Exclude<SendResult, { outcome: 'accepted' }>

type Upload = { client: VkClient; connection: Connection; chat: string; file: OutgoingFile }
/** `unfit`: VK does not take it as this kind. */
type Tried = Uploaded | { outcome: 'unfit' }

/** Three steps: an address, the bytes to it, and a receipt for what it answers. */
export async function uploadFile(
  client: VkClient,
  connection: Connection,
  chat: string,
  file: OutgoingFile,
): Promise<Uploaded> {
  const upload = { client, connection, chat, file }
  const special = isPhoto(file) ? await uploadPhoto(upload) : isVoice(file) ? await uploadVoice(upload) : null
  if (special && special.outcome !== 'unfit') return special
  const plain = await uploadDocument(upload, 'doc')
  if (plain.outcome !== 'unfit') return plain
  const detail = 'VK does not take files of this kind: programs and MP3 among them'
  return { outcome: 'refused', code: 'refused', detail }
}

async function uploadPhoto(upload: Upload): Promise<Tried> {
  const address = await addressFor(upload, 'photos.getMessagesUploadServer', {})
  if (typeof address !== 'string') return address
  // VK looks at the name's ending too; nobody sees the name of a photo.
  const name = upload.file.mime === 'image/png' ? 'photo.png' : 'photo.jpg'
  const answer = await hand(upload, address, { field: 'photo', name })
  if (answer.outcome !== 'handed') return answer
  const photo = readText(answer.fields['photo']) ?? ''
  if (photo === '' || photo === '[]') return { outcome: 'unfit' }
  const saved = await save(upload, 'photos.saveMessagesPhoto', {
    photo,
    server: readInteger(answer.fields['server']),
    hash: readText(answer.fields['hash']),
  })
  return saved.outcome === 'ok' ? named('photo', readList(saved.result)[0]) : failed(saved)
}

async function uploadVoice(upload: Upload): Promise<Tried> {
  return uploadDocument(upload, 'audio_message')
}

async function uploadDocument(upload: Upload, type: 'doc' | 'audio_message'): Promise<Tried> {
  const address = await addressFor(upload, 'docs.getMessagesUploadServer', { type })
  if (typeof address !== 'string') return address
  const answer = await hand(upload, address, { field: 'file', name: upload.file.name })
  if (answer.outcome !== 'handed') return answer
  const file = readText(answer.fields['file'])
  if (!file) return { outcome: 'unfit' }
  const saved = await save(upload, 'docs.save', { file, title: upload.file.name })
  if (saved.outcome !== 'ok') return failed(saved)
  const fields = readFields(saved.result)
  const kind = readLine(fields?.['type'], 60) ?? ''
  return named(kind, fields?.[kind])
}

async function addressFor(
  { client, connection, chat }: Upload,
  method: string,
  parameters: Record<string, string>,
): Promise<string | Tried> {
  const found = await client.call(connection.token, method, { peer_id: chat, ...parameters })
  if (found.outcome !== 'ok') return beforeSendingOf(found)
  return readText(readFields(found.result)?.['upload_url']) ?? later('answer_without_address')
}

async function hand(
  { client, file }: Upload,
  address: string,
  as: { field: string; name: string },
): Promise<{ outcome: 'handed'; fields: Fields } | Tried> {
  const form: FormFile = { ...as, mime: file.mime, sizeBytes: file.sizeBytes, open: () => file.open() }
  const answer = await client.upload(address, form)
  if (answer.outcome === 'too_large')
    return { outcome: 'refused', code: 'too_large', detail: 'The upload was refused for its size' }
  return answer.outcome === 'ok' ? { outcome: 'handed', fields: answer.fields } : later(answer.code)
}

function save(
  { client, connection }: Upload,
  method: string,
  parameters: Record<string, string | number | null>,
): Promise<ApiResult> {
  return client.call(connection.token, method, parameters)
}

/** Errors that mean the upload has to be made anew: it could not be saved, its receipt was wrong or used up. */
const uploadErrors = new Set([22, 105, 114, 121, 129])

function failed(result: Exclude<ApiResult, { outcome: 'ok' }>): Tried {
  if (result.outcome === 'refused' && uploadErrors.has(result.code)) return later(`error_${result.code}`)
  return beforeSendingOf(result)
}

function beforeSendingOf(result: Exclude<ApiResult, { outcome: 'ok' }>): Tried {
  const read = beforeSending(result)
  return read.outcome === 'accepted' ? later('strange') : read
}

function named(kind: string, value: unknown): Tried {
  const saved = readFields(value)
  const owner = readInteger(saved?.['owner_id'])
  const id = readInteger(saved?.['id'])
  if (owner === null || id === null) return later('answer_without_id')
  const key = readText(saved?.['access_key'])
  return { outcome: 'uploaded', attachment: `${kind}${owner}_${id}${key ? `_${key}` : ''}` }
}

function later(code: string): Uploaded {
  return { outcome: 'unsent', code, retryAfterMs: null, scope: 'chat' }
}

function isPhoto({ kind, mime, sizeBytes, width, height }: OutgoingFile): boolean {
  if (kind !== 'photo' || !photoLimits.types.includes(mime) || sizeBytes > photoLimits.maxBytes) return false
  if (width === null || height === null) return true
  const ratio = Math.max(width, height) / Math.max(1, Math.min(width, height))
  return width + height <= photoLimits.maxSides && ratio <= photoLimits.maxRatio
}

function isVoice({ kind }: OutgoingFile): boolean {
  return kind === 'voice'
}
