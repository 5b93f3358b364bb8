import * as contract from '#contract/event-list'
import type { Clock } from '#lib/clock'
import type { Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { exportEvents } from './event-table.ts'
import { countEvents, listEvents } from './list-events.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.listEvents, (request, { caller }) => listEvents(db, caller, request, clock())),
    route(contract.countEvents, (filter, { caller }) => countEvents(db, caller, filter)),
    route(contract.exportEvents, ({ format, ...filter }, { caller }) =>
      exportEvents(db, caller, filter, format, clock()),
    ),
  ]
}
