import type { IncomingAttachment } from '../channel.ts'
import { cleanFileName } from '../file-name.ts'
import { readCount, readFields, readList, readNumber, readText, type Fields } from '../read-unknown.ts'
import { isWebAddress } from './client.ts'

type Picture = { url: string; width: number | null; height: number | null }

/** A file of a message; null for what has none (a video, a post) or does not say where it is. */
export function readFile(type: string, content: Fields): IncomingAttachment | null {
  const id = readNumber(content['id']) ?? readNumber(content['sticker_id']) ?? 0
  switch (type) {
    case 'photo':
      return pictureOf(largestPhoto(content), `photo-${id}.jpg`, 'image/jpeg')
    case 'sticker':
      return pictureOf(largest(content['images']), `sticker-${id}.png`, 'image/png')
    case 'graffiti':
      return pictureOf(readPicture(content), `graffiti-${id}.png`, 'image/png')
    case 'doc':
      return readDocument(content, id)
    case 'audio_message':
      return readVoice(content, id)
    case 'audio':
      return readMusic(content, id)
    default:
      return null
  }
}

function pictureOf(picture: Picture | null, name: string, mime: string): IncomingAttachment | null {
  if (!picture) return null
  return fileOf({
    kind: 'photo',
    name,
    mime,
    remoteRef: picture.url,
    width: picture.width,
    height: picture.height,
  })
}

/** Letters of VK's sizes from the smallest to the largest, for photos whose sides are not told (0×0). */
const sizeLetters = 'smopqrxyzw'

/** Sizes come in no order; `orig_photo` is the picture as it was sent. */
function largestPhoto(photo: Fields): Picture | null {
  const original = readPicture(readFields(photo['orig_photo']))
  if (original?.width && original.height) return original
  return largest(photo['sizes']) ?? original
}

function largest(sizes: unknown): Picture | null {
  let best: { picture: Picture; rank: [number, number] } | null = null
  for (const size of readList(sizes).map(readFields)) {
    const picture = readPicture(size)
    if (!size || !picture) continue
    const area = (picture.width ?? 0) * (picture.height ?? 0)
    const letter = sizeLetters.indexOf(readText(size['type']) || ' ')
    const isBetter = !best || area > best.rank[0] || (area === best.rank[0] && letter > best.rank[1])
    if (isBetter) best = { picture, rank: [area, letter] }
  }
  return best?.picture ?? null
}

function readPicture(fields: Fields | null): Picture | null {
  const url = readAddress(fields?.['url'])
  if (!fields || url === null) return null
  return { url, width: readCount(fields['width']), height: readCount(fields['height']) }
}

/** VK's number for animated pictures among documents. */
const gifType = 3

/** The title is whatever the sender called it, often without its extension. */
function readDocument(document: Fields, id: number): IncomingAttachment | null {
  const url = readAddress(document['url'])
  if (url === null) return null
  const extension = /^[\w-]{1,12}$/.exec(readText(document['ext']) ?? '')?.[0].toLowerCase() ?? ''
  const title = cleanFileName(readText(document['title']), `document-${id}`)
  const isWhole = extension === '' || title.toLowerCase().endsWith(`.${extension}`)
  const isGif = document['type'] === gifType && extension === 'gif'
  return fileOf({
    kind: isGif ? 'animation' : 'document',
    name: isWhole ? title : cleanFileName(`${title}.${extension}`, title),
    mime: isGif ? 'image/gif' : null,
    sizeBytes: readCount(document['size']),
    remoteRef: url,
  })
}

function readVoice(voice: Fields, id: number): IncomingAttachment | null {
  const ogg = readAddress(voice['link_ogg'])
  const url = ogg ?? readAddress(voice['link_mp3'])
  if (url === null) return null
  return fileOf({
    kind: 'voice',
    name: `voice-${id}.${ogg === null ? 'mp3' : 'ogg'}`,
    mime: ogg === null ? 'audio/mpeg' : 'audio/ogg',
    durationSeconds: readNumber(voice['duration']),
    remoteRef: url,
  })
}

/** Most music has no address for a community; then it is only named. */
function readMusic(audio: Fields, id: number): IncomingAttachment | null {
  const url = readAddress(audio['url'])
  if (url === null || new URL(url).pathname.endsWith('.m3u8')) return null
  return fileOf({
    kind: 'audio',
    name: `${cleanFileName(readText(audio['title']), `audio-${id}`)}.mp3`,
    mime: 'audio/mpeg',
    durationSeconds: readNumber(audio['duration']),
    remoteRef: url,
  })
}

function readAddress(value: unknown): string | null {
  const address = readText(value)
  return address !== null && isWebAddress(address) ? address : null
}

function fileOf(
  file: Pick<IncomingAttachment, 'kind' | 'name' | 'mime' | 'remoteRef'> & Partial<IncomingAttachment>,
): IncomingAttachment {
  return { sizeBytes: null, durationSeconds: null, width: null, height: null, state: 'pending', ...file }
}
