import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { UseQueryResult } from '@tanstack/react-query'
import type { CardRef } from '#contract/common'
import { getInternalChat, listInternalChats, openCardChat } from '#contract/internal'
import type { InternalChat, InternalChatRow } from '#contract/internal'
import { call } from '../../lib/api.ts'
import { isApiError } from '../../lib/api-error.ts'
import { cardChatKey, chatKey, chatsKey } from './internal-cache.ts'

/** One's direct and group chats, the latest first. */
export function useInternalChats(): UseQueryResult<InternalChatRow[]> {
  return useQuery({
    queryKey: chatsKey,
    queryFn: async ({ signal }) => (await call(listInternalChats, undefined, { signal })).items,
  })
}

/** How many of them have something unread. */
export function useUnreadChats(): number {
  return useInternalChats().data?.filter(({ unread }) => unread > 0).length ?? 0
}

/** A chat of colleagues, when it was asked for. `askedAt`: when this answer was asked for, ms. */
export type LoadedInternalChat = InternalChat & { askedAt: number }

export function useInternalChat(chatId: string | null): UseQueryResult<LoadedInternalChat> {
  return useQuery({
    queryKey: chatKey(chatId ?? ''),
    enabled: chatId !== null,
    queryFn: async ({ signal }) => {
      const askedAt = Date.now()
      return { ...(await call(getInternalChat, { chatId: chatId ?? '' }, { signal })), askedAt }
    },
    retry: (count, error) => !isApiError(error, 'internal.chat_not_found') && count < 2,
  })
}

/** The chat of a card is made when somebody first wants to write in it. */
export function useCardChat(card: CardRef): UseQueryResult<string> {
  const client = useQueryClient()
  return useQuery({
    queryKey: cardChatKey(card),
    queryFn: async ({ signal }) => {
      const askedAt = Date.now()
      const chat = await call(openCardChat, { cardKind: card.kind, cardId: card.id }, { signal })
      client.setQueryData<LoadedInternalChat>(chatKey(chat.id), { ...chat, askedAt })
      return chat.id
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}
