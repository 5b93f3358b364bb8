import { useCallback, useEffect, useRef, useState } from 'react'
import { typeInternal } from '#contract/internal'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'

const everyMs = 4000
/** A sign of typing holds this long; it is sent again while one goes on. */
const holdsMs = 6000

/** Tells colleagues that one writes, not more often than they would notice. */
export function useInternalTyping(chatId: string): () => void {
  const toldAt = useRef(0)
  return useCallback(() => {
    const now = Date.now()
    if (now - toldAt.current < everyMs) return
    toldAt.current = now
    // Nobody misses it when it fails.
    call(typeInternal, { chatId }).catch(() => undefined)
  }, [chatId])
}

/** Which colleague writes in the chat now; null: nobody. What he wrote ends it. */
export function useWhoTypes(chatId: string | null): number | null {
  const [typing, setTyping] = useState<{ userId: number; at: number } | null>(null)
  useLive('internal.typing', (change) => {
    if (change.chatId === chatId) setTyping({ userId: change.userId, at: Date.now() })
  })
  useLive('internal.message', ({ message }) => {
    if (message.chatId === chatId) setTyping((now) => (now?.userId === message.author.id ? null : now))
  })
  useEffect(() => {
    if (!typing) return
    const timer = setTimeout(() => setTyping(null), holdsMs)
    return () => clearTimeout(timer)
  }, [typing])
  return typing?.userId ?? null
}
