import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getCustomer } from '#contract/customers'
import type { CustomerView } from '#contract/customers'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { useCardLive } from '../cards/use-card-live.ts'
import { customerKey, purchasesKey } from './use-change-customer.ts'

export type LoadedCustomer = { customer: CustomerView | undefined; error: unknown; retry: () => void }

/** A customer, kept true while its card is open: its fields, its conversations, its purchases and its feed. */
export function useCustomer(customerId: number): LoadedCustomer {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: customerKey(customerId),
    queryFn: ({ signal }) => call(getCustomer, { customerId }, { signal }),
    staleTime: 0,
  })
  const reload = useCardLive({ kind: 'customer', id: customerId }, query.data)
  useLive('customer', ({ customer: row }) => {
    if (row.id !== customerId) return
    client.setQueryData<CustomerView>(customerKey(customerId), (known) => known && { ...known, ...row })
    void client.invalidateQueries({ queryKey: purchasesKey(customerId) })
    reload()
  })
  return { customer: query.data, error: query.error, retry: () => void query.refetch() }
}
