import { useQuery } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import { getChat } from '#contract/messages'
import type { ChatView } from '#contract/messages'
import { call } from '../../lib/api.ts'
import { chatKey } from './thread-cache.ts'

/** A chat as answered, and when it was asked for: what happened since then is newer. */
export type LoadedChat = ChatView & { askedAt: number }

/** A chat with its channel, one's draft and whether one can write. */
export function useChat(chatId: string | null): UseQueryResult<LoadedChat> {
  return useQuery({
    queryKey: chatKey(chatId ?? ''),
    queryFn: async ({ signal }) => {
      const askedAt = Date.now()
      return { ...(await call(getChat, { chatId: chatId ?? '' }, { signal })), askedAt }
    },
    enabled: chatId !== null,
    staleTime: 10_000,
    gcTime: 5 * 60_000,
  })
}
