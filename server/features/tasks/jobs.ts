import { z } from 'zod'
import { instant } from '#contract/common'
import type { Clock } from '#lib/clock'
import type { Db } from '#lib/db'
import type { Jobs } from '#lib/jobs'
import { tellDue } from './tell-due.ts'

const due = z.object({ accountId: z.int(), taskId: z.int(), at: instant })

/** A job that runs twice tells once; one of an earlier plan tells nothing. */
export function jobs(deps: { db: Db; clock: Clock }): Jobs {
  return {
    'tell-due-task': async (payload) => {
      const { at, ...which } = due.parse(payload)
      await tellDue(deps, { ...which, at: new Date(at) }, deps.clock())
    },
  }
}
