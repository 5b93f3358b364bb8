import { z } from 'zod'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { isDatabaseAway } from '#lib/errors'
import type { Jobs } from '#lib/jobs'
import type { Log } from '#lib/log'
import { failNext } from './fail-next.ts'
import { runPortion } from './run-portion.ts'

type JobDeps = { db: Db; clock: Clock; log: Log }
const payload = z.object({ accountId: z.number(), id: z.string() })

export function jobs({ db, clock, log }: JobDeps): Jobs {
  return {
    'bulk-action.go': async (given) => {
      const asked = payload.parse(given)
      let most: number | undefined
      for (let isMore = true; isMore;) {
        try {
          isMore = await inTransaction(db, (tx) => runPortion(tx, asked, clock(), most))
        } catch (error) {
          if (isDatabaseAway(error)) throw error
          // One by one from here: a conversation that our own rules fail on keeps none of the others.
          if (most === 1) {
            log.error({ error: String(error), action: asked.id }, 'a conversation of a mass action failed')
            await inTransaction(db, (tx) => failNext(tx, asked, clock()))
          }
          most = 1
        }
      }
    },
  }
}
