import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getCounts } from '#contract/conversations'
import type { Counts } from '#contract/conversations'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'

export const countsKey = ['counts'] as const

/** How many live frames have brought them: one that comes while they are asked for is newer than the answer. */
let heard = 0

/** The exact counters of the presets; live frames set them. */
export function useCounts(): Counts | undefined {
  const client = useQueryClient()
  useLive('counts', ({ counts }) => {
    heard += 1
    client.setQueryData<Counts>(countsKey, counts)
  })
  const { data } = useQuery({
    queryKey: countsKey,
    queryFn: async ({ signal }) => {
      const before = heard
      const counts = await call(getCounts, undefined, { signal })
      return heard === before ? counts : (client.getQueryData<Counts>(countsKey) ?? counts)
    },
  })
  return data
}
