import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { readConversation } from '#contract/conversations'
import type { ConversationRow } from '#contract/conversations'
import type { MessageView } from '#contract/messages'
import { call } from '../../lib/api.ts'
import { askRow } from '../imbox/conversation-cache.ts'
import { judgeLook } from './judge-look.ts'

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
  const newest = items.at(-1) ?? null
  const newestId = newest?.id ?? null
  // Beside a closed conversation stands the next one of the chat, and its messages are looked at just the same.
  const number = Math.max(row.number, newest?.number ?? 0)
  const isOwn = number === row.number
  const isSeen = isFocused && isAtEnd
  const worth = isOwn && newestId !== null ? judgeLook(row, newestId) : 'tell'
  useEffect(() => {
    if (!isSeen || newestId === null || (isOwn && row.closedAt !== null) || worth === 'wait') return
    const about = `${number}:${newestId}`
    if (told.current === about) return
    told.current = about
    if (worth === 'nothing') return
    askRow(client, () => call(readConversation, { number, way: 'visible', upTo: newestId }))
      // Not told: the next focus tells it again.
      .catch(() => {
        told.current = null
      })
  }, [client, isSeen, newestId, worth, row.closedAt, isOwn, number])
  return isSeen
}
