import { listGallery as listEndpoint } from '#contract/gallery'
import type { Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { listGallery } from './list-gallery.ts'

export function routes({ db }: { db: Db }): Route[] {
  return [
    route(listEndpoint, ({ kind, cardId, ...wish }, { caller }) =>
      listGallery(db, caller, { holder: { kind, id: cardId }, ...wish }),
    ),
  ]
}
