import { useEffect, useState } from 'react'
import { useLive } from '../../lib/live-hooks.ts'

/** A sign of typing holds this long; it is sent again while one goes on. */
const holdsMs = 6000

/** Who writes in the chat now: a colleague by his id, the client as null; undefined when nobody does. */
export function useTypingNow(chatId: string, newestMessageId: string | null): number | null | undefined {
  const [typing, setTyping] = useState<{
    userId: number | null
    newestMessageId: string | null
    at: number
  } | null>(null)
  useLive('typing', (change) => {
    if (change.chatId === chatId) setTyping({ userId: change.userId, newestMessageId, at: Date.now() })
  })
  useEffect(() => {
    if (!typing) return
    const timer = setTimeout(() => setTyping(null), holdsMs)
    return () => clearTimeout(timer)
  }, [typing])
  return typing?.newestMessageId === newestMessageId ? typing.userId : undefined
}
