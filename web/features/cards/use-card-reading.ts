import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { readConversation } from '#contract/conversations'
import type { CardParts } from '#contract/cards'
import type { MessageView } from '#contract/messages'
import { call } from '../../lib/api.ts'
import { judgeLook } from '../chat/judge-look.ts'
import { useIsLooking } from '../chat/use-reading.ts'
import { askRow, lastApplied } from '../imbox/conversation-cache.ts'

/** Newest messages further up than this many are hardly on the screen with the end of the feed. */
const onScreen = 6

/** The card, too, tells that a newest message stands in a focused window, once for each (R3). */
export function useCardReading(
  { openConversations }: Pick<CardParts, 'openConversations'>,
  messages: readonly MessageView[],
  isAtEnd: boolean,
): void {
  const client = useQueryClient()
  const isLooking = useIsLooking()
  const told = useRef(new Set<string>())
  useEffect(() => {
    if (!isLooking || !isAtEnd) return
    const shown = new Set(messages.slice(-onScreen))
    for (const { number, chatId, isRead } of openConversations) {
      const newest = messages.findLast((message) => message.chatId === chatId)
      if (!newest || !shown.has(newest)) continue
      const about = `${number}:${newest.id}`
      if (told.current.has(about)) continue
      // Live frames bring the row at once, the card with its conversations is asked for a moment later.
      const worth = judgeLook(lastApplied(number) ?? { isRead, lastMessage: newest }, newest.id)
      if (worth === 'wait') continue
      told.current.add(about)
      if (worth === 'nothing') continue
      askRow(client, () => call(readConversation, { number, way: 'visible', upTo: newest.id })).catch(() =>
        told.current.delete(about),
      )
    }
  }, [client, openConversations, messages, isLooking, isAtEnd])
}
