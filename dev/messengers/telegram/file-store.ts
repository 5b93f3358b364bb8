import { hash, randomBytes } from 'node:crypto'
import type { File } from '@grammyjs/types'
import { badRequest } from './api-error.ts'
import type { Surroundings } from './surroundings.ts'

export type FileKind =
  | 'photo'
  | 'document'
  | 'video'
  | 'audio'
  | 'voice'
  | 'animation'
  | 'video_note'
  | 'sticker'
  | 'thumbnail'

export type StoredFile = {
  fileId: string
  uniqueId: string
  kind: FileKind
  name: string
  mime: string
  size: number
  sha256: string
  /** null: only its size is known; too big to be downloaded anyway. */
  bytes: Buffer | null
  width: number
  height: number
  duration: number
}

export type NewFile = {
  kind: FileKind
  name?: string
  mime: string
  bytes?: Buffer
  /** For a file that is only as big as it says. */
  sizeBytes?: number
  width?: number
  height?: number
  duration?: number
}

/** Largest file a bot can download [TGS MAX_DOWNLOAD_FILE_SIZE]. */
const maxDownloadBytes = 20 * 1024 * 1024
const linkLifeSeconds = 3600
const folders: Record<FileKind, string> = {
  photo: 'photos',
  document: 'documents',
  video: 'videos',
  audio: 'music',
  voice: 'voice',
  animation: 'animations',
  video_note: 'video_notes',
  sticker: 'stickers',
  thumbnail: 'thumbnails',
}
const extensions: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'audio/ogg': 'oga',
  'audio/mpeg': 'mp3',
  'video/mp4': 'mp4',
  'application/pdf': 'pdf',
}

/** Files of one bot: ids are the bot's own, the unique id is the same for the same bytes. */
export class FileStore {
  private readonly surroundings: Surroundings
  private readonly byId = new Map<string, StoredFile>()
  private readonly links = new Map<string, { file: StoredFile; until: number }>()
  private readonly pathOf = new Map<string, string>()
  private readonly sums = new WeakMap<Buffer, string>()

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings
  }

  add(file: NewFile): StoredFile {
    const bytes = file.bytes ?? null
    const sha256 = bytes ? this.sumOf(bytes) : hash('sha256', randomBytes(16), 'hex')
    const stored: StoredFile = {
      fileId: `AgACAgIAAxkB${randomBytes(30).toString('base64url')}`,
      uniqueId: `AQAD${Buffer.from(sha256.slice(0, 16), 'hex').toString('base64url')}`,
      kind: file.kind,
      name: file.name ?? '',
      mime: file.mime,
      size: bytes?.length ?? file.sizeBytes ?? 0,
      sha256,
      bytes,
      width: file.width ?? 0,
      height: file.height ?? 0,
      duration: file.duration ?? 0,
    }
    this.byId.set(stored.fileId, stored)
    return stored
  }

  find(fileId: string): StoredFile | null {
    return this.byId.get(fileId) ?? null
  }

  /** getFile: gives a path that can be downloaded for an hour. */
  open(fileId: string): File {
    if (fileId === '') throw badRequest('file_id not specified')
    const file = this.byId.get(fileId)
    if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable')
    if (file.size > maxDownloadBytes) throw badRequest('file is too big')
    const path =
      this.pathOf.get(fileId) ?? `${folders[file.kind]}/file_${this.pathOf.size}.${extensionOf(file)}`
    this.pathOf.set(fileId, path)
    this.links.set(path, { file, until: this.surroundings.now() + linkLifeSeconds })
    return { file_id: file.fileId, file_unique_id: file.uniqueId, file_size: file.size, file_path: path }
  }

  /** The file behind a path given by `open` within the last hour. */
  download(path: string): StoredFile | null {
    const link = this.links.get(path)
    if (!link || link.until < this.surroundings.now()) return null
    return link.file
  }

  private sumOf(bytes: Buffer): string {
    const known = this.sums.get(bytes)
    if (known) return known
    const sum = hash('sha256', bytes, 'hex')
    this.sums.set(bytes, sum)
    return sum
  }
}

const extensionOf = (file: StoredFile): string => {
  const fromName = /\.([A-Za-z0-9]{1,8})$/.exec(file.name)?.[1]
  return fromName ?? extensions[file.mime] ?? 'bin'
}
