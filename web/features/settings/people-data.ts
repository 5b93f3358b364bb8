import { queryOptions } from '@tanstack/react-query'
import { listInvitations, listUsers } from '#contract/people'
import { call } from '../../lib/api.ts'

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => call(listUsers, undefined, { signal }),
})

export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: ({ signal }) => call(listInvitations, undefined, { signal }),
})
