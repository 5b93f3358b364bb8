import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getCounts } from '#contract/conversations'
import type { Counts } from '#contract/conversations'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'

export const countsKey = ['counts'] as const

/** The exact counters of the presets; live frames set them. */
export function useCounts(): Counts | undefined {
  const client = useQueryClient()
  useLive('counts', ({ counts }) => client.setQueryData<Counts>(countsKey, counts))
  const { data } = useQuery({
    queryKey: countsKey,
    queryFn: ({ signal }) => call(getCounts, undefined, { signal }),
  })
  return data
}
