import * as contract from '#contract/dead-letters'
import { inTransaction } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { deleteLetter } from './delete-letter.ts'
import { countLetters, listLetters } from './queries.ts'
import { replayAlike, replayLetter, type ReplayDeps } from './replay-letter.ts'
import { showRaw } from './show-raw.ts'

export function routes(deps: ReplayDeps): Route[] {
  return [
    route(contract.listDeadLetters, (input, { caller }) => listLetters(deps.db, caller.accountId, input)),
    route(contract.countDeadLetters, async (_input, { caller }) => ({
      count: await countLetters(deps.db, caller.accountId),
    })),
    route(contract.getDeadLetter, ({ letterId }, { caller }) => showRaw(deps, caller.accountId, letterId)),
    route(contract.replayDeadLetter, async ({ letterId }, { caller }) => ({
      isTaken: await replayLetter(deps, caller, letterId),
    })),
    route(contract.replayAlike, ({ letterId, after }, { caller }) =>
      replayAlike(deps, caller, letterId, after),
    ),
    route(contract.deleteDeadLetter, async ({ letterId }, { caller }) => {
      await inTransaction(deps.db, (tx) => deleteLetter(tx, caller, letterId, deps.clock()))
      return {}
    }),
  ]
}
