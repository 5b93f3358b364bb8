import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { getDeal } from '#contract/deals'
import type { DealView } from '#contract/deals'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { dealKey } from './use-change-deal.ts'
import { applyFeedMessage, feedKey } from './use-deal-feed.ts'

/** Several changes of one action come together: they are asked for once. */
const gatherMs = 250

export type LoadedDeal = { deal: DealView | undefined; error: unknown; retry: () => void }

/** A deal, kept true while its card is open: its fields, its conversations and its feed. */
export function useDeal(dealId: number): LoadedDeal {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: dealKey(dealId),
    queryFn: ({ signal }) => call(getDeal, { dealId }, { signal }),
    staleTime: 0,
  })
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
    },
    [],
  )
  const reload = (): void => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      void client.invalidateQueries({ queryKey: dealKey(dealId) })
      void client.invalidateQueries({ queryKey: feedKey(dealId) })
    }, gatherMs)
  }

  const deal = query.data
  const chats = deal?.contacts.flatMap((contact) => contact.chats) ?? []
  const numbers = new Set(deal?.openConversations.map((open) => open.number))
  useLive('message', ({ message }) => {
    const isOurs = message.number !== null && numbers.has(message.number)
    const chat = chats.find((each) => each.id === message.chatId)
    applyFeedMessage(client, dealId, message, isOurs ? (chat?.channelKind ?? null) : null)
    if (chat && !isOurs) reload()
  })
  useLive('deal', ({ deal: row }) => {
    if (row.id !== dealId) return
    client.setQueryData<DealView>(dealKey(dealId), (known) => known && { ...known, ...row })
    reload()
  })
  useLive('conversation', ({ row }) => {
    if (row.card?.id === dealId || numbers.has(row.number)) reload()
  })
  useLive('conversation.gone', ({ number }) => {
    if (numbers.has(number)) reload()
  })
  useLive('contact', ({ contact }) => {
    if (deal?.contacts.some((each) => each.id === contact.id) === true) reload()
  })
  return { deal, error: query.error, retry: () => void query.refetch() }
}
