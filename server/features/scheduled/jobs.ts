import { z } from 'zod'
import { instant, uuid } from '#contract/common'
import type { Clock } from '#lib/clock'
import type { Db } from '#lib/db'
import type { Jobs } from '#lib/jobs'
import { sendDue } from './send-scheduled.ts'

const due = z.object({ accountId: z.int(), id: uuid, at: instant })

/** What leaves at its time; a job that runs twice sends once. */
export function jobs(deps: { db: Db; clock: Clock }): Jobs {
  return {
    'send-scheduled': async (payload) => {
      const { at, ...which } = due.parse(payload)
      await sendDue(deps, { ...which, at: new Date(at) })
    },
  }
}
