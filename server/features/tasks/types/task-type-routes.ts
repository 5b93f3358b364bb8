import * as contract from '#contract/tasks'
import type { Clock } from '#lib/clock'
import { createOnce } from '#lib/create-once'
import { inTransaction, type Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { createTaskType, findTaskType, listTaskTypes, removeTaskType, renameTaskType } from './task-types.ts'

export function taskTypeRoutes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.listTaskTypes, async (_input, { caller }) => ({
      items: await listTaskTypes(db, caller.accountId),
    })),
    route(contract.createTaskType, ({ name, requestId }, { caller }) =>
      inTransaction(db, (tx) =>
        createOnce(tx, {
          ...caller,
          kind: 'task_type',
          requestId,
          now: clock(),
          make: () => createTaskType(tx, caller, name, clock()),
          find: (id) => findTaskType(tx, caller.accountId, id),
        }),
      ),
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
