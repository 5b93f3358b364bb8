import * as contract from '#contract/incoming-leads'
import type { Clock } from '#lib/clock'
import { inTransaction, type Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { acceptLead } from './accept-lead.ts'
import { declineLead } from './decline-lead.ts'
import { linkLead } from './link-lead.ts'
import { takeMany } from './take-many.ts'

export function incomingRoutes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.acceptLead, (input, { caller }) =>
      inTransaction(db, (tx) => acceptLead(tx, caller, input, clock())),
    ),
    route(contract.declineLead, (input, { caller }) =>
      inTransaction(db, (tx) => declineLead(tx, caller, input, clock())),
    ),
    route(contract.linkLead, async (input, { caller }) => {
      await inTransaction(db, (tx) => linkLead(tx, caller, input, clock()))
      return { card: input.card }
    }),
    route(contract.acceptLeads, ({ dealIds, ...wish }, { caller }) =>
      takeMany(db, dealIds, (tx, dealId) => acceptLead(tx, caller, { ...wish, dealId }, clock())),
    ),
    route(contract.declineLeads, ({ dealIds, lossReasonId }, { caller }) =>
      takeMany(db, dealIds, (tx, dealId) => declineLead(tx, caller, { dealId, lossReasonId }, clock())),
    ),
  ]
}
