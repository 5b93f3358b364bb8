import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { CardRef } from '#contract/common'
import type { InternalChat, InternalMessage } from '#contract/internal'
import { applyFeedInternal } from '../cards/use-card-feed.ts'

export const chatsKey = ['internal', 'chats'] as const
export const chatKey = (chatId: string): readonly string[] => ['internal', 'chat', chatId]
export const threadKey = (chatId: string): readonly string[] => ['internal', 'thread', chatId]
export const cardChatKey = ({ kind, id }: CardRef): readonly (string | number)[] => [
  'internal',
  'card',
  kind,
  id,
]

export type ThreadPage = { items: InternalMessage[]; before: string | null }
export type Thread = InfiniteData<ThreadPage, string | null>

/** The thread with a message replaced where it stands, or put in its place; the first page is the newest. */
export function putMessage(thread: Thread, message: InternalMessage): Thread {
  const isKnown = thread.pages.some(({ items }) => items.some(({ id }) => id === message.id))
  const pages = thread.pages.map((page, index) => {
    if (isKnown)
      return { ...page, items: page.items.map((each) => (each.id === message.id ? message : each)) }
    if (index > 0) return page
    return { ...page, items: [...page.items, message].toSorted((one, other) => one.seq - other.seq) }
  })
  return { ...thread, pages }
}

/** Everything that stands on the screen shows a message as it is now. */
export function applyInternal(client: QueryClient, message: InternalMessage): void {
  client.setQueryData<Thread>(threadKey(message.chatId), (thread) => thread && putMessage(thread, message))
  client.setQueryData<InternalChat>(
    chatKey(message.chatId),
    (chat) => chat && { ...chat, lastSeq: Math.max(chat.lastSeq, message.seq) },
  )
  if (message.card) applyFeedInternal(client, message.card, message)
  else void client.invalidateQueries({ queryKey: chatsKey })
}

/** Somebody has read a chat so far. */
export function applyRead(client: QueryClient, chatId: string, userId: number, upTo: number): void {
  client.setQueryData<InternalChat>(
    chatKey(chatId),
    (chat) =>
      chat && {
        ...chat,
        reads: [...chat.reads.filter((each) => each.userId !== userId), { userId, upTo }],
      },
  )
}
