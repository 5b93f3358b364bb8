import { queryOptions } from '@tanstack/react-query'
import { listRoles } from '#contract/roles'
import { call } from '../../lib/api.ts'

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => call(listRoles, undefined, { signal }),
})
