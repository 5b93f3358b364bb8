import type { EndpointOutput } from '#contract/endpoint'
import * as contract from '#contract/account-settings'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db, type Read } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { changeSettings } from './change-settings.ts'
import { findLastVersion, readAccountSettings } from './queries.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.getAccountSettings, (_input, { caller }) => viewOf(db, caller.accountId)),
    route(contract.changeAccountSettings, (change, { caller }) =>
      inTransaction(db, async (tx) => {
        await changeSettings(tx, caller, change, clock())
        return viewOf(tx, caller.accountId)
      }),
    ),
  ]
}

async function viewOf(
  db: Read,
  accountId: number,
): Promise<EndpointOutput<typeof contract.getAccountSettings>> {
  const settings = await readAccountSettings(db, accountId)
  const last = await findLastVersion(db, accountId)
  return { settings, changed: last && { at: last.at.toISOString(), byUserId: last.byUserId } }
}
