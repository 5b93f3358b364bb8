import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { getDeal } from '#contract/deals'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { liveDeals } from './deal-list.ts'

/** What happens meanwhile is asked for together. */
const gatherMs = 1500
/** More deals at once are read as a list. */
const mostAlone = 5

/**
 * How many conversations of a deal are unread, and who waits there, is not told when a conversation changes: the loaded deals it
 * belongs to are asked for anew, but only when it was read, answered, closed, opened or moved, not for every message in it. `asksAll`: a filter by
 * conversations is on, which may now find deals that are not loaded.
 */
export function useFreshConversations(asksAll: boolean): void {
  const client = useQueryClient()
  const known = useRef(new Map<number, string>())
  const due = useRef(new Set<number>())
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)

  const refresh = useEffectEvent(() => {
    timer.current = null
    const dealIds = [...due.current].filter(
      (dealId) => asksAll || liveDeals.find(client, dealId) !== undefined,
    )
    due.current.clear()
    if (dealIds.length > mostAlone) return void client.invalidateQueries({ queryKey: ['deals', 'list'] })
    for (const dealId of dealIds) {
      call(getDeal, { dealId })
        .then((deal) => liveDeals.put(client, deal))
        // The number stays as it was until the next change or visit.
        .catch(() => undefined)
    }
  })
  useLive('conversation', ({ row }) => {
    const state = `${row.card?.kind}:${row.card?.id}:${row.isRead}:${row.closedAt}:${row.waitingSince}:${row.due?.isMissed}`
    if (known.current.get(row.number) === state) return
    const [, before = ''] = known.current.get(row.number)?.split(':') ?? []
    known.current.set(row.number, state)
    for (const dealId of [Number(before), row.card?.kind === 'deal' ? row.card.id : 0]) {
      if (dealId > 0) due.current.add(dealId)
    }
    timer.current ??= setTimeout(() => refresh(), gatherMs)
  })
  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
    },
    [],
  )
}
