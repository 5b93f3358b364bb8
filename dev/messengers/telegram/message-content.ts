import type { Message, PhotoSize } from '@grammyjs/types'
import type { FileKind, FileStore, StoredFile } from './file-store.ts'
import { sampleJpeg } from './sample-files.ts'

export type MediaKind = Exclude<FileKind, 'thumbnail'>
export type MediaDetails = { title?: string; performer?: string; emoji?: string }

type Builder = (files: FileStore, file: StoredFile, details: MediaDetails) => Partial<Message>

const sides = [90, 320, 800]

/** The fields of a message that carries this file. */
export const contentOf = (
  files: FileStore,
  kind: MediaKind,
  file: StoredFile,
  details: MediaDetails = {},
): Partial<Message> => builders[kind](files, file, details)

const builders: Record<MediaKind, Builder> = {
  photo: (files, file) => ({ photo: photoSizes(files, file) }),
  document: (_files, file) => ({ document: { ...common(file), ...named(file) } }),
  video: (files, file) => ({
    video: { ...common(file), ...framed(file), ...named(file), thumbnail: thumbnail(files, file) },
  }),
  audio: (_files, file, details) => ({
    audio: {
      ...common(file),
      ...named(file),
      duration: file.duration,
      ...(details.performer ? { performer: details.performer } : {}),
      ...(details.title ? { title: details.title } : {}),
    },
  }),
  voice: (_files, file) => ({ voice: { ...common(file), duration: file.duration, mime_type: file.mime } }),
  animation: (files, file) => ({
    animation: { ...common(file), ...framed(file), ...named(file), thumbnail: thumbnail(files, file) },
    document: { ...common(file), ...named(file) },
  }),
  video_note: (files, file) => ({
    video_note: {
      ...common(file),
      length: file.width,
      duration: file.duration,
      thumbnail: thumbnail(files, file),
    },
  }),
  sticker: (_files, file, details) => ({
    sticker: {
      ...common(file),
      type: 'regular',
      width: file.width,
      height: file.height,
      is_animated: file.mime === 'application/x-tgsticker',
      is_video: file.mime === 'video/webm',
      emoji: details.emoji ?? '👍',
      set_name: 'StandInStickers',
    },
  }),
}

const common = (file: StoredFile): { file_id: string; file_unique_id: string; file_size: number } => ({
  file_id: file.fileId,
  file_unique_id: file.uniqueId,
  file_size: file.size,
})

const named = (file: StoredFile): { file_name?: string; mime_type: string } => ({
  ...(file.name === '' ? {} : { file_name: file.name }),
  mime_type: file.mime,
})

const framed = (file: StoredFile): { width: number; height: number; duration: number } => ({
  width: file.width,
  height: file.height,
  duration: file.duration,
})

/** Smaller sizes first, the picture itself last. */
const photoSizes = (files: FileStore, file: StoredFile): PhotoSize[] => {
  const longest = Math.max(file.width, file.height)
  const smaller = sides.filter((side) => side < longest).map((side) => scaled(files, file, side))
  return [...smaller, sizeOf(file)]
}

const thumbnail = (files: FileStore, file: StoredFile): PhotoSize => scaled(files, file, 320)

const scaled = (files: FileStore, file: StoredFile, side: number): PhotoSize => {
  const longest = Math.max(file.width, file.height, 1)
  const width = Math.max(1, Math.round((file.width * side) / longest))
  const height = Math.max(1, Math.round((file.height * side) / longest))
  const bytes = sampleJpeg(width, height)
  return sizeOf(files.add({ kind: 'thumbnail', mime: 'image/jpeg', bytes, width, height }))
}

const sizeOf = (file: StoredFile): PhotoSize => ({ ...common(file), width: file.width, height: file.height })
