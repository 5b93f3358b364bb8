import { imageSize } from '../telegram/image-size.ts'
import type { GotFile, SentMessage } from './account-state.ts'

const maxPictureBytes = 1024 * 1024
const patienceMs = 15_000

/** Fetches the file of a message as the client's messenger does: no login, no detours. A text says why it could not be shown. */
export const fetchMedia = async (message: SentMessage): Promise<GotFile | string> => {
  try {
    const response = await fetch(message.media ?? '', {
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    })
    if (response.status !== 200) return `media was answered with ${response.status}`
    const mime = (response.headers.get('content-type') ?? '').split(';')[0] ?? ''
    const length = response.headers.get('content-length')
    const bytes = Buffer.from(await response.arrayBuffer())
    if (length === null) return 'media has no length'
    return problemOf(message, bytes, mime) ?? { bytes, mime }
  } catch {
    return 'media could not be fetched'
  }
}

const problemOf = ({ type, size }: SentMessage, bytes: Buffer, mime: string): string | null => {
  if (size !== null && bytes.length !== size) return `media has ${bytes.length} bytes instead of ${size}`
  if (type === 'video' && mime !== 'video/mp4') return `media is ${mime}`
  if (type !== 'picture') return null
  if (!mime.startsWith('image/') || imageSize(bytes) === null) return 'media is no picture'
  return bytes.length > maxPictureBytes ? 'picture is too large' : null
}
