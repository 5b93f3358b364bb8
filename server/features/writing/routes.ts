import * as contract from '#contract/writing'
import type { Messengers } from '#channels/messengers'
import type { Clock } from '#lib/clock'
import type { SecretKey } from '#lib/crypto'
import { inTransaction, type Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { createStartLink } from './create-start-link.ts'
import { findWriting } from './find-writing.ts'

export function routes(deps: {
  db: Db
  clock: Clock
  secretKey: SecretKey
  messengers: Messengers
}): Route[] {
  const { db, clock, secretKey, messengers } = deps
  return [
    route(contract.getWriting, ({ contactId }, { caller }) => findWriting(db, caller, contactId)),
    route(contract.createStartLink, (input, { caller }) =>
      inTransaction(db, (tx) => createStartLink(tx, caller, input, { secretKey, messengers, now: clock() })),
    ),
  ]
}
