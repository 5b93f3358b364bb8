import { setTimeout as pause } from 'node:timers/promises'
import { isDatabaseAway } from '#lib/errors'
import type { OutboxDeps } from './outbox.ts'

const firstPauseMs = 50
const longestPauseMs = 2000

/**
 * Does something that must be written, again and again while the database is away. A process that is told to stop tries no
 * more: what it held is then freed like that of a dead one.
 */
export async function untilDone<T>(
  deps: Pick<OutboxDeps, 'log'>,
  isStopping: () => boolean,
  work: () => Promise<T>,
): Promise<T> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await work()
    } catch (error) {
      if (!isDatabaseAway(error) || isStopping()) throw error
      deps.log.warn({ error: String(error) }, 'the outbox could not be written; trying again')
      await pause(pauseMs)
    }
  }
}
