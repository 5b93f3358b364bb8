import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listCustomers } from '#contract/customers'
import type { CustomerRow } from '#contract/customers'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { useRowList } from '../../lib/use-row-list.ts'
import type { RowList } from '../../lib/use-row-list.ts'
import { wishesOf } from './customer-filter.ts'
import type { CustomerFilter } from './customer-filter.ts'
import { customerIdOf, customerListKey, liveCustomers } from './customer-list.ts'

/** A list of customers, kept true while it is shown. */
export function useCustomerList(filter: CustomerFilter, pageSize = 50): RowList<CustomerRow> {
  return useRowList({
    queryKey: customerListKey(filter),
    load: async (cursor, signal) => {
      const askedAt = Date.now()
      const { sort, isAscending } = filter
      const order = isAscending ? ('asc' as const) : ('desc' as const)
      const page = await call(
        listCustomers,
        { ...wishesOf(filter), sort, order, ...(cursor !== undefined && { cursor }), limit: pageSize },
        { signal },
      )
      return liveCustomers.freshen(page, filter, askedAt, cursor)
    },
    keyOf: customerIdOf,
  })
}

/** Live changes of customers go into all loaded lists. */
export function useLiveCustomers(): void {
  const client = useQueryClient()
  useLive('customer', ({ customer }) => liveCustomers.put(client, customer))
  useLive('gone', ({ thing }) => {
    if (thing.kind === 'customer') liveCustomers.drop(client, thing.id)
  })
  useEffect(() => () => liveCustomers.leave(client), [client])
}
