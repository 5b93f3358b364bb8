import * as contract from '#contract/working-hours'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { readWorkingHours } from './queries.ts'
import { setWorkingHours } from './set-working-hours.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.getWorkingHours, (_input, { caller }) => readWorkingHours(db, caller.accountId)),
    route(contract.setWorkingHours, (hours, { caller }) =>
      inTransaction(db, (tx) => setWorkingHours(tx, caller, hours, clock())),
    ),
  ]
}
