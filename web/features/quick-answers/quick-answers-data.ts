import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { listQuickAnswers } from '#contract/quick-answers'
import type { QuickAnswer } from '#contract/quick-answers'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'

export const quickAnswersQuery = queryOptions({
  queryKey: ['quick-answers'],
  queryFn: async ({ signal }) => (await call(listQuickAnswers, undefined, { signal })).items,
  staleTime: 60_000,
})

/** One's own quick answers and the shared ones; up to date with what colleagues change. */
export function useQuickAnswerList(isWanted: boolean): UseQueryResult<QuickAnswer[]> {
  const client = useQueryClient()
  useLive('quick_answers', () => void client.invalidateQueries({ queryKey: quickAnswersQuery.queryKey }))
  return useQuery({ ...quickAnswersQuery, enabled: isWanted })
}
