import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { countDeals } from '#contract/deals'
import type { EndpointOutput } from '#contract/endpoint'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { wishesOf } from './deal-filter.ts'
import type { DealFilter } from './deal-filter.ts'

export const totalsKey = ['deals', 'totals'] as const
export type StageTotals = EndpointOutput<typeof countDeals>['stages']

/** What happens meanwhile is counted together. */
const gatherMs = 1500

/** How many deals the filter finds in each stage and what they are worth; undefined while it is being counted. */
export function useDealTotals(filter: DealFilter): StageTotals | undefined {
  const client = useQueryClient()
  const wishes = wishesOf(filter)
  const { data } = useQuery({
    queryKey: [...totalsKey, wishes],
    queryFn: ({ signal }) => call(countDeals, wishes, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const count = (): void => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      void client.invalidateQueries({ queryKey: totalsKey })
    }, gatherMs)
  }
  useLive('deal', count)
  useLive('deal.gone', count)
  useLive('gone', count)
  useLive('conversation', () => {
    if (filter.talks !== null) count()
  })
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
    },
    [],
  )
  return data?.stages
}
