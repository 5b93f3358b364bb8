import * as contract from '#contract/tasks'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { createTaskType, listTaskTypes, removeTaskType, renameTaskType } from './task-types.ts'

export function taskTypeRoutes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.listTaskTypes, async (_input, { caller }) => ({
      items: await listTaskTypes(db, caller.accountId),
    })),
    route(contract.createTaskType, ({ name }, { caller }) =>
      inTransaction(db, (tx) => createTaskType(tx, caller, name, clock())),
    ),
    route(contract.renameTaskType, (input, { caller }) =>
      inTransaction(db, (tx) => renameTaskType(tx, caller, input, clock())),
    ),
    route(contract.removeTaskType, async ({ typeId }, { caller }) => {
      await inTransaction(db, (tx) => removeTaskType(tx, caller, typeId, clock()))
      return {}
    }),
  ]
}
