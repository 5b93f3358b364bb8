import * as contract from '#contract/bulk-actions'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { listActionsOf, toBulkAction } from './action-rows.ts'
import { listLeftOf } from './list-left.ts'
import { putAwayAction, stopAction, undoAction } from './own-action.ts'
import { previewAction } from './preview-action.ts'
import { startAction } from './start-action.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.previewBulkAction, (input, { caller }) => previewAction(db, caller, input)),
    route(contract.startBulkAction, (input, { caller }) =>
      inTransaction(db, (tx) => startAction(tx, caller, input, clock())),
    ),
    route(contract.listBulkActions, async (_input, { caller }) => {
      const rows = await listActionsOf(db, caller, clock())
      return { items: rows.map(toBulkAction) }
    }),
    route(contract.listBulkLeft, (input, { caller }) => listLeftOf(db, caller, input)),
    route(contract.stopBulkAction, ({ actionId }, { caller }) =>
      inTransaction(db, (tx) => stopAction(tx, caller, actionId, clock())),
    ),
    route(contract.undoBulkAction, ({ actionId }, { caller }) =>
      inTransaction(db, (tx) => undoAction(tx, caller, actionId)),
    ),
    route(contract.putAwayBulkAction, async ({ actionId }, { caller }) => {
      await inTransaction(db, (tx) => putAwayAction(tx, caller, actionId, clock()))
      return {}
    }),
  ]
}
