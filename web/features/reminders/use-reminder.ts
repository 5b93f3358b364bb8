import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { getReminder } from '#contract/reminders'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'

const keyOf = (number: number): readonly unknown[] => ['reminder', number]

/** When one is reminded of a conversation; the same on all devices. */
export function useReminder(number: number): UseQueryResult<{ at: string | null }> {
  const client = useQueryClient()
  useLive('reminder', (change) => void client.invalidateQueries({ queryKey: keyOf(change.number) }))
  return useQuery({
    queryKey: keyOf(number),
    queryFn: ({ signal }) => call(getReminder, { number }, { signal }),
  })
}
