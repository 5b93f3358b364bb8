import { queryOptions, useQuery } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { getWorkingHours } from '#contract/working-hours'
import type { WorkingHours } from '#contract/working-hours'
import { call } from '../../lib/api.ts'

export const workingHoursQuery = queryOptions({
  queryKey: ['working-hours'],
  queryFn: ({ signal }) => call(getWorkingHours, undefined, { signal }),
})

/** When the account works. */
export function useWorkingHours(): UseQueryResult<WorkingHours> {
  return useQuery(workingHoursQuery)
}
