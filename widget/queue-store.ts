export type QueuedFile = {
  id: string
  name: string
  mime: string
  sizeBytes: number
  content: Blob
  /** The server has it. */
  isStored: boolean
}

/** A message the server has not confirmed yet. `failed`: why it will not be tried again by itself. */
export type QueuedMessage = {
  id: string
  at: string
  text: string
  files: QueuedFile[]
  name: string
  pageUrl: string
  pageTitle: string
  failed: string | null
}

/** Unsent messages in the order they were written, shared by all tabs of the site. */
export type QueueStore = {
  list: () => Promise<QueuedMessage[]>
  get: (id: string) => Promise<QueuedMessage | null>
  put: (message: QueuedMessage) => Promise<void>
  /** Nothing comes between reading and writing; null takes the message out, and one that is out already is left alone. */
  change: (id: string, change: (message: QueuedMessage) => QueuedMessage | null) => Promise<void>
  remove: (id: string) => Promise<void>
}

/** IndexedDB, because it keeps files; what it refuses (private mode, full disk) lives as long as the page. */
export function openQueueStore(button: string): QueueStore {
  const own = new Map<string, QueuedMessage>()
  const opening = openDatabase(`beseda:${button}`).catch(() => null)

  async function run<T>(
    mode: IDBTransactionMode,
    act: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T | null> {
    const database = await opening
    if (database === null) return null
    return new Promise((resolve, reject) => {
      const transaction = database.transaction('queue', mode)
      const request = act(transaction.objectStore('queue'))
      transaction.addEventListener('complete', () => resolve(request.result))
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('aborted')))
    })
  }

  return {
    async list() {
      const kept = await run<QueuedMessage[]>('readonly', (store) => store.getAll()).catch(() => null)
      const all = [...(kept ?? []), ...own.values()]
      return all.toSorted((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1))
    },
    async get(id) {
      const kept = await run<QueuedMessage | undefined>('readonly', (store) => store.get(id)).catch(
        () => null,
      )
      return kept ?? own.get(id) ?? null
    },
    async put(message) {
      const key = await run('readwrite', (store) => store.put(message)).catch(() => null)
      if (key === null) own.set(message.id, message)
      else own.delete(message.id)
    },
    async change(id, change) {
      await run('readwrite', (store) => {
        const reading: IDBRequest<QueuedMessage | undefined> = store.get(id)
        reading.addEventListener('success', () => {
          if (reading.result === undefined) return
          const changed = change(reading.result)
          if (changed === null) store.delete(id)
          else store.put(changed)
        })
        return reading
      }).catch(() => null)
      const message = own.get(id)
      if (message === undefined) return
      const changed = change(message)
      if (changed === null) own.delete(id)
      else own.set(id, changed)
    },
    async remove(id) {
      own.delete(id)
      await run('readwrite', (store) => store.delete(id)).catch(() => null)
    },
  }
}

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.addEventListener('upgradeneeded', () =>
      request.result.createObjectStore('queue', { keyPath: 'id' }),
    )
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('no database')))
  })
}
