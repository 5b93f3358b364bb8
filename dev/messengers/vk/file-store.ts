import { randomBytes } from 'node:crypto'
import type { Surroundings } from './surroundings.ts'

export type StoredFile = {
  /** Public address, as events give it; that of a document leads on to it. */
  url: string
  name: string
  mime: string
  bytes: Buffer
  isExpired: boolean
}

/** What is attached to messages, with the bytes behind it. */
export type Media = {
  type: string
  ownerId: number
  id: number
  accessKey: string
  file: StoredFile | null
  /** What stands in the message under the name of its type. */
  content: Record<string, unknown>
}

const firstId = 457_239_000

/** Files and media of one community. */
export class FileStore {
  private readonly surroundings: Surroundings
  private readonly files = new Map<string, StoredFile>()
  private readonly media = new Map<string, Media>()
  private lastId = firstId

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings
  }

  add(name: string, mime: string, bytes: Buffer): StoredFile {
    const path = `${randomBytes(12).toString('hex')}/${encodeURIComponent(name)}`
    const file = { url: `${this.surroundings.root}/file/${path}`, name, mime, bytes, isExpired: false }
    this.files.set(path, file)
    return file
  }

  find(path: string): StoredFile | null {
    return this.files.get(path) ?? null
  }

  expireAll(): void {
    for (const file of this.files.values()) file.isExpired = true
  }

  addMedia(
    type: string,
    ownerId: number,
    make: (id: number, accessKey: string) => { file: StoredFile | null; content: Record<string, unknown> },
  ): Media {
    this.lastId += 1
    const id = this.lastId
    const accessKey = randomBytes(9).toString('hex')
    const media = { type, ownerId, id, accessKey, ...make(id, accessKey) }
    this.media.set(`${ownerId}_${id}`, media)
    return media
  }

  /** By a name such as "photo-1_2_key"; null when there is none, or its key is wrong. */
  named(name: string): Media | null {
    const [, type = '', place = '', key] = /^([a-z_]+?)(-?\d+_\d+)(?:_(\w+))?$/.exec(name) ?? []
    const media = this.media.get(place)
    if (!media || (key !== undefined && key !== media.accessKey)) return null
    const isSameType = media.type === type || (media.type === 'audio_message' && type === 'doc')
    return isSameType ? media : null
  }

  document(ownerId: number, id: number): Media | null {
    const media = this.media.get(`${ownerId}_${id}`)
    return media?.type === 'doc' ? media : null
  }
}
