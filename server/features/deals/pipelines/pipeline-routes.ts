import * as contract from '#contract/pipelines'
import type { Clock } from '#lib/clock'
import { addOnce } from '#lib/create-once'
import { inTransaction, type Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { listPipelines } from '../list-pipelines.ts'
import { listLossReasons } from '../loss-reasons/list-loss-reasons.ts'
import { changeLossReason, createLossReason, deleteLossReason } from '../loss-reasons/save-loss-reasons.ts'
import { deletePipeline, deleteStage } from './delete-stage.ts'
import { changePipeline, createPipeline } from './save-pipeline.ts'
import { changeStage, createStage } from './save-stage.ts'

export function pipelineRoutes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.listPipelines, async (_input, { caller }) => ({
      items: await listPipelines(db, caller.accountId),
    })),
    route(contract.createPipeline, ({ name, requestId }, { caller }) =>
      inTransaction(db, (tx) =>
        addOnce(tx, {
          ...caller,
          kind: 'pipeline',
          requestId,
          now: clock(),
          add: () => createPipeline(tx, caller, name, clock()),
          answer: async () => ({ items: await listPipelines(tx, caller.accountId) }),
        }),
      ),
    ),
    route(contract.changePipeline, (input, { caller }) =>
      inTransaction(db, (tx) => changePipeline(tx, caller, input, clock())),
    ),
    route(contract.deletePipeline, (input, { caller }) =>
      inTransaction(db, (tx) => deletePipeline(tx, caller, input, clock())),
    ),
    route(contract.createStage, (input, { caller }) =>
      inTransaction(db, (tx) =>
        addOnce(tx, {
          ...caller,
          kind: 'stage',
          requestId: input.requestId,
          now: clock(),
          add: () => createStage(tx, caller, input, clock()),
          answer: async () => ({ items: await listPipelines(tx, caller.accountId) }),
        }),
      ),
    ),
    route(contract.changeStage, (input, { caller }) =>
      inTransaction(db, (tx) => changeStage(tx, caller, input, clock())),
    ),
    route(contract.deleteStage, (input, { caller }) =>
      inTransaction(db, (tx) => deleteStage(tx, caller, input, clock())),
    ),
    route(contract.listLossReasons, async (_input, { caller }) => ({
      items: await listLossReasons(db, caller.accountId),
    })),
    route(contract.createLossReason, async ({ name, requestId }, { caller }) => ({
      items: await inTransaction(db, (tx) =>
        addOnce(tx, {
          ...caller,
          kind: 'loss_reason',
          requestId,
          now: clock(),
          add: () => createLossReason(tx, caller, name, clock()),
          answer: () => listLossReasons(tx, caller.accountId),
        }),
      ),
    })),
    route(contract.changeLossReason, async (input, { caller }) => ({
      items: await inTransaction(db, (tx) => changeLossReason(tx, caller, input, clock())),
    })),
    route(contract.deleteLossReason, async ({ reasonId }, { caller }) => ({
      items: await inTransaction(db, (tx) => deleteLossReason(tx, caller, reasonId, clock())),
    })),
  ]
}
