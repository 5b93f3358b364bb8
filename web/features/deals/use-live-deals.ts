import { useQueryClient } from '@tanstack/react-query'
import { useLive } from '../../lib/live-hooks.ts'
import { cardKey } from '../cards/card.ts'
import { liveDeals } from './deal-list.ts'
import { useFreshConversations } from './use-fresh-conversations.ts'

/** Keeps the loaded lists and columns of deals true while they are shown. `asksAll`: also about deals that are not loaded. */
export function useLiveDeals(asksAll: boolean): void {
  const client = useQueryClient()
  useLive('deal', ({ deal }) => liveDeals.put(client, deal))
  const drop = (dealId: number): void => {
    liveDeals.drop(client, dealId)
    void client.invalidateQueries({ queryKey: cardKey({ kind: 'deal', id: dealId }) })
  }
  useLive('deal.gone', ({ dealId }) => drop(dealId))
  useLive('gone', ({ thing }) => {
    if (thing.kind === 'deal') drop(thing.id)
  })
  useLive('contact', ({ contact: { id, name } }) =>
    liveDeals.map(client, (row) =>
      row.mainContact?.id === id ? { ...row, mainContact: { ...row.mainContact, name } } : row,
    ),
  )
  useFreshConversations(asksAll)
}
