import type { QueryClient } from '@tanstack/react-query'
import { changeDeals } from '#contract/deals'
import type { DealRow } from '#contract/deals'
import type { EndpointOutput } from '#contract/endpoint'
import type { acceptLeads } from '#contract/incoming-leads'
import { call } from '../../lib/api.ts'
import { say } from '../../lib/words.ts'
import { errorToast, failureToast } from '../../ui/toasts.tsx'
import { cardKey } from '../cards/card.ts'
import { feedKey } from '../cards/use-card-feed.ts'
import { liveDeals } from '../deals/deal-list.ts'
import { totalsKey } from '../deals/use-deal-totals.ts'
import { leadWords } from './labels.ts'

export type Standings = Pick<EndpointOutput<typeof acceptLeads>, 'before' | 'after'>

/** Puts deals as they are now wherever they are shown. */
export function showTaken(client: QueryClient, rows: readonly DealRow[]): void {
  for (const row of rows) liveDeals.put(client, row)
  refreshLeads(
    client,
    rows.map(({ id }) => id),
  )
}

/** Asks anew for what depends on leads; also when somebody else has taken them. */
export function refreshLeads(client: QueryClient, dealIds: readonly number[]): void {
  void client.invalidateQueries({ queryKey: totalsKey })
  void client.invalidateQueries({ queryKey: ['conversations', 'detail'] })
  for (const id of dealIds) {
    void client.invalidateQueries({ queryKey: cardKey({ kind: 'deal', id }) })
    void client.invalidateQueries({ queryKey: feedKey({ kind: 'deal', id }) })
  }
}

/** Puts leads back among those that wait, where nobody has changed them since. */
export async function undoTaking(client: QueryClient, { before, after }: Standings): Promise<void> {
  const seen = new Map(after.map(({ dealId, ...standing }) => [dealId, standing]))
  try {
    const changes = before.map((stood) => ({ ...stood, seen: seen.get(stood.dealId) }))
    const { rows, skipped } = await call(changeDeals, { changes })
    showTaken(client, rows)
    if (skipped.length > 0) failureToast(say(leadWords)('lead.changed'))
  } catch (error) {
    errorToast(error)
  }
}
