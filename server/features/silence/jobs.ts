import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { addJob, type Jobs } from '#lib/jobs'
import { closeSilent } from './close-silent.ts'
import { listSilent } from './queries.ts'

/** Once a minute by one node; what is due after the server was away is found like everything else. */
export const silenceCrontab = '* * * * * close-silent'

/** How many are closed at a time; after a full portion the next one follows at once. */
const portion = 200

export function jobs({ db, clock }: { db: Db; clock: Clock }): Jobs {
  return {
    'close-silent': async () => {
      const now = clock()
      const silent = await listSilent(db, now, portion)
      const failures: unknown[] = []
      let closed = 0
      for (const one of silent) {
        // One that cannot be closed keeps no other one open.
        try {
          if (await inTransaction(db, (tx) => closeSilent(tx, one, now))) closed += 1
        } catch (error) {
          failures.push(error)
        }
      }
      // Only while it gets on: otherwise the next minute tries again.
      if (silent.length === portion && closed > 0)
        await inTransaction(db, (tx) => addJob(tx, 'close-silent', {}, { key: 'close-silent' }))
      if (failures.length > 0) throw new AggregateError(failures, 'Silent conversations could not be closed')
    },
  }
}
