import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { readConversation } from '#contract/conversations'
import type { ConversationRow } from '#contract/conversations'
import type { MessageView } from '#contract/messages'
import { call } from '../../lib/api.ts'
import { applyRow } from '../imbox/conversation-cache.ts'

function watchFocus(changed: () => void): () => void {
  const events = ['focus', 'blur'] as const
  for (const event of events) window.addEventListener(event, changed)
  document.addEventListener('visibilitychange', changed)
  return () => {
    for (const event of events) window.removeEventListener(event, changed)
    document.removeEventListener('visibilitychange', changed)
  }
}

const isLooking = (): boolean => document.visibilityState === 'visible' && document.hasFocus()

/** Whether this window is the one in use. */
export function useIsLooking(): boolean {
  return useSyncExternalStore(watchFocus, isLooking)
}

/**
 * Tells the server that the newest message stands in a focused window, once for every newest message (R3: the server decides
 * whether this look counts). Gives back whether one looks at the newest message now.
 */
export function useReading(row: ConversationRow, items: readonly MessageView[], isAtEnd: boolean): boolean {
  const client = useQueryClient()
  const isFocused = useIsLooking()
  const told = useRef<string | null>(null)
  const newestId = items.at(-1)?.id ?? null
  const isSeen = isFocused && isAtEnd
  useEffect(() => {
    if (!isSeen || newestId === null || row.closedAt !== null) return
    const about = `${row.number}:${newestId}`
    if (told.current === about) return
    // Read already: marked unread by hand later, it stays so until something new comes.
    told.current = about
    if (row.isRead) return
    call(readConversation, { number: row.number, way: 'visible', upTo: newestId })
      .then((answer) => applyRow(client, answer))
      // Not told: the next focus tells it again.
      .catch(() => {
        told.current = null
      })
  }, [client, isSeen, newestId, row.isRead, row.closedAt, row.number])
  return isSeen
}
