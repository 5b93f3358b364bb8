import { getFeed } from '#contract/feed'
import type { Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { listFeed } from './list-feed.ts'

export function routes({ db }: { db: Db }): Route[] {
  return [route(getFeed, (input, { caller }) => listFeed(db, caller, input))]
}
