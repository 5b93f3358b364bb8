import * as contract from '#contract/exports'
import type { Clock } from '#lib/clock'
import type { Db } from '#lib/db'
import { route, type Route } from '#lib/http/route'
import { companyTable } from './company-table.ts'
import { contactTable } from './contact-table.ts'
import { customerTable } from './customer-table.ts'
import { dealTable } from './deal-table.ts'
import { exportTable } from './export-table.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.exportContacts, async ({ format, ...wishes }, { caller }) =>
      exportTable(db, caller, await contactTable(db, caller, wishes), format, clock()),
    ),
    route(contract.exportCompanies, async ({ format, ...wishes }, { caller }) =>
      exportTable(db, caller, await companyTable(db, caller, wishes), format, clock()),
    ),
    route(contract.exportDeals, async ({ format, ...wishes }, { caller }) =>
      exportTable(db, caller, dealTable(db, caller, wishes), format, clock()),
    ),
    route(contract.exportCustomers, async ({ format, ...wishes }, { caller }) =>
      exportTable(db, caller, customerTable(db, caller, wishes), format, clock()),
    ),
  ]
}
