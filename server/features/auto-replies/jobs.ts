import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import type { Jobs } from '#lib/jobs'
import { due } from './due.ts'
import { replyAutomatically } from './reply-automatically.ts'

/** A job that runs twice says it once; one that comes too late says nothing. */
export function jobs(deps: { db: Db; clock: Clock }): Jobs {
  return {
    'auto-reply': (payload) =>
      inTransaction(deps.db, (tx) => replyAutomatically(tx, due.parse(payload), deps.clock())),
  }
}
