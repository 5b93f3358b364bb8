import type { Clock } from '#lib/clock'
import type { Db } from '#lib/db'
import type { Jobs } from '#lib/jobs'
import { sumDays } from './days/sum-days.ts'

/** Once an hour by one node; until a day is summed up, reports read its rows. */
export const reportDaysCrontab = '41 * * * * sum-report-days ?queue=report-days'

export function jobs({ db, clock }: { db: Db; clock: Clock }): Jobs {
  return {
    'sum-report-days': async () => {
      await sumDays(db, clock())
    },
  }
}
