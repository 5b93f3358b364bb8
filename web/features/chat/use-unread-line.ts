import { useState } from 'react'
import type { MessageView } from '#contract/messages'
import { firstUnread } from './thread.ts'

/**
 * Where "new messages" stands. It is set when the chat is opened and stays while it is read, so that one sees where one began;
 * what comes while nobody looks begins a new one.
 */
export function useUnreadLine(
  items: readonly MessageView[] | undefined,
  unread: number,
  isWatched: boolean,
): string | null {
  const newestId = items?.at(-1)?.id ?? null
  const [line, setLine] = useState<{ at: string | null; newestId: string | null } | null>(null)
  if (items && line === null) setLine({ at: firstUnread(items, unread), newestId })
  else if (items && line !== null && newestId !== line.newestId) {
    const fresh = items.slice(items.findLastIndex((item) => item.id === line.newestId) + 1)
    const arrived = fresh.find((item) => item.direction === 'in')
    const isAnswered = fresh.some((item) => item.direction === 'out')
    const at = isAnswered ? null : !isWatched && arrived && line.at === null ? arrived.id : line.at
    setLine({ at, newestId })
  }
  return line?.at ?? null
}
