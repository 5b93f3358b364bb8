import {
  changeQuickAnswer as changeEndpoint,
  createQuickAnswer as createEndpoint,
  deleteQuickAnswer as deleteEndpoint,
  listQuickAnswers as listEndpoint,
} from '#contract/quick-answers'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { listAnswers } from './queries.ts'
import { changeAnswer, createAnswer, deleteAnswer } from './save-answer.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(listEndpoint, async (_input, { caller }) => ({ items: await listAnswers(db, caller) })),
    route(createEndpoint, (input, { caller }) =>
      inTransaction(db, (tx) => createAnswer(tx, caller, input, clock())),
    ),
    route(changeEndpoint, (input, { caller }) =>
      inTransaction(db, (tx) => changeAnswer(tx, caller, input, clock())),
    ),
    route(deleteEndpoint, async ({ quickAnswerId }, { caller }) => {
      await inTransaction(db, (tx) => deleteAnswer(tx, caller, quickAnswerId, clock()))
      return {}
    }),
  ]
}
