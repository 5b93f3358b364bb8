import { useQuery, useQueryClient } from '@tanstack/react-query'
import { listBulkActions } from '#contract/bulk-actions'
import type { BulkAction } from '#contract/bulk-actions'
import type { EndpointOutput } from '#contract/endpoint'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import type { QueryClient } from '@tanstack/react-query'

type Actions = EndpointOutput<typeof listBulkActions>

const key = ['bulk-actions'] as const

/** A row of the list is at least as new as one that was there, and one that is put away is gone. */
export function putBulkAction(client: QueryClient, action: BulkAction, isAway = false): void {
  client.setQueryData<Actions>(key, (before) => {
    const others = before?.items.filter(({ id }) => id !== action.id) ?? []
    const items = isAway ? others : [action, ...others]
    return { items: items.toSorted((one, other) => other.at.localeCompare(one.at)) }
  })
}

/** One's own mass actions that go on or have ended lately, the same in all windows. */
export function useBulkActions(): BulkAction[] {
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call(listBulkActions, undefined, { signal }),
  })
  useLive('bulk_action', ({ action, isAway }) => putBulkAction(client, action, isAway))
  return data?.items ?? []
}
