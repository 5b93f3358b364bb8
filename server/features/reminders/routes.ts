import * as contract from '#contract/reminders'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { cancelReminder, findReminder, setReminder } from './set-reminder.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.getReminder, (input, { caller }) => findReminder(db, caller, input)),
    route(contract.setReminder, (input, { caller }) =>
      inTransaction(db, (tx) => setReminder(tx, caller, input, clock())),
    ),
    route(contract.cancelReminder, async (input, { caller }) => {
      await inTransaction(db, (tx) => cancelReminder(tx, caller, input, clock()))
      return {}
    }),
  ]
}
