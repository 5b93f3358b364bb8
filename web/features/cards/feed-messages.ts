import { useCallback } from 'react'
import type { InternalMessage } from '#contract/internal'
import type { MessageView } from '#contract/messages'
import { quoteOf } from '../chat/quote-of.ts'
import type { Feed } from './feed.ts'

type Items = Feed['items'] | undefined

/** The newest loaded message of a chat. */
export function useNewestOf(items: Items): (chatId: string) => MessageView | null {
  return useCallback(
    (chatId) => {
      const found = items?.findLast((item) => item.type === 'message' && item.message.chatId === chatId)
      return found?.type === 'message' ? found.message : null
    },
    [items],
  )
}

export function messagesOf(items: Items): MessageView[] {
  return items?.flatMap((item) => (item.type === 'message' ? [item.message] : [])) ?? []
}

/** What a loaded message looks like when it is quoted. */
export function findQuote(items: Items, id: string): ReturnType<typeof quoteOf> | null {
  const found = items?.find((item) => item.type === 'message' && item.message.id === id)
  return found?.type === 'message' ? quoteOf(found.message) : null
}

/** What colleagues wrote, oldest first. */
export function internalOf(items: Items): InternalMessage[] {
  return items?.flatMap((item) => (item.type === 'internal' ? [item.message] : [])) ?? []
}
