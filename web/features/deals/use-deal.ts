import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getDeal } from '#contract/deals'
import type { DealView } from '#contract/deals'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { useCardLive } from '../cards/use-card-live.ts'
import { dealKey } from './use-change-deal.ts'

export type LoadedDeal = { deal: DealView | undefined; error: unknown; retry: () => void }

/** A deal, kept true while its card is open: its fields, its conversations and its feed. */
export function useDeal(dealId: number): LoadedDeal {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: dealKey(dealId),
    queryFn: ({ signal }) => call(getDeal, { dealId }, { signal }),
    staleTime: 0,
  })
  const reload = useCardLive({ kind: 'deal', id: dealId }, query.data)
  useLive('deal', ({ deal: row }) => {
    if (row.id !== dealId) return
    client.setQueryData<DealView>(dealKey(dealId), (known) => known && { ...known, ...row })
    reload()
  })
  return { deal: query.data, error: query.error, retry: () => void query.refetch() }
}
