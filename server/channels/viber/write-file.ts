import type { OutgoingFile, SendResult } from '../channel.ts'
import { cleanFileName } from '../file-name.ts'
import { pictureLimits, videoLimits } from './config.ts'

type Refused = Extract<SendResult, { outcome: 'refused' }>
export type Written = { outcome: 'written'; message: Record<string, unknown> }

/**
 * The message that carries a file: Viber is told only where to fetch it, and looks at how the address ends. A picture or a
 * video beyond what Viber shows as such leaves as a file.
 */
export async function writeFile(file: OutgoingFile, text: string): Promise<Written | Refused> {
  const isPicture = file.kind === 'photo' && isWithin(file, pictureLimits)
  if (text !== '' && !isPicture) {
    return { outcome: 'refused', code: 'refused', detail: 'Only a picture can have a text below it' }
  }
  const isVideo = file.kind === 'video' && isWithin(file, videoLimits)
  const media = await file.publicUrl(addressName(file, isPicture, isVideo))
  if (media === null) {
    return { outcome: 'refused', code: 'needs_public_url', detail: 'This server has no public address' }
  }
  if (isPicture) return written({ type: 'picture', media, text })
  const size = file.sizeBytes
  return written(
    isVideo
      ? { type: 'video', media, size }
      : { type: 'file', media, size, file_name: cleanFileName(file.name, 'file') },
  )
}

function written(message: Record<string, unknown>): Written {
  return { outcome: 'written', message }
}

function isWithin(file: OutgoingFile, limits: { types: string[]; maxBytes: number }): boolean {
  return limits.types.includes(file.mime) && file.sizeBytes <= limits.maxBytes
}

/** Plain letters only, and an ending in small ones: what a colleague called the file matters to nobody who fetches it. */
function addressName(file: OutgoingFile, isPicture: boolean, isVideo: boolean): string {
  if (isPicture) return file.mime === 'image/png' ? 'picture.png' : 'picture.jpg'
  if (isVideo) return 'video.mp4'
  return `file${/\.[a-z\d]{1,10}$/i.exec(file.name)?.[0].toLowerCase() ?? ''}`
}
