import { useCallback, useRef } from 'react'
import { sendTyping } from '#contract/messages'
import { call } from '../../lib/api.ts'

/** Messengers show typing for about five seconds. */
const everyMs = 4000

/** Tells colleagues and the client that one writes in the chat, not more often than they would notice. */
export function useTyping(chatId: string): () => void {
  const toldAt = useRef(0)
  return useCallback(() => {
    const now = Date.now()
    if (now - toldAt.current < everyMs) return
    toldAt.current = now
    // Nobody misses it when it fails.
    call(sendTyping, { chatId }).catch(() => undefined)
  }, [chatId])
}
