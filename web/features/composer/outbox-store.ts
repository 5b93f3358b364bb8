import type { OutboxEntry } from './outbox.ts'

const prefix = (userId: number): string => `beseda.outbox.${userId}.`

/** The part of the browser's storage that the outbox needs. */
export type KeyValues = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/**
 * Keeps a user's outbox over a reload, one key an entry, so that tabs do not overwrite each other's. A full or forbidden
 * storage loses nothing while the tab lives.
 */
export class OutboxStore {
  #values: KeyValues
  #prefix: string
  #own = new Set<string>()
  /** What the storage would not take when it was last written: it lives in this page only. */
  refused: readonly OutboxEntry[] = []

  constructor(values: KeyValues, userId: number) {
    this.#values = values
    this.#prefix = prefix(userId)
  }

  load(): OutboxEntry[] {
    const keys = Array.from({ length: this.#values.length }, (_, index) => this.#values.key(index) ?? '')
    const entries = keys.filter((key) => key.startsWith(this.#prefix)).flatMap((key) => this.#read(key))
    for (const entry of entries) this.#own.add(entry.id)
    return entries.toSorted((a, b) => a.at.localeCompare(b.at))
  }

  /** Writes what is there now and removes what has gone since the last call; entries of other tabs stay. */
  save(entries: readonly OutboxEntry[]): void {
    this.refused = entries.filter((entry) => !this.#write(entry))
    const present = new Set(entries.map((entry) => entry.id))
    for (const id of this.#own) if (!present.has(id)) this.#values.removeItem(this.#prefix + id)
    this.#own = present
  }

  /** The id of the entry a storage key belongs to; null for other keys. */
  entryId(key: string | null): string | null {
    return key?.startsWith(this.#prefix) === true ? key.slice(this.#prefix.length) : null
  }

  #write(entry: OutboxEntry): boolean {
    try {
      this.#values.setItem(this.#prefix + entry.id, JSON.stringify(entry))
      return true
    } catch {
      return false
    }
  }

  #read(key: string): OutboxEntry[] {
    try {
      const entry: unknown = JSON.parse(this.#values.getItem(key) ?? 'null')
      return isEntry(entry) ? [entry] : []
    } catch {
      return []
    }
  }
}

function isEntry(value: unknown): value is OutboxEntry {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'chatId' in value &&
    'text' in value &&
    'files' in value &&
    Array.isArray(value.files) &&
    'state' in value &&
    'at' in value
  )
}
