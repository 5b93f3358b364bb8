import { infiniteQueryOptions, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { countDeadLetters, listDeadLetters } from '#contract/dead-letters'
import type { DeadLetterView } from '#contract/dead-letters'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'

const pageSize = 50

type LetterPage = { items: DeadLetterView[]; next: string | null }

export const lettersQuery = infiniteQueryOptions({
  queryKey: ['dead-letters', 'list'],
  queryFn: ({ pageParam, signal }) =>
    call(listDeadLetters, { cursor: pageParam, limit: pageSize }, { signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: LetterPage) => page.next ?? undefined,
})

const countQuery = queryOptions({
  queryKey: ['dead-letters', 'count'],
  queryFn: ({ signal }) => call(countDeadLetters, undefined, { signal }),
})

/** What was dealt with goes from the list; the focus goes to the title, so that it is not lost with it. */
export const titleId = 'dead-letters-title'

/** Whatever is shown of them is asked for anew. */
export function useRefreshLetters(): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: ['dead-letters'] })
}

/** How many wait; 0 for who may not change settings. Live. */
export function useLetterCount(maySee: boolean): number {
  const count = useQuery({ ...countQuery, enabled: maySee })
  const refresh = useRefreshLetters()
  useLive('dead_letters', () => void refresh())
  return count.data?.count ?? 0
}
