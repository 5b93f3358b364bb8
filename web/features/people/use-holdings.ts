import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { EndpointOutput } from '#contract/endpoint'
import { getHoldings } from '#contract/hand-over'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'

export type Holdings = EndpointOutput<typeof getHoldings>

export const holdingsKey = (userId: number): readonly [string, number] => ['holdings', userId]

/** How much a colleague answers for, as it is now, and how far handing it over has come. */
export function useHoldings(userId: number): UseQueryResult<Holdings> {
  const holdings = useQuery({
    queryKey: holdingsKey(userId),
    queryFn: ({ signal }) => call(getHoldings, { userId }, { signal }),
    staleTime: 0,
  })
  useLive('hand_overs', () => void holdings.refetch())
  return holdings
}
