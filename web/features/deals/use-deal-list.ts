import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listDeals } from '#contract/deals'
import type { DealRow } from '#contract/deals'
import { call } from '../../lib/api.ts'
import type { Page } from '../../lib/pages.ts'
import { useRowList } from '../../lib/use-row-list.ts'
import type { RowList } from '../../lib/use-row-list.ts'
import { wishesOf } from './deal-filter.ts'
import type { DealFilter } from './deal-filter.ts'
import { dealIdOf, dealListKey, liveDeals } from './deal-list.ts'

const pageSize = 50

/** A page of a list as the server has it, with what live frames said of its rows since it was asked for. */
export async function loadDeals(
  filter: DealFilter,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<Page<DealRow>> {
  const askedAt = Date.now()
  const { sort, isAscending } = filter
  const order = isAscending ? 'asc' : 'desc'
  const wish = { ...wishesOf(filter), sort, order, cursor, limit: pageSize } as const
  return liveDeals.freshen(await call(listDeals, wish, { signal }), filter, askedAt, cursor)
}

/** The list of deals; `useLiveDeals` keeps it true. */
export function useDealList(filter: DealFilter): RowList<DealRow> {
  const client = useQueryClient()
  useEffect(() => () => liveDeals.leave(client), [client])
  return useRowList({
    queryKey: dealListKey(filter),
    load: (cursor, signal) => loadDeals(filter, cursor, signal),
    keyOf: dealIdOf,
  })
}
