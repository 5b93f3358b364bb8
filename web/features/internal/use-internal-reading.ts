import type { QueryClient } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import { readInternal } from '#contract/internal'
import type { InternalMessage } from '#contract/internal'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { useIsLooking } from '../chat/use-reading.ts'
import { applyRead, chatsKey } from './internal-cache.ts'
import { useInternalChat } from './use-chats.ts'

/** Several that come into sight together are told as one. */
const gatherMs = 150
/** So much of a message has to be seen; a long one never fits whole. */
const seenShare = 0.1

const told = new Map<string, number>()
const gathering = new Map<string, number>()

/** Tells, once, that one has read a chat so far. */
function tellRead(client: QueryClient, userId: number, { chatId, seq }: InternalMessage): void {
  if ((told.get(chatId) ?? 0) >= seq) return
  const isGathering = gathering.has(chatId)
  gathering.set(chatId, Math.max(gathering.get(chatId) ?? 0, seq))
  if (isGathering) return
  setTimeout(() => {
    const upTo = gathering.get(chatId) ?? seq
    gathering.delete(chatId)
    told.set(chatId, upTo)
    call(readInternal, { chatId, upTo })
      .then(() => {
        applyRead(client, chatId, userId, upTo)
        return client.invalidateQueries({ queryKey: chatsKey })
      })
      // Not told: the next look tells it again.
      .catch(() => told.delete(chatId))
  }, gatherMs)
}

/** For the element of a message of colleagues: it is read when it stands in a focused window. */
export function useReadWhenSeen(message: InternalMessage): RefObject<HTMLDivElement | null> {
  const client = useQueryClient()
  const { user } = useSession()
  const isLooking = useIsLooking()
  const element = useRef<HTMLDivElement>(null)
  const reads = useInternalChat(message.chatId).data?.reads
  const upTo = reads?.find(({ userId }) => userId === user.id)?.upTo ?? 0
  const isUnread = reads !== undefined && message.author.id !== user.id && message.seq > upTo
  useEffect(() => {
    if (!isLooking || !isUnread || !element.current) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return
        observer.disconnect()
        tellRead(client, user.id, message)
      },
      { threshold: seenShare },
    )
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [client, user.id, isLooking, isUnread, message])
  return element
}
