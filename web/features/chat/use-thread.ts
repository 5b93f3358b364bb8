import { useQueryClient } from '@tanstack/react-query'
import { listMessages } from '#contract/messages'
import { isApiError } from '../../lib/api-error.ts'
import { call } from '../../lib/api.ts'
import { freshenThread, threadKey } from './thread-cache.ts'
import { mergeNewest } from './thread.ts'
import type { Thread } from './thread.ts'
import { useLinkedMessage } from './use-linked-message.ts'
import { useLog } from './use-log.ts'
import type { Log, LogPlace } from './use-log.ts'

const pageSize = 60

/** The messages of a chat; live frames add to what is loaded. `path`: whose `#message=` leads to one of them. */
export function useThread(chatId: string, path: string): Log<Thread> {
  const client = useQueryClient()
  const key = threadKey(chatId)
  const load = async (place: LogPlace, signal?: AbortSignal): Promise<Thread> => {
    const askedAt = Date.now()
    const page = await call(listMessages, { chatId, limit: pageSize, ...place }, signal && { signal })
    return freshenThread(chatId, page, askedAt)
  }
  return useLog<Thread>({
    key,
    load,
    loadNewest: async (signal) => {
      const askedAt = Date.now()
      const page = await call(listMessages, { chatId, limit: pageSize }, { signal })
      return freshenThread(chatId, mergeNewest(client.getQueryData<Thread>(key), page), askedAt)
    },
    isAbsent: (error) => isApiError(error, 'message.not_found') || isApiError(error, 'request.invalid'),
    // Live frames keep it fresh.
    staleTime: Number.POSITIVE_INFINITY,
    linked: useLinkedMessage(path),
  })
}
