import { z } from 'zod'
import { instant, uuid } from '#contract/common'
import type { Clock } from '#lib/clock'
import type { Db } from '#lib/db'
import type { Jobs } from '#lib/jobs'
import { remind } from './remind.ts'

const due = z.object({ accountId: z.int(), id: uuid, at: instant })

/** A job that runs twice reminds once. */
export function jobs(deps: { db: Db; clock: Clock }): Jobs {
  return {
    remind: async (payload) => {
      const { at, ...which } = due.parse(payload)
      await remind(deps, { ...which, at: new Date(at) }, deps.clock())
    },
  }
}
