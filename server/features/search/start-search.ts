import type { ChangeTail } from '#lib/change-tail'
import type { Db } from '#lib/db'
import type { Log } from '#lib/log'
import { startReactions, type ReactionRunner } from '#lib/reactions'
import { refillAll, startFilling } from './fill-search.ts'
import { reactions } from './reactions.ts'

/**
 * Keeps the search of messages up to date, after their commit and in portions. It follows the live log with a place of its own, so
 * that a long portion keeps no notification waiting. When changes were lost, all messages are read anew.
 */
export function startSearch(deps: { db: Db; log: Log; tail: ChangeTail | null }): ReactionRunner {
  startFilling(deps.db).catch((error: unknown) =>
    deps.log.warn({ error: String(error) }, 'the filling of the search could not be begun'),
  )
  return startReactions({
    ...deps,
    name: 'search',
    reactions: [reactions],
    onLost: refillAll,
  })
}
