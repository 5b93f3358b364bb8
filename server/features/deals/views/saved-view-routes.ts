import * as contract from '#contract/saved-views'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { changeSavedView, createSavedView, deleteSavedView } from './save-view.ts'
import { listSavedViews } from './saved-view-rows.ts'

export function savedViewRoutes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.listSavedViews, async (_input, { caller }) => ({
      items: await listSavedViews(db, caller),
    })),
    route(contract.createSavedView, (input, { caller }) =>
      inTransaction(db, (tx) => createSavedView(tx, caller, input, clock())),
    ),
    route(contract.changeSavedView, (input, { caller }) =>
      inTransaction(db, (tx) => changeSavedView(tx, caller, input)),
    ),
    route(contract.deleteSavedView, async ({ viewId }, { caller }) => {
      await inTransaction(db, (tx) => deleteSavedView(tx, caller, viewId))
      return {}
    }),
  ]
}
