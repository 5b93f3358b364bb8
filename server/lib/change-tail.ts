import { setTimeout as pause } from 'node:timers/promises'
import type { Change, Cursor } from './changes.ts'
import { currentCursor, readChanges } from './changes.ts'
import { keepAlive, type Db } from './db.ts'
import { LeanClient } from './lean-client.ts'
import type { Log } from './log.ts'

/** Called with what is new, in the log's order, and the cursor behind it. A null list: the tail lost its place, load anew. */
export type TailListener = (changes: Change[] | null, cursor: Cursor) => void

/** How a node tells the others that something was committed; it carries no data. */
export type Wakeup = { notify(): void; close(): Promise<void> }

export type ChangeTail = {
  subscribe(listener: TailListener): () => void
  /** Say after a commit that there is something to read, here and on the other nodes. */
  wake(): void
  cursor(): Cursor
  close(): Promise<void>
}

const pollMs = 1000
/** More are not told one by one: whoever listens looks at everything anew, which costs less and fits into memory. */
const mostAtOnce = 50_000
/** A flood is read in portions: the next read waits at least this long. */
const pauseMs = 4

/**
 * Follows the live log of the whole database for this process. Wake-ups are only alarms: the snapshot cursor is the truth,
 * and a slow poll is the net under lost alarms.
 */
export async function startChangeTail(options: {
  db: Db
  log: Log
  startWakeup(onWake: () => void): Promise<Wakeup>
}): Promise<ChangeTail> {
  const listeners = new Set<TailListener>()
  let cursor = await currentCursor(options.db)
  let isReading = false
  let isDirty = false
  let isClosed = false

  async function read(): Promise<void> {
    isDirty = true
    if (isReading) return
    isReading = true
    try {
      while (isDirty && !isClosed) {
        isDirty = false
        const result = await readChanges(options.db, cursor, { most: mostAtOnce })
        cursor = result.cursor
        if (result.isTooOld) tell(null)
        else if (result.changes.length > 0) {
          tell(result.changes)
          await pause(pauseMs)
        }
      }
    } catch (error) {
      if (!isClosed)
        options.log.warn({ error: String(error) }, 'the live log could not be read; trying again')
    } finally {
      isReading = false
    }
  }

  function tell(changes: Change[] | null): void {
    for (const listener of listeners) {
      try {
        listener(changes, cursor)
      } catch (error) {
        options.log.error({ error: String(error) }, 'a listener of the live log failed')
      }
    }
  }

  const wakeup = await options.startWakeup(() => void read())
  const timer = setInterval(() => void read(), pollMs)
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    wake() {
      wakeup.notify()
      void read()
    },
    cursor: () => cursor,
    async close() {
      isClosed = true
      clearInterval(timer)
      await wakeup.close()
    },
  }
}

const channelName = 'beseda_changes'
const coalesceMs = 10
const reconnectMs = 1000

/** Wake-ups through LISTEN/NOTIFY on connections of their own, after the commit and at most one in 10 ms: inside the transaction it would serialise commits. */
export async function startPostgresWakeup(
  connectionString: string,
  log: Log,
  onWake: () => void,
): Promise<Wakeup> {
  let isClosed = false
  let client: LeanClient | null = null
  let timer: NodeJS.Timeout | null = null
  let retry: NodeJS.Timeout | null = null
  let isAsked = false
  let isTelling = false

  async function connect(): Promise<void> {
    const next = new LeanClient({ connectionString, application_name: 'beseda-wakeup', ...keepAlive })
    let ownPid = 0
    // Our own call comes back too; what it is about has been read already.
    next.on('notification', ({ processId }) => {
      if (processId !== ownPid) onWake()
    })
    next.on('error', () => {})
    next.on('end', () => {
      if (client === next) client = null
      tryAgain()
    })
    try {
      await next.connect()
      const { rows } = await next.query<{ pid: number }>('select pg_backend_pid() as pid')
      ownPid = rows[0]?.pid ?? 0
      await next.query(`listen ${channelName}`)
    } catch (error) {
      // The connection may be well: without its end there would be one more at every attempt.
      void next.end().catch(() => {})
      throw error
    }
    client = next
    onWake()
  }
  async function reconnect(): Promise<void> {
    if (isClosed || client) return
    try {
      await connect()
    } catch (error) {
      log.warn({ error: String(error) }, 'no connection for wake-ups; polling until it is back')
      tryAgain()
    }
  }
  /** One attempt that fails is told of twice, by its error and by its end: each would begin another one, and they would double. */
  function tryAgain(): void {
    if (isClosed || retry) return
    retry = setTimeout(() => {
      retry = null
      void reconnect()
    }, reconnectMs).unref()
  }
  /** One at a time: what is asked for meanwhile follows. */
  async function tell(): Promise<void> {
    if (isTelling) return
    isTelling = true
    while (isAsked && client) {
      isAsked = false
      await client.query(`notify ${channelName}`).catch(() => {})
    }
    isTelling = false
  }
  await connect()
  return {
    notify() {
      isAsked = true
      timer ??= setTimeout(() => {
        timer = null
        void tell()
      }, coalesceMs)
    },
    async close() {
      isClosed = true
      if (timer) clearTimeout(timer)
      if (retry) clearTimeout(retry)
      await client?.end().catch(() => {})
    },
  }
}
