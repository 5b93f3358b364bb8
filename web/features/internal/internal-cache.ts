import type { QueryClient } from '@tanstack/react-query'
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

/** A loaded part of a chat, oldest first: its end, or what lies around a message. */
export type Thread = { items: InternalMessage[]; before: string | null; after: string | null }

/** The thread with a message replaced where it stands, or put in its place; what lies below what is loaded comes with its page. */
export function putMessage(thread: Thread, message: InternalMessage): Thread {
  const known = thread.items.findLastIndex(({ id }) => id === message.id)
  if (known !== -1) return { ...thread, items: thread.items.with(known, message) }
  const place = thread.items.findLastIndex(({ seq }) => seq < message.seq) + 1
  if (place === 0 && thread.before !== null) return thread
  if (place === thread.items.length && thread.after !== null) return thread
  return { ...thread, items: thread.items.toSpliced(place, 0, message) }
}

/** Everything that stands on the screen shows a message as it is now. */
export function applyInternal(client: QueryClient, message: InternalMessage): void {
  client.setQueriesData<Thread>(
    { queryKey: threadKey(message.chatId) },
    (thread) => thread && putMessage(thread, message),
  )
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
