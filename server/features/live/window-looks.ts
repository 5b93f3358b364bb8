import { liveSignal } from '#contract/presence'
import { lookAt } from '#features/presence'
import { uuidv7 } from '#lib/crypto'
import { inTransaction, type Db } from '#lib/db'
import type { Log } from '#lib/log'
import type { LiveClient } from './live-client.ts'

const mostBytes = 200
const tryAgainMs = 1000

/**
 * Listens to what a browser says of the conversation it shows, and forgets it when the connection ends. However fast one walks
 * through a list, only where he has come to is written; and while it cannot be written it is tried again, since nobody else forgets
 * a window as long as this process lives.
 */
export function followLooks(deps: { db: Db; log: Log; nodeId: string }, client: LiveClient): void {
  const window = { windowId: uuidv7(), nodeId: deps.nodeId }
  let wanted: number | null = null
  /** Undefined: nobody knows. */
  let written: number | null | undefined = null
  let isWriting = false
  let retry: NodeJS.Timeout | null = null

  async function write(): Promise<void> {
    if (isWriting) return
    isWriting = true
    try {
      while (wanted !== written) {
        const number = wanted
        await inTransaction(deps.db, (tx) => lookAt(tx, client.viewer, window, number))
        written = number
      }
    } catch (error) {
      deps.log.warn(
        { error: String(error) },
        'who looks at a conversation could not be written; trying again',
      )
      // It may be written all the same: the answer alone can get lost.
      written = undefined
      retry ??= setTimeout(() => {
        retry = null
        void write()
      }, tryAgainMs).unref()
    } finally {
      isWriting = false
    }
  }
  const look = (number: number | null): void => {
    wanted = number
    void write()
  }
  client.socket.on('message', (data: Buffer) => {
    const signal = data.length <= mostBytes ? readSignal(data.toString()) : null
    if (signal) look(signal.number)
  })
  client.socket.on('close', () => look(null))
}

/** Null for what is no signal of ours. */
function readSignal(text: string): { number: number | null } | null {
  try {
    return liveSignal.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
