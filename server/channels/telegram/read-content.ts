import type { AttachmentKind } from '#contract/messages'
import type { Content, IncomingAttachment } from '../channel.ts'
import { cleanFileName } from '../file-name.ts'
import {
  readCount,
  readFields,
  readLine,
  readList,
  readNumber,
  readText,
  type Fields,
} from '../read-unknown.ts'
import { maxDownloadBytes } from './config.ts'
import { describeOther } from './describe-other.ts'
import { readEntities } from './read-entities.ts'

/** Kinds with a file. Order matters: an animation has its `document` set as well. */
const fileKinds: { field: string; kind: AttachmentKind; mime: string | null; extension: string }[] = [
  { field: 'animation', kind: 'animation', mime: 'video/mp4', extension: '.mp4' },
  { field: 'video', kind: 'video', mime: 'video/mp4', extension: '.mp4' },
  { field: 'video_note', kind: 'video_note', mime: 'video/mp4', extension: '.mp4' },
  { field: 'voice', kind: 'voice', mime: 'audio/ogg', extension: '.ogg' },
  { field: 'audio', kind: 'audio', mime: 'audio/mpeg', extension: '.mp3' },
  { field: 'document', kind: 'document', mime: null, extension: '' },
]

/** What a message says: text, a file with its caption, or a line that describes any other kind. */
export function readContent(message: Fields): Content {
  const attachment = readPhoto(message) ?? readFile(message)
  if (attachment) return { ...captionOf(message), attachments: [attachment], unsupported: null }
  const text = readText(message['text'])
  if (text !== null) {
    return { text, entities: readEntities(message['entities'], text), attachments: [], unsupported: null }
  }
  const { kind, text: description } = describeOther(message)
  const sticker = kind === 'sticker' ? readSticker(message) : null
  return { text: description, entities: [], attachments: sticker ? [sticker] : [], unsupported: kind }
}

/**
 * A still sticker is a picture, a moving one a silent film; of one that is drawn (a format of Telegram's own) its still picture
 * is taken.
 */
function readSticker(message: Fields): IncomingAttachment | null {
  const sticker = readFields(message['sticker'])
  const name = `sticker-${String(message['message_id'])}`
  if (sticker?.['is_video'] === true)
    return attachmentOf(sticker, { kind: 'animation', mime: 'video/webm', name: `${name}.webm` })
  const still = sticker?.['is_animated'] === true ? readFields(sticker['thumbnail']) : sticker
  return still && attachmentOf(still, { kind: 'photo', mime: 'image/webp', name: `${name}.webp` })
}

function captionOf(message: Fields): Pick<Content, 'text' | 'entities'> {
  const text = readText(message['caption']) ?? ''
  return { text, entities: readEntities(message['caption_entities'], text) }
}

/** A photo comes in several sizes; the largest is the photo, the others are made from it. */
function readPhoto(message: Fields): IncomingAttachment | null {
  const sizes = readList(message['photo']).map(readFields)
  const area = (size: Fields): number => (readCount(size['width']) ?? 0) * (readCount(size['height']) ?? 0)
  let largest: Fields | null = null
  for (const size of sizes) if (size && (!largest || area(size) >= area(largest))) largest = size
  if (!largest) return null
  return attachmentOf(largest, {
    kind: 'photo',
    mime: 'image/jpeg',
    name: `photo-${String(message['message_id'])}.jpg`,
  })
}

function readFile(message: Fields): IncomingAttachment | null {
  for (const { field, kind, mime, extension } of fileKinds) {
    const file = readFields(message[field])
    if (file)
      return attachmentOf(file, { kind, mime, name: `${field}-${String(message['message_id'])}${extension}` })
  }
  return null
}

function attachmentOf(
  file: Fields,
  usual: { kind: AttachmentKind; mime: string | null; name: string },
): IncomingAttachment {
  const sizeBytes = readCount(file['file_size'])
  const side = usual.kind === 'video_note' ? readCount(file['length']) : null
  return {
    kind: usual.kind,
    name: cleanFileName(readText(file['file_name']), usual.name),
    mime: readLine(file['mime_type'], 100) ?? usual.mime,
    sizeBytes,
    durationSeconds: readNumber(file['duration']),
    width: side ?? readCount(file['width']),
    height: side ?? readCount(file['height']),
    remoteRef: readText(file['file_id']),
    state: sizeBytes !== null && sizeBytes > maxDownloadBytes ? 'too_big' : 'pending',
  }
}
