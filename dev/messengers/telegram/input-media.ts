import { ApiError, badRequest } from './api-error.ts'
import type { BotState } from './bot-state.ts'
import type { CallParameters, UploadedFile } from './call-parameters.ts'
import type { StoredFile } from './file-store.ts'
import { imageSize } from './image-size.ts'
import type { MediaKind } from './message-content.ts'

const maxPhotoBytes = 10 * 1024 * 1024
const maxFileBytes = 50 * 1024 * 1024
const maxPhotoSides = 10_000
const maxPhotoRatio = 20

const fallbackMime: Record<MediaKind, string> = {
  photo: 'image/jpeg',
  document: 'application/octet-stream',
  video: 'video/mp4',
  audio: 'audio/mpeg',
  voice: 'audio/ogg',
  animation: 'video/mp4',
  video_note: 'video/mp4',
  sticker: 'image/webp',
}

export type MediaFrame = {
  width?: number | undefined
  height?: number | undefined
  duration?: number | undefined
}

/** The file a parameter names: an upload under its own name, `attach://name`, or a file_id known to this bot. */
export const readMedia = (
  bot: BotState,
  parameters: CallParameters,
  source: { field: string; value: string },
  kind: MediaKind,
  frame: MediaFrame,
): StoredFile => {
  const own = parameters.files.get(source.field)
  if (own) return storeUpload(bot, own, kind, frame)
  if (source.value === '') throw badRequest(`there is no ${kind.replace('_', ' ')} in the request`)
  if (source.value.startsWith('attach://')) {
    const attached = parameters.files.get(source.value.slice('attach://'.length))
    if (!attached) throw badRequest('attached file not found')
    return storeUpload(bot, attached, kind, frame)
  }
  if (/^https?:\/\//i.test(source.value)) throw badRequest('failed to get HTTP URL content')
  const known = bot.files.find(source.value)
  if (!known) throw badRequest('wrong file identifier/HTTP URL specified')
  if (known.kind !== kind)
    throw badRequest(`can't use file of type ${titleOf(known.kind)} as ${titleOf(kind)}`)
  return known
}

const titleOf = (kind: string): string => kind.charAt(0).toUpperCase() + kind.slice(1).replace('_n', 'N')

const storeUpload = (bot: BotState, upload: UploadedFile, kind: MediaKind, frame: MediaFrame): StoredFile => {
  const { bytes } = upload
  if (bytes.length === 0) throw badRequest('file must be non-empty')
  if (bytes.length > maxFileBytes) throw new ApiError(413)
  const size = kind === 'photo' ? checkPhoto(bytes) : imageSize(bytes)
  return bot.files.add({
    kind,
    name: kind === 'photo' ? '' : upload.name,
    mime: upload.mime === '' || upload.mime === 'application/octet-stream' ? fallbackMime[kind] : upload.mime,
    bytes,
    width: size?.width ?? frame.width ?? 320,
    height: size?.height ?? frame.height ?? 240,
    duration: frame.duration ?? 0,
  })
}

const checkPhoto = (bytes: Buffer): { width: number; height: number } => {
  if (bytes.length > maxPhotoBytes) {
    throw badRequest(
      `file of size ${bytes.length} bytes is too big for a photo; the maximum size is ${maxPhotoBytes} bytes`,
    )
  }
  const size = imageSize(bytes)
  if (!size) throw badRequest('IMAGE_PROCESS_FAILED')
  const { width, height } = size
  const ratio = Math.max(width, height) / Math.max(1, Math.min(width, height))
  if (width + height > maxPhotoSides || ratio > maxPhotoRatio) throw badRequest('PHOTO_INVALID_DIMENSIONS')
  return size
}
