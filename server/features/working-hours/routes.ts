import * as contract from '#contract/working-hours'
import { inTransaction, type Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { readWorkingHours } from './queries.ts'
import { setWorkingHours } from './set-working-hours.ts'

export function routes({ db }: { db: Db }): Route[] {
  return [
    route(contract.getWorkingHours, (_input, { caller }) => readWorkingHours(db, caller.accountId)),
    route(contract.setWorkingHours, (hours, { caller: { accountId } }) =>
      inTransaction(db, async (tx) => {
        await setWorkingHours(tx, accountId, hours)
        return readWorkingHours(tx, accountId)
      }),
    ),
  ]
}
