import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { readInternal } from '#contract/internal'
import type { InternalMessage } from '#contract/internal'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { useIsLooking } from '../chat/use-reading.ts'
import { applyRead, chatsKey } from './internal-cache.ts'

/** Tells that the newest message to colleagues stands in a focused window, once for each. `isSeen`: it is on the screen. */
export function useInternalReading(newest: InternalMessage | null, isSeen: boolean): void {
  const client = useQueryClient()
  const { user } = useSession()
  const isLooking = useIsLooking()
  const told = useRef(0)
  const chatId = newest?.chatId ?? null
  const seq = newest?.seq ?? 0
  useEffect(() => {
    if (!isLooking || !isSeen || chatId === null || told.current >= seq) return
    told.current = seq
    call(readInternal, { chatId, upTo: seq })
      .then(() => {
        applyRead(client, chatId, user.id, seq)
        return client.invalidateQueries({ queryKey: chatsKey })
      })
      // Not told: the next look tells it again.
      .catch(() => {
        told.current = 0
      })
  }, [client, user.id, isLooking, isSeen, chatId, seq])
}
