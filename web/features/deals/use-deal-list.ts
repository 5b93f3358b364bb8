import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listDeals } from '#contract/deals'
import type { DealRow } from '#contract/deals'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import type { Page } from '../../lib/pages.ts'
import { useRowList } from '../../lib/use-row-list.ts'
import type { RowList } from '../../lib/use-row-list.ts'
import { dealIdOf, dealListKey, liveDeals } from './deal-list.ts'
import type { DealFilter } from './deal-list.ts'
import { useFreshConversations } from './use-fresh-conversations.ts'

const pageSize = 50

async function loadPage(
  filter: DealFilter,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<Page<DealRow>> {
  const askedAt = Date.now()
  const { search, pipelineId, stageId, responsibleUserId } = filter
  const wish = {
    ...(search !== '' && { search }),
    ...(pipelineId !== null && { pipelineId }),
    ...(stageId !== null && { stageId: String(stageId) }),
    ...(responsibleUserId !== null && { responsibleUserId: String(responsibleUserId) }),
  }
  const page = await call(listDeals, { ...wish, cursor, limit: pageSize }, { signal })
  return liveDeals.freshen(page, filter, askedAt)
}

/** The list of deals, kept true while it is shown. */
export function useDealList(filter: DealFilter): RowList<DealRow> {
  const client = useQueryClient()
  const list = useRowList({
    queryKey: dealListKey(filter),
    load: (cursor, signal) => loadPage(filter, cursor, signal),
    keyOf: dealIdOf,
  })
  useLive('deal', ({ deal }) => liveDeals.put(client, deal))
  useLive('contact', ({ contact: { id, name } }) =>
    liveDeals.map(client, (row) =>
      row.mainContact?.id === id ? { ...row, mainContact: { id, name } } : row,
    ),
  )
  useFreshConversations(list.rows)
  useEffect(() => () => liveDeals.leave(client), [client])
  return list
}
