import { getDealFeed } from '#contract/deals'
import type { Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { listDealFeed } from './list-deal-feed.ts'

export function routes({ db }: { db: Db }): Route[] {
  return [route(getDealFeed, (input, { caller }) => listDealFeed(db, caller, input))]
}
