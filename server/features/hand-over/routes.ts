import * as handOver from '#contract/hand-over'
import { deactivateUser, reactivateUser } from '#features/people'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { AppError } from '#lib/errors'
import { route, type Route } from '#lib/http/route'
import { handOverConversation } from './hand-over-conversation.ts'
import { findHandOverOf, hasUser, toHandOverView } from './queries.ts'
import { startHandOver } from './start-hand-over.ts'
import { countHoldings } from './things.ts'

export type HandOverDeps = { db: Db; clock: Clock }

export function routes({ db, clock }: HandOverDeps): Route[] {
  return [
    route(handOver.getHoldings, async ({ userId }, { caller: { accountId } }) => {
      if (!(await hasUser(db, accountId, userId))) throw new AppError('user.not_found')
      const running = await findHandOverOf(db, accountId, userId)
      return {
        items: await countHoldings(db, accountId, userId),
        handOver: running && toHandOverView(running),
      }
    }),
    route(handOver.startHandOver, async ({ userId, ...handing }, { caller }) =>
      inTransaction(db, (tx) => startHandOver(tx, caller, userId, handing, clock())),
    ),
    route(handOver.deactivateUser, async ({ userId, handOver: handing }, { caller }) =>
      inTransaction(db, async (tx) => {
        const now = clock()
        const colleague = await deactivateUser(tx, caller, userId, now)
        if (handing) await startHandOver(tx, caller, userId, handing, now)
        return colleague
      }),
    ),
    route(handOver.reactivateUser, async ({ userId }, { caller }) =>
      inTransaction(db, (tx) => reactivateUser(tx, caller, userId, clock())),
    ),
    route(handOver.handOverConversation, async (input, { caller }) => {
      await inTransaction(db, (tx) => handOverConversation(tx, caller, input, clock()))
      return {}
    }),
  ]
}
