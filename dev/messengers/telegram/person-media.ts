import { randomBytes } from 'node:crypto'
import type { Message, MessageEntity } from '@grammyjs/types'
import { findEntities } from './entities.ts'
import type { FileStore, NewFile } from './file-store.ts'
import { imageSize } from './image-size.ts'
import { contentOf, type MediaKind } from './message-content.ts'
import { sampleJpeg, sampleMp3, samplePdf, sampleVoice, sampleWebp } from './sample-files.ts'
import { sampleMp4 } from './sample-video.ts'

/** A file as a person sends it. Without `bytes` a small real file of its kind is made. */
export type FileOptions = {
  bytes?: Uint8Array
  /** The file only says it is this big; for files over what a bot can download. */
  sizeBytes?: number
  name?: string
  mime?: string
  width?: number
  height?: number
  durationSeconds?: number
  caption?: string
  captionEntities?: MessageEntity[]
  title?: string
  performer?: string
  emoji?: string
}

type Defaults = {
  name: string
  mime: string
  width: number
  height: number
  make: (options: FileOptions) => Buffer
}

const video = { mime: 'video/mp4', width: 160, height: 120, make: () => sampleMp4() }
const defaults: Record<MediaKind, Defaults> = {
  photo: {
    name: '',
    mime: 'image/jpeg',
    width: 1280,
    height: 960,
    make: (options) => sampleJpeg(options.width ?? 1280, options.height ?? 960),
  },
  document: {
    name: 'document.pdf',
    mime: 'application/pdf',
    width: 0,
    height: 0,
    make: (options) => samplePdf(options.name ?? 'document.pdf'),
  },
  video: { ...video, name: 'video.mp4' },
  animation: { ...video, name: 'animation.mp4' },
  video_note: { ...video, name: '', width: 240, height: 240 },
  audio: {
    name: 'song.mp3',
    mime: 'audio/mpeg',
    width: 0,
    height: 0,
    make: (options) => sampleMp3(options.durationSeconds ?? 2),
  },
  voice: {
    name: '',
    mime: 'audio/ogg',
    width: 0,
    height: 0,
    make: (options) => sampleVoice(options.durationSeconds ?? 2),
  },
  sticker: { name: '', mime: 'image/webp', width: 512, height: 512, make: () => sampleWebp(512) },
}

/** The fields of a message that carries the file, with its caption. */
export const mediaFields = (files: FileStore, kind: MediaKind, options: FileOptions): Partial<Message> => {
  const stored = files.add(fileOf(kind, options))
  const content = contentOf(files, kind, stored, options)
  if (options.caption === undefined || kind === 'sticker' || kind === 'video_note') return content
  const entities = findEntities(options.caption, options.captionEntities)
  return {
    ...content,
    caption: options.caption,
    ...(entities.length > 0 ? { caption_entities: entities } : {}),
  }
}

const fileOf = (kind: MediaKind, options: FileOptions): NewFile => {
  const usual = defaults[kind]
  const isOnlySize = options.sizeBytes !== undefined && options.bytes === undefined
  const bytes = options.bytes ? Buffer.from(options.bytes) : distinct(usual.make(options), usual.mime)
  const size = isOnlySize ? null : imageSize(bytes)
  return {
    kind,
    name: options.name ?? usual.name,
    mime: options.mime ?? usual.mime,
    ...(isOnlySize ? { sizeBytes: options.sizeBytes } : { bytes }),
    width: options.width ?? size?.width ?? usual.width,
    height: options.height ?? size?.height ?? usual.height,
    duration: options.durationSeconds ?? 2,
  }
}

/** Makes each sample a file of its own, so that no two share a file_unique_id: a mark where the format allows one. */
const distinct = (bytes: Buffer, mime: string): Buffer => {
  const mark = randomBytes(8)
  if (mime === 'image/jpeg') {
    return Buffer.concat([bytes.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, 10]), mark, bytes.subarray(2)])
  }
  if (mime === 'video/mp4')
    return Buffer.concat([bytes, Buffer.from([0, 0, 0, 16]), Buffer.from('free'), mark])
  if (mime === 'application/pdf') return Buffer.concat([bytes, Buffer.from(`%${mark.toString('hex')}\n`)])
  return bytes
}
