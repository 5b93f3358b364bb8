import { useQuery } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { listScheduled } from '#contract/scheduled'
import type { ScheduledMessage } from '#contract/scheduled'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'

export const scheduledKey = (chatId: string): readonly string[] => ['scheduled', chatId]

/** What leaves later in a chat, and what could not leave; up to date with what colleagues do. */
export function useScheduled(chatId: string): UseQueryResult<ScheduledMessage[]> {
  const scheduled = useQuery({
    queryKey: scheduledKey(chatId),
    queryFn: async ({ signal }) => (await call(listScheduled, { chatId }, { signal })).items,
    staleTime: 10_000,
  })
  useLive('scheduled', (change) => {
    if (change.chatId === chatId) void scheduled.refetch()
  })
  return scheduled
}
