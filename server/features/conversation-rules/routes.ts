import * as contract from '#contract/conversation-rules'
import type { Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { tryRules } from './try-rules.ts'

export function routes({ db }: { db: Db }): Route[] {
  return [route(contract.tryRules, (input, { caller }) => tryRules(db, caller, input))]
}
