import { useQueryClient } from '@tanstack/react-query'
import { listInternalMessages } from '#contract/internal'
import { isApiError } from '../../lib/api-error.ts'
import { call } from '../../lib/api.ts'
import { mergeNewest } from '../chat/thread.ts'
import { useLinkedMessage } from '../chat/use-linked-message.ts'
import { useLog } from '../chat/use-log.ts'
import type { Log, LogPlace } from '../chat/use-log.ts'
import { threadKey } from './internal-cache.ts'
import type { Thread } from './internal-cache.ts'

const pageSize = 50

/** The messages of a chat of colleagues; live frames add to what is loaded. */
export function useInternalThread(chatId: string): Log<Thread> {
  const client = useQueryClient()
  const key = threadKey(chatId)
  const load = (place: LogPlace, signal?: AbortSignal): Promise<Thread> =>
    call(listInternalMessages, { chatId, limit: pageSize, ...place }, signal && { signal })
  return useLog<Thread>({
    key,
    load,
    loadNewest: async (signal) => mergeNewest(client.getQueryData<Thread>(key), await load({}, signal)),
    isAbsent: (error) =>
      isApiError(error, 'internal.message_not_found') || isApiError(error, 'request.invalid'),
    linked: useLinkedMessage(`/colleagues/${chatId}`),
  })
}
