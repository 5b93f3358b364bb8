import { queryOptions, useQuery } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { listChannelHealth } from '#contract/channel-health'
import type { ChannelHealthView } from '#contract/channel-health'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'

const everyMs = 20_000

const healthQuery = queryOptions({
  queryKey: ['channel-health'],
  queryFn: ({ signal }) => call(listChannelHealth, undefined, { signal }),
  // Queues and delays change without a word; the page that shows them asks now and then.
  refetchInterval: everyMs,
})

type Health = { items: ChannelHealthView[] }

export function useChannelHealth(): UseQueryResult<Health> {
  const health = useQuery(healthQuery)
  useLive('channels', () => void health.refetch())
  return health
}

/** Of one channel; null as long as it is not known. */
export function useHealthOf(channelId: number): ChannelHealthView | null {
  const { data } = useQuery(healthQuery)
  return data?.items.find((each) => each.channelId === channelId) ?? null
}
