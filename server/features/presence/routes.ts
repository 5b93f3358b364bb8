import { listPresences } from '#contract/presence'
import type { Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { listSeenPresences } from './find-presences.ts'

export function routes({ db }: { db: Db }): Route[] {
  return [
    route(listPresences, async (_input, { caller }) => ({ items: await listSeenPresences(db, caller) })),
  ]
}
