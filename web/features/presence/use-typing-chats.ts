import { useEffect, useState } from 'react'
import { useLive } from '../../lib/live-hooks.ts'
import { useSession } from '../../lib/session.ts'

/** A sign of typing holds this long; it is sent again while one goes on. */
const holdsMs = 6000

type Typing = { userId: number | null; until: number }

/** In which chats somebody else writes now: a colleague by his id, the client as null. What he has sent ends it. */
export function useTypingChats(): ReadonlyMap<string, number | null> {
  const { user } = useSession()
  const [typing, setTyping] = useState<ReadonlyMap<string, Typing>>(new Map())
  const end = (chatId: string): void =>
    setTyping((now) => (now.has(chatId) ? new Map([...now].filter(([id]) => id !== chatId)) : now))
  useLive('typing', ({ chatId, userId }) => {
    if (userId === user.id) return
    setTyping((now) => new Map(now).set(chatId, { userId, until: Date.now() + holdsMs }))
  })
  useLive('message', ({ message, isNew }) => {
    if (isNew) end(message.chatId)
  })
  useEffect(() => {
    if (typing.size === 0) return
    const next = Math.min(...[...typing.values()].map(({ until }) => until))
    const timer = setTimeout(
      () => setTyping((now) => new Map([...now].filter(([, { until }]) => until > Date.now()))),
      Math.max(0, next - Date.now()) + 1,
    )
    return () => clearTimeout(timer)
  }, [typing])
  return new Map([...typing].map(([chatId, { userId }]) => [chatId, userId]))
}
