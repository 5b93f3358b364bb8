import { dealFilter } from '#contract/deal-filter'
import * as contract from '#contract/saved-views'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { arrangeViews, changeView, createView, deleteView, restoreView } from './save-view.ts'
import { listViews } from './saved-view-rows.ts'

const deals = { name: 'deals', filter: dealFilter } as const
const imbox = { name: 'imbox', filter: contract.imboxFilter } as const

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.listSavedViews, async (_input, { caller }) => ({
      items: await listViews(db, caller, deals),
    })),
    route(contract.listImboxViews, async (_input, { caller }) => ({
      items: await listViews(db, caller, imbox),
    })),
    route(contract.createSavedView, (input, { caller }) =>
      inTransaction(db, (tx) => createView(tx, caller, deals, input, clock())),
    ),
    route(contract.createImboxView, (input, { caller }) =>
      inTransaction(db, (tx) => createView(tx, caller, imbox, input, clock())),
    ),
    route(contract.changeSavedView, (input, { caller }) =>
      inTransaction(db, (tx) => changeView(tx, caller, deals, input, clock())),
    ),
    route(contract.changeImboxView, (input, { caller }) =>
      inTransaction(db, (tx) => changeView(tx, caller, imbox, input, clock())),
    ),
    route(contract.deleteSavedView, async ({ viewId }, { caller }) => {
      await inTransaction(db, (tx) => deleteView(tx, caller, deals, viewId, clock()))
      return {}
    }),
    route(contract.deleteImboxView, async ({ viewId }, { caller }) => {
      await inTransaction(db, (tx) => deleteView(tx, caller, imbox, viewId, clock()))
      return {}
    }),
    route(contract.restoreSavedView, ({ viewId }, { caller }) =>
      inTransaction(db, (tx) => restoreView(tx, caller, deals, viewId, clock())),
    ),
    route(contract.restoreImboxView, ({ viewId }, { caller }) =>
      inTransaction(db, (tx) => restoreView(tx, caller, imbox, viewId, clock())),
    ),
    route(contract.arrangeSavedViews, async (input, { caller }) => {
      await inTransaction(db, (tx) => arrangeViews(tx, caller, deals, input))
      return {}
    }),
    route(contract.arrangeImboxViews, async (input, { caller }) => {
      await inTransaction(db, (tx) => arrangeViews(tx, caller, imbox, input))
      return {}
    }),
  ]
}
