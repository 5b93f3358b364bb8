import { z } from 'zod'
import type { Db } from '#lib/db'
import type { Jobs } from '#lib/jobs'
import { fillSome } from './fill-search.ts'

const account = z.object({ accountId: z.int() })

/** An older database is filled in by portions, beside the work. */
export function jobs({ db }: { db: Db }): Jobs {
  return { 'fill-search': (payload) => fillSome(db, account.parse(payload).accountId) }
}
