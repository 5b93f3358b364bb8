import { queryOptions } from '@tanstack/react-query'
import { getMe } from '#contract/people'
import { call } from './api.ts'

/** The signed-in user, as everything under the session context reads it. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => call(getMe, undefined, { signal }),
  staleTime: Infinity,
})
