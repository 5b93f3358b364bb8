import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { getBoard } from '#contract/deals'
import type { DealRow } from '#contract/deals'
import { call } from '../../lib/api.ts'
import type { Page } from '../../lib/pages.ts'
import { useRowList } from '../../lib/use-row-list.ts'
import type { RowList } from '../../lib/use-row-list.ts'
import { wishesOf } from './deal-filter.ts'
import type { DealFilter } from './deal-filter.ts'
import { dealIdOf, dealListKey, liveDeals } from './deal-list.ts'
import { loadDeals } from './use-deal-list.ts'

const firstCards = 20

/** A stage of the board is a list of its own: live changes move cards from one to another by the rules of lists. */
export function useBoardColumn(filter: DealFilter, pipelineId: number, stageId: number): RowList<DealRow> {
  const client = useQueryClient()
  const board: DealFilter = { ...filter, pipelineId, sort: 'updated', isAscending: false }
  const column: DealFilter = { ...board, stageIds: [stageId] }
  return useRowList({
    queryKey: dealListKey(column),
    load: (cursor, signal) =>
      cursor === undefined ? loadFirst(client, board, column, stageId) : loadDeals(column, cursor, signal),
    keyOf: dealIdOf,
  })
}

/** All columns begin with one answer, whichever asks first. */
async function loadFirst(
  client: QueryClient,
  board: DealFilter,
  column: DealFilter,
  stageId: number,
): Promise<Page<DealRow>> {
  const askedAt = Date.now()
  const { pipelineId } = board
  if (pipelineId === null) return { items: [], next: null }
  const { stages } = await client.fetchQuery({
    queryKey: ['deals', 'board', board],
    queryFn: ({ signal }) =>
      call(getBoard, { ...wishesOf(board), pipelineId, limit: firstCards }, { signal }),
    staleTime: 0,
  })
  const found = stages.find((each) => each.stageId === stageId)
  return liveDeals.freshen(
    { items: found?.items ?? [], next: found?.next ?? null },
    column,
    askedAt,
    undefined,
  )
}
