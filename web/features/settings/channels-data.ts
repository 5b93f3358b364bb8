import { queryOptions, useQueryClient } from '@tanstack/react-query'
import type { ChannelView } from '#contract/channels'
import { listChannels } from '#contract/channels'
import { listPipelines } from '#contract/pipelines'
import { call } from '../../lib/api.ts'

export const channelsQuery = queryOptions({
  queryKey: ['channels'],
  queryFn: ({ signal }) => call(listChannels, undefined, { signal }),
})

export const pipelinesQuery = queryOptions({
  queryKey: ['pipelines'],
  queryFn: ({ signal }) => call(listPipelines, undefined, { signal }),
})

/** Puts what the server answered about one channel into the list, so that the screen follows at once. */
export function useKeepChannel(): (channel: ChannelView) => void {
  const client = useQueryClient()
  return (channel) => {
    client.setQueryData(channelsQuery.queryKey, (list) => {
      if (!list) return list
      const isKnown = list.items.some((each) => each.id === channel.id)
      const items = list.items.map((each) => (each.id === channel.id ? channel : each))
      return { ...list, items: isKnown ? items : [...items, channel] }
    })
  }
}
