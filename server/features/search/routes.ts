import { search } from '#contract/search'
import type { Clock } from '#lib/clock'
import type { Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { find } from './find.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [route(search, (wish, { caller }) => find(db, caller, wish, clock()))]
}
