import * as contract from '#contract/customers'
import { changesOf } from '#features/fields'
import type { Clock } from '#lib/clock'
import { createOnce } from '#lib/create-once'
import { inTransaction, type Db } from '#lib/db'
import { AppError } from '#lib/errors'
import { route, type Route } from '#lib/http/route'
import { changeCustomer } from './change-customer.ts'
import { changeCustomers } from './change-customers.ts'
import { createCustomer } from './create-customer.ts'
import { findCustomerPipeline } from './customer-stages.ts'
import { findCustomerView } from './customer-view.ts'
import { getCustomerBoard } from './get-customer-board.ts'
import { listCustomers } from './list-customers.ts'
import { listPurchases } from './list-purchases.ts'
import { addPurchase, changePurchase, deletePurchase } from './save-purchase.ts'

export function routes({ db, clock }: { db: Db; clock: Clock }): Route[] {
  return [
    route(contract.listCustomers, (input, { caller }) => listCustomers(db, caller, input)),
    route(contract.getCustomerBoard, (input, { caller }) => getCustomerBoard(db, caller, input)),
    route(contract.getCustomerStages, (_input, { caller }) => findCustomerPipeline(db, caller.accountId)),
    route(contract.getCustomer, async (input, { caller }) => {
      const view = await findCustomerView(db, caller, input.customerId)
      if (!view) throw new AppError('customer.not_found')
      return view
    }),
    route(contract.createCustomer, (input, { caller }) =>
      inTransaction(db, (tx) =>
        createOnce(tx, {
          ...caller,
          kind: 'customer',
          requestId: input.requestId,
          now: clock(),
          make: () => createCustomer(tx, caller, { ...input, fields: changesOf(input.fields) }, clock()),
          find: (id) => findCustomerView(tx, caller, id),
        }),
      ),
    ),
    route(contract.changeCustomer, (input, { caller }) =>
      inTransaction(db, (tx) => changeCustomer(tx, caller, input, clock())),
    ),
    route(contract.changeCustomers, ({ changes }, { caller }) =>
      inTransaction(db, (tx) => changeCustomers(tx, caller, changes, clock())),
    ),
    route(contract.listPurchases, (input, { caller }) => listPurchases(db, caller, input)),
    route(contract.addPurchase, (input, { caller }) =>
      inTransaction(db, (tx) => addPurchase(tx, caller, input, clock())),
    ),
    route(contract.changePurchase, (input, { caller }) =>
      inTransaction(db, (tx) => changePurchase(tx, caller, input, clock())),
    ),
    route(contract.deletePurchase, (input, { caller }) =>
      inTransaction(db, (tx) => deletePurchase(tx, caller, input, clock())),
    ),
  ]
}
