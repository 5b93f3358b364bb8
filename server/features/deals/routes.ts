import * as contract from '#contract/deals'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { AppError } from '#lib/errors'
import { route, type Route } from '#lib/http/route'
import { changeDeal } from './change-deal.ts'
import { createDeal } from './create-deal.ts'
import { findDealView } from './deal-view.ts'
import { listDeals } from './list-deals.ts'
import { listPipelines } from './list-pipelines.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.listPipelines, async (_input, { caller }) => ({
      items: await listPipelines(db, caller.accountId),
    })),
    route(contract.listDeals, (input, { caller }) => listDeals(db, caller, input)),
    route(contract.getDeal, async (input, { caller }) => {
      const view = await findDealView(db, caller, input.dealId)
      if (!view) throw new AppError('deal.not_found')
      return view
    }),
    route(contract.createDeal, (input, { caller }) =>
      inTransaction(db, (tx) => createDeal(tx, caller, input, clock())),
    ),
    route(contract.changeDeal, (input, { caller }) =>
      inTransaction(db, (tx) => changeDeal(tx, caller, input, clock())),
    ),
  ]
}
