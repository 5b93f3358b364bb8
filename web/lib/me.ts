import { queryOptions } from '@tanstack/react-query'
import { getMe } from '#contract/people'
import { call } from './api.ts'
import { isWorthRetrying } from './query.ts'
import { withUnsaved } from './unsaved-preferences.ts'

/** The signed-in user, as everything under the session context reads it. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => withUnsaved(call(getMe, undefined, { signal })),
  staleTime: Infinity,
  // Where there is no network at all one goes on at once with what is kept.
  retry: (failures, error) => navigator.onLine && isWorthRetrying(failures, error),
})
