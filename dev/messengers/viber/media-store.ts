import { createHmac, randomBytes } from 'node:crypto'
import type { Surroundings } from './surroundings.ts'

export type StoredMedia = { bytes: Buffer; mime: string }

const lifeSeconds = 3600

/** Files that persons sent: under addresses that anybody may read who has them, for an hour. */
export class MediaStore {
  private readonly files = new Map<string, StoredMedia>()
  private readonly key = randomBytes(16)
  private readonly surroundings: Surroundings

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings
  }

  /** @returns the address. */
  add(file: StoredMedia, extension: string): string {
    const name = `${randomBytes(16).toString('hex')}${extension}`
    this.files.set(name, file)
    const expires = Math.floor(this.surroundings.clock().getTime() / 1000) + lifeSeconds
    return `${this.surroundings.base}/media/${name}?Expires=${expires}&Signature=${this.sign(name, expires)}`
  }

  find(name: string, query: URLSearchParams): StoredMedia | 'forbidden' | null {
    const expires = Number(query.get('Expires'))
    const isGood = query.get('Signature') === this.sign(name, expires)
    if (!isGood || expires * 1000 < this.surroundings.clock().getTime()) return 'forbidden'
    return this.files.get(name) ?? null
  }

  private sign(name: string, expires: number): string {
    return createHmac('sha256', this.key).update(`${name}/${expires}`).digest('base64url')
  }
}
