import * as contract from '#contract/tasks'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { changeTask } from './change-task.ts'
import { completeTask, deleteTask, reopenTask } from './complete-task.ts'
import { createTask } from './create-task.ts'
import { findTask, listCardTasks, listCompanyTasks, listContactTasks } from './find-tasks.ts'
import { listCalendar } from './list-calendar.ts'
import { countTasks, listTasks } from './list-tasks.ts'
import { taskTypeRoutes } from './types/task-type-routes.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    ...taskTypeRoutes({ db, clock }),
    route(contract.listTasks, (input, { caller }) => listTasks(db, caller, input, clock())),
    route(contract.countTasks, (input, { caller }) => countTasks(db, caller, input, clock())),
    route(contract.listCalendar, (input, { caller }) => listCalendar(db, caller, input)),
    route(contract.listCardTasks, async ({ kind, cardId }, { caller }) => ({
      items: await listCardTasks(db, caller, { kind, id: cardId }),
    })),
    route(contract.listCompanyTasks, async ({ companyId }, { caller }) => ({
      items: await listCompanyTasks(db, caller, companyId),
    })),
    route(contract.listContactTasks, async ({ contactId }, { caller }) => ({
      items: await listContactTasks(db, caller, contactId),
    })),
    route(contract.getTask, ({ taskId }, { caller }) => findTask(db, caller, taskId)),
    route(contract.createTask, (input, { caller }) =>
      inTransaction(db, (tx) => createTask(tx, caller, input, clock())),
    ),
    route(contract.changeTask, (input, { caller }) =>
      inTransaction(db, (tx) => changeTask(tx, caller, input, clock())),
    ),
    route(contract.completeTask, (input, { caller }) =>
      inTransaction(db, (tx) => completeTask(tx, caller, input, clock())),
    ),
    route(contract.reopenTask, ({ taskId }, { caller }) =>
      inTransaction(db, (tx) => reopenTask(tx, caller, taskId, clock())),
    ),
    route(contract.deleteTask, async ({ taskId }, { caller }) => {
      await inTransaction(db, (tx) => deleteTask(tx, caller, taskId, clock()))
      return {}
    }),
  ]
}
