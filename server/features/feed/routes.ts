import { getFeed } from '#contract/feed'
import type { Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { listGatheredFeed } from './gathered/list-gathered-feed.ts'
import { listFeed } from './list-feed.ts'

export function routes({ db }: { db: Db }): Route[] {
  return [
    route(getFeed, ({ kind, cardId, ...wish }, { caller }) =>
      kind === 'contact' || kind === 'company'
        ? listGatheredFeed(db, caller, { holder: { kind, id: cardId }, ...wish })
        : listFeed(db, caller, { kind, cardId, ...wish }),
    ),
  ]
}
