import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import type { ConversationDetail } from '#contract/conversations'
import { changeCustomer } from '#contract/customers'
import type { CustomerRow, CustomerView } from '#contract/customers'
import { call } from '../../lib/api.ts'
import { cardKey } from '../cards/card.ts'
import { feedKey } from '../cards/use-card-feed.ts'
import { liveCustomers } from './customer-list.ts'

export type CustomerChange = Partial<
  Pick<CustomerView, 'name' | 'responsibleUserId' | 'nextPurchaseOn' | 'stage'>
>

export const customerKey = (customerId: number): ReturnType<typeof cardKey> =>
  cardKey({ kind: 'customer', id: customerId })
export const purchasesKey = (customerId: number): readonly ['customers', 'purchases', number] => [
  'customers',
  'purchases',
  customerId,
]

/** Changes a customer: seen at once wherever it is shown, put back when the server refuses. Rejects with the reason. */
export function useChangeCustomer(): (row: CustomerRow, change: CustomerChange) => Promise<void> {
  const client = useQueryClient()
  return async (row, change) => {
    const { stage, ...rest } = change
    const moved = stage ? { stage, stageSince: new Date().toISOString() } : {}
    showRow(client, { ...row, ...rest, ...moved })
    try {
      const input = { customerId: row.id, ...rest, ...(stage && { stageId: stage.id }) }
      showCustomer(client, await call(changeCustomer, input))
    } catch (error) {
      showRow(client, row)
      throw error
    }
  }
}

function showRow(client: QueryClient, row: CustomerRow): void {
  liveCustomers.put(client, row)
  client.setQueryData<CustomerView>(customerKey(row.id), (known) => known && { ...known, ...row })
  patchDetails(client, row.id, (known) => ({ ...known, ...row }))
}

/** Puts a customer as it is now wherever it is shown, and has its feed told anew. */
export function showCustomer(client: QueryClient, customer: CustomerView): void {
  liveCustomers.put(client, customer)
  client.setQueryData<CustomerView>(customerKey(customer.id), (known) => known && customer)
  patchDetails(client, customer.id, () => customer)
  void client.invalidateQueries({ queryKey: feedKey({ kind: 'customer', id: customer.id }) })
}

function patchDetails(client: QueryClient, id: number, patch: (known: CustomerView) => CustomerView): void {
  client.setQueriesData<ConversationDetail>({ queryKey: ['conversations', 'detail'] }, (detail) =>
    detail?.customer?.id === id ? { ...detail, customer: patch(detail.customer) } : detail,
  )
}
