import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { listMessages } from '#contract/messages'
import { call } from '../../lib/api.ts'
import { freshenThread, threadKey } from './thread-cache.ts'
import { mergeNewest, prependPage } from './thread.ts'
import type { Thread } from './thread.ts'

const pageSize = 60
/** On the way to an old message, as much at once as the server gives. */
const longPageSize = 100

/** `end`: there is nothing older. */
export type OlderPage = 'loaded' | 'end' | 'failed'

export type LoadedThread = {
  thread: Thread | undefined
  error: unknown
  retry: () => void
  older: 'none' | 'idle' | 'loading' | 'failed'
  /** One page at a time: who asks meanwhile gets the same answer. `isLong`: as much at once as there may be. */
  loadOlder: (isLong?: boolean) => Promise<OlderPage>
}

/** The messages of a chat: the newest page, then older ones on demand; live frames add to what is loaded. */
export function useThread(chatId: string): LoadedThread {
  const client = useQueryClient()
  const [older, setOlder] = useState<'idle' | 'loading' | 'failed'>('idle')
  const underway = useRef<Promise<OlderPage> | null>(null)
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
  const loadPage = useCallback(
    async (isLong: boolean): Promise<OlderPage> => {
      const before = client.getQueryData<Thread>(threadKey(chatId))?.before
      if (before === null || before === undefined) return 'end'
      setOlder('loading')
      try {
        const limit = isLong ? longPageSize : pageSize
        const page = await call(listMessages, { chatId, before, limit })
        client.setQueryData<Thread>(threadKey(chatId), (thread) => thread && prependPage(thread, page))
        setOlder('idle')
        return 'loaded'
      } catch {
        setOlder('failed')
        return 'failed'
      }
    },
    [client, chatId],
  )
  const loadOlder = useCallback(
    (isLong = false): Promise<OlderPage> => {
      underway.current ??= loadPage(isLong).finally(() => {
        underway.current = null
      })
      return underway.current
    },
    [loadPage],
  )
  return {
    thread: query.data,
    error: query.error,
    retry: () => void query.refetch(),
    older: query.data?.before === null ? 'none' : older,
    loadOlder,
  }
}
