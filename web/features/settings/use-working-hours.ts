import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { getWorkingHours } from '#contract/working-hours'
import type { WorkingHours } from '#contract/working-hours'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'

export const workingHoursQuery = queryOptions({
  queryKey: ['working-hours'],
  queryFn: ({ signal }) => call(getWorkingHours, undefined, { signal }),
})

/** When the account works; follows what colleagues change. */
export function useWorkingHours(): UseQueryResult<WorkingHours> {
  const client = useQueryClient()
  useLive('settings', () => void client.invalidateQueries({ queryKey: workingHoursQuery.queryKey }))
  return useQuery(workingHoursQuery)
}
