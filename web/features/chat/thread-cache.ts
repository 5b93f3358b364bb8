import type { QueryClient } from '@tanstack/react-query'
import type { ConversationRow } from '#contract/conversations'
import type { MessageView } from '#contract/messages'
import { putMessage } from './thread.ts'
import type { Thread } from './thread.ts'

export const threadKey = (chatId: string): readonly ['chats', string, 'thread'] => ['chats', chatId, 'thread']
export const chatKey = (chatId: string): readonly ['chats', string, 'chat'] => ['chats', chatId, 'chat']

/** Messages that were heard of lately: they are newer than a page that was asked for before them. */
const recent = new Map<string, { message: MessageView; at: number }>()
const recentMs = 60_000

/** A live message put into its chat, when that chat is loaded. */
export function applyMessage(client: QueryClient, message: MessageView): void {
  const now = Date.now()
  for (const [id, kept] of recent) if (now - kept.at > recentMs) recent.delete(id)
  recent.set(message.id, { message, at: now })
  showMessage(client, message)
}

/**
 * A message as answered to something asked at `askedAt`. What was heard live since then is newer: a messenger may be quicker
 * than our own answer, and nothing would tell its news again.
 */
export function applyAnswer(client: QueryClient, message: MessageView, askedAt: number): void {
  const heard = recent.get(message.id)
  if (!heard || heard.at < askedAt) applyMessage(client, message)
}

/** The first answer to a message of ours, which a repeat gets too; any other news of it is newer. */
export function applySent(client: QueryClient, message: MessageView): void {
  const thread = client.getQueryData<Thread>(threadKey(message.chatId))
  if (thread?.items.some((item) => item.id === message.id)) return
  applyAnswer(client, message, 0)
}

/** Shows a message as it is going to be, until there is news of it: wherever in its chat one looks. */
export function showMessage(client: QueryClient, message: MessageView): void {
  client.setQueriesData<Thread>(
    { queryKey: threadKey(message.chatId) },
    (thread) => thread && putMessage(thread, message),
  )
}

/** A message of a loaded chat, or one that was heard of lately. */
export function knownMessage(client: QueryClient, chatId: string, id: string): MessageView | undefined {
  const thread = client.getQueryData<Thread>(threadKey(chatId))
  return thread?.items.find((item) => item.id === id) ?? recent.get(id)?.message
}

/** What was loaded, with what was heard of the chat since it was asked for. */
export function freshenThread(chatId: string, thread: Thread, askedAt: number): Thread {
  return [...recent.values()]
    .filter((kept) => kept.at >= askedAt && kept.message.chatId === chatId)
    .reduce((result, kept) => putMessage(result, kept.message), thread)
}

/** A conversation opened or closed: its boundary stands in the loaded chat only after it is asked for again. */
export function noticeBoundary(client: QueryClient, row: ConversationRow): void {
  const thread = client.getQueryData<Thread>(threadKey(row.chatId))
  if (!thread) return
  const known = thread.stretches.find((stretch) => stretch.number === row.number)
  if (known && known.closedAt === row.closedAt) return
  void client.invalidateQueries({ queryKey: threadKey(row.chatId) })
  void client.invalidateQueries({ queryKey: chatKey(row.chatId) })
}

/** The loaded chat shows the closure at once; the server's word on who and when follows. */
export function showClosure(
  client: QueryClient,
  row: ConversationRow,
  closedBy: { id: number; name: string } | null,
): void {
  client.setQueryData<Thread>(
    threadKey(row.chatId),
    (thread) =>
      thread && {
        ...thread,
        stretches: thread.stretches.map((stretch) =>
          stretch.number === row.number
            ? {
                ...stretch,
                closedAt: row.closedAt,
                closedBy: closedBy && { kind: 'user' as const, id: closedBy.id, name: closedBy.name },
              }
            : stretch,
        ),
      },
  )
}
