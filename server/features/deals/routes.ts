import * as contract from '#contract/deals'
import { changesOf } from '#features/fields'
import type { Clock } from '#lib/clock'
import { createOnce } from '#lib/create-once'
import { inTransaction, type Db } from '#lib/db'
import { AppError } from '#lib/errors'
import { route, type Route } from '#lib/http/route'
import { changeDeal } from './change-deal.ts'
import { changeDeals } from './change-deals.ts'
import { countDeals } from './count-deals.ts'
import { createDeal } from './create-deal.ts'
import { findDealView } from './deal-view.ts'
import { findRootOf } from './find-root-of.ts'
import { getBoard } from './get-board.ts'
import { incomingRoutes } from './incoming/incoming-routes.ts'
import { listDeals } from './list-deals.ts'
import { pipelineRoutes } from './pipelines/pipeline-routes.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    ...pipelineRoutes({ db, clock }),
    ...incomingRoutes({ db, clock }),
    route(contract.listDeals, (input, { caller }) => listDeals(db, caller, input)),
    route(contract.getBoard, (input, { caller }) => getBoard(db, caller, input)),
    route(contract.countDeals, async (input, { caller }) => ({
      stages: await countDeals(db, caller, input),
    })),
    route(contract.getDeal, async (input, { caller }) => {
      const view = await findDealView(db, caller, input.dealId)
      if (view) return view
      // An incoming lead that was joined to another deal is read there.
      const rootId = await findRootOf(db, caller.accountId, input.dealId)
      const root = rootId === null ? null : await findDealView(db, caller, rootId)
      if (!root) throw new AppError('deal.not_found')
      return root
    }),
    route(contract.createDeal, (input, { caller }) =>
      inTransaction(db, (tx) =>
        createOnce(tx, {
          ...caller,
          kind: 'deal',
          requestId: input.requestId,
          now: clock(),
          make: () => createDeal(tx, caller, { ...input, fields: changesOf(input.fields) }, clock()),
          find: (id) => findDealView(tx, caller, id),
        }),
      ),
    ),
    route(contract.changeDeal, (input, { caller }) =>
      inTransaction(db, (tx) => changeDeal(tx, caller, input, clock())),
    ),
    route(contract.changeDeals, ({ changes }, { caller }) =>
      inTransaction(db, (tx) => changeDeals(tx, caller, changes, clock())),
    ),
  ]
}
