import { sampleJpeg, samplePdf, sampleVoice } from '../telegram/sample-files.ts'
import type { CommunityState } from './community-state.ts'
import type { Fields } from './json.ts'
import { documentMedia, photoMedia, voiceMedia } from './media.ts'
import { attachmentOf } from './message.ts'

/** A file as a person sends it. Without `bytes` a small real file of its kind is made. */
export type FileOptions = {
  bytes?: Buffer
  name?: string
  mime?: string
  text?: string
  durationSeconds?: number
  /** Sizes of a photo are told as 0×0, as VK does with old ones. */
  hidesSides?: boolean
  hasOriginal?: boolean
}

export const mediaOf = (
  community: CommunityState,
  ownerId: number,
  file: FileOptions & { kind: 'photo' | 'doc' | 'audio_message' },
): Fields => {
  if (file.kind === 'photo') {
    const bytes = file.bytes ?? sampleJpeg(1280, 960)
    return attachmentOf(photoMedia(community, ownerId, bytes, file.name ?? 'photo.jpg', file))
  }
  if (file.kind === 'audio_message') {
    const seconds = file.durationSeconds ?? 2
    return attachmentOf(voiceMedia(community, ownerId, file.bytes ?? sampleVoice(seconds), seconds))
  }
  const name = file.name ?? 'document.pdf'
  const bytes = file.bytes ?? samplePdf(name)
  return attachmentOf(documentMedia(community, ownerId, bytes, name, file.mime ?? 'application/pdf'))
}

export const stickerBytes = (): Buffer => sampleJpeg(512, 512)
