import { useQueryClient } from '@tanstack/react-query'
import { addPurchase, changePurchase, deletePurchase, listPurchases } from '#contract/customers'
import type { CustomerView, PurchaseView } from '#contract/customers'
import { call } from '../../lib/api.ts'
import { useRowList } from '../../lib/use-row-list.ts'
import type { RowList } from '../../lib/use-row-list.ts'
import { purchasesKey, showCustomer } from './use-change-customer.ts'

const pageSize = 10
const idOf = (purchase: PurchaseView): string => purchase.id

export function usePurchases(customerId: number): RowList<PurchaseView> {
  return useRowList({
    queryKey: purchasesKey(customerId),
    load: (cursor, signal) =>
      call(
        listPurchases,
        { customerId, ...(cursor !== undefined && { cursor }), limit: pageSize },
        { signal },
      ),
    keyOf: idOf,
  })
}

export type PurchaseValues = { amount: number; boughtOn: string; comment: string }

type Saving = {
  add: (id: string, values: PurchaseValues & { nextPurchaseOn?: string | null }) => Promise<void>
  change: (purchaseId: string, values: PurchaseValues) => Promise<void>
  remove: (purchaseId: string) => Promise<void>
}

/** Each answers with the customer as it is then: its sum stands there at once. Rejects with the reason. */
export function useSavePurchase(customerId: number): Saving {
  const client = useQueryClient()
  const show = async (asked: Promise<{ customer: CustomerView }>): Promise<void> => {
    const { customer } = await asked
    showCustomer(client, customer)
    await client.invalidateQueries({ queryKey: purchasesKey(customerId) })
  }
  return {
    add: (id, values) => show(call(addPurchase, { customerId, id, ...values })),
    change: (purchaseId, values) => show(call(changePurchase, { customerId, purchaseId, ...values })),
    remove: (purchaseId) => show(call(deletePurchase, { customerId, purchaseId })),
  }
}
