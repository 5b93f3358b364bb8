import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { listMessages } from '#contract/messages'
import { call } from '../../lib/api.ts'
import { freshenThread, threadKey } from './thread-cache.ts'
import { mergeNewest, prependPage } from './thread.ts'
import type { Thread } from './thread.ts'

const pageSize = 60

export type LoadedThread = {
  thread: Thread | undefined
  error: unknown
  retry: () => void
  older: 'none' | 'idle' | 'loading' | 'failed'
  /** Whether there was an older page and it is loaded now. */
  loadOlder: () => Promise<boolean>
}

/** The messages of a chat: the newest page, then older ones on demand; live frames add to what is loaded. */
export function useThread(chatId: string): LoadedThread {
  const client = useQueryClient()
  const [older, setOlder] = useState<'idle' | 'loading' | 'failed'>('idle')
  const isLoading = useRef(false)
  const query = useQuery({
    queryKey: threadKey(chatId),
    queryFn: async ({ signal }) => {
      const askedAt = Date.now()
      const page = await call(listMessages, { chatId, limit: pageSize }, { signal })
      return freshenThread(chatId, mergeNewest(client.getQueryData<Thread>(threadKey(chatId)), page), askedAt)
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 5 * 60_000,
  })
  const loadOlder = useCallback(async () => {
    const before = client.getQueryData<Thread>(threadKey(chatId))?.before
    if (isLoading.current || before === null || before === undefined) return false
    isLoading.current = true
    setOlder('loading')
    try {
      const page = await call(listMessages, { chatId, before, limit: pageSize })
      client.setQueryData<Thread>(threadKey(chatId), (thread) => thread && prependPage(thread, page))
      setOlder('idle')
      return true
    } catch {
      setOlder('failed')
      return false
    } finally {
      isLoading.current = false
    }
  }, [client, chatId])
  return {
    thread: query.data,
    error: query.error,
    retry: () => void query.refetch(),
    older: query.data?.before === null ? 'none' : older,
    loadOlder,
  }
}
