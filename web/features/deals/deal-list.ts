import type { DealRow } from '#contract/deals'
import { LiveRows } from '../../lib/live-rows.ts'
import type { ListRules } from '../../lib/pages.ts'

/** What the list of deals shows. */
export type DealFilter = {
  search: string
  pipelineId: number | null
  stageId: number | null
  responsibleUserId: number | null
}

const lists = ['deals', 'list'] as const
export const dealListKey = (filter: DealFilter): readonly [...typeof lists, DealFilter] => [...lists, filter]

export const dealIdOf = (row: DealRow): number => row.id

export const liveDeals = new LiveRows<DealRow, DealFilter>({
  key: lists,
  keyOf: dealIdOf,
  rulesOf: dealRules,
  isFilter: (part): part is DealFilter => typeof part === 'object' && part !== null && 'stageId' in part,
})

/** The server's rules: last changed first. */
function dealRules(filter: DealFilter): ListRules<DealRow> {
  const fits = (wanted: number | null, value: number | null): boolean => wanted === null || wanted === value
  return {
    keyOf: dealIdOf,
    isListed: (row) =>
      fits(filter.pipelineId, row.pipelineId) &&
      fits(filter.stageId, row.stage.id) &&
      fits(filter.responsibleUserId, row.responsibleUserId),
    compare: (a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt) || b.id - a.id,
    isSearch: filter.search !== '',
  }
}
