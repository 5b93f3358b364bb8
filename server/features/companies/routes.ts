import * as contract from '#contract/companies'
import * as cards from '#contract/card-links'
import type { Clock } from '#lib/clock'
import { createOnce } from '#lib/create-once'
import { inTransaction, type Db } from '#lib/db'
import { AppError } from '#lib/errors'
import { route, type Route } from '#lib/http/route'
import { changeCompanies } from './change-companies.ts'
import { changeCompany } from './change-company.ts'
import { findCompanyView } from './company-view.ts'
import { createCompany } from './create-company.ts'
import { deleteCompanies, restoreCompanies } from './delete-companies.ts'
import { listCompanies } from './list-companies.ts'
import { setCardCompany } from './set-card-company.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.listCompanies, (input, { caller }) => listCompanies(db, caller, input)),
    route(contract.getCompany, async ({ companyId }, { caller }) => {
      const view = await findCompanyView(db, caller, companyId)
      if (!view) throw new AppError('company.not_found')
      return view
    }),
    route(contract.createCompany, (input, { caller }) =>
      inTransaction(db, (tx) =>
        createOnce(tx, {
          ...caller,
          kind: 'company',
          requestId: input.requestId,
          now: clock(),
          make: () => createCompany(tx, caller, input, clock()),
          find: (id) => findCompanyView(tx, caller, id),
        }),
      ),
    ),
    route(contract.changeCompany, (input, { caller }) =>
      inTransaction(db, (tx) => changeCompany(tx, caller, input, clock())),
    ),
    route(contract.changeCompanies, ({ changes }, { caller }) =>
      inTransaction(db, (tx) => changeCompanies(tx, caller, changes, clock())),
    ),
    route(contract.deleteCompanies, ({ companyIds }, { caller }) =>
      inTransaction(db, (tx) => deleteCompanies(tx, caller, companyIds, clock())),
    ),
    route(contract.restoreCompanies, ({ companyIds }, { caller }) =>
      inTransaction(db, (tx) => restoreCompanies(tx, caller, companyIds, clock())),
    ),
    route(cards.setCardCompany, async ({ cardKind: kind, cardId: id, ...wish }, { caller }) => {
      await inTransaction(db, (tx) => setCardCompany(tx, caller, { card: { kind, id }, ...wish }, clock()))
      return {}
    }),
  ]
}
