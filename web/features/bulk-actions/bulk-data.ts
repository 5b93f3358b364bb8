import { useQuery, useQueryClient } from '@tanstack/react-query'
import { listBulkActions } from '#contract/bulk-actions'
import type { BulkAction } from '#contract/bulk-actions'
import type { EndpointOutput } from '#contract/endpoint'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import type { QueryClient } from '@tanstack/react-query'

type Actions = EndpointOutput<typeof listBulkActions>

const key = ['bulk-actions'] as const

/** How far an action has come: what is told of it goes only forward. */
function progressOf({ state, done, skipped, failed, undone, kept }: BulkAction): number[] {
  const stage = { counting: 0, running: 1, stopped: 2, done: 2, undoing: 3, undone: 4 }[state]
  return [stage, done + skipped + failed, undone + kept]
}

function isBehind(action: BulkAction, known: BulkAction): boolean {
  const [own, other] = [progressOf(action), progressOf(known)]
  const at = own.findIndex((step, index) => step !== other[index])
  return at !== -1 && (own[at] ?? 0) < (other[at] ?? 0)
}

/** One that is put away is gone. The answer to its start may come after the news of its end: what has come further stays. */
export function putBulkAction(client: QueryClient, action: BulkAction, isAway = false): void {
  client.setQueryData<Actions>(key, (before) => {
    const known = before?.items.find(({ id }) => id === action.id)
    if (known && !isAway && isBehind(action, known)) return before
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
