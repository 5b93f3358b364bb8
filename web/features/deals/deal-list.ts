import type { DealRow } from '#contract/deals'
import { LiveRows } from '../../lib/live-rows.ts'
import type { ListRules } from '../../lib/pages.ts'
import { talksOf } from './deal-filter.ts'
import type { DealFilter } from './deal-filter.ts'

const lists = ['deals', 'list'] as const
export const dealListKey = (filter: DealFilter): readonly [...typeof lists, DealFilter] => [...lists, filter]

export const dealIdOf = (row: DealRow): number => row.id

/** Every loaded list of deals; a column of the board is the list of one stage. */
export const liveDeals = new LiveRows<DealRow, DealFilter>({
  key: lists,
  keyOf: dealIdOf,
  rulesOf: dealRules,
  isFilter: (part): part is DealFilter => typeof part === 'object' && part !== null && 'stageIds' in part,
})

/** The server's rules. */
function dealRules(filter: DealFilter): ListRules<DealRow> {
  const among = (wanted: readonly number[], value: number): boolean =>
    wanted.length === 0 || wanted.includes(value)
  const { budgetFrom, budgetTo, talks } = filter
  const direction = filter.isAscending ? 1 : -1
  return {
    keyOf: dealIdOf,
    isListed: (row) =>
      (filter.pipelineId === null || filter.pipelineId === row.pipelineId) &&
      among(filter.stageIds, row.stage.id) &&
      among(filter.responsibleUserIds, row.responsibleUserId ?? 0) &&
      among(filter.channelIds, row.channelId ?? 0) &&
      (filter.tagIds.length === 0 || row.tags.some(({ id }) => filter.tagIds.includes(id))) &&
      (talks === null || talks === talksOf(row)) &&
      (budgetFrom === null || (row.budget ?? -1) >= budgetFrom) &&
      (budgetTo === null || (row.budget !== null && row.budget <= budgetTo)),
    compare: (a, b) => direction * (keyOf(a, filter) - keyOf(b, filter) || a.id - b.id),
    // What a text, a custom field or a day of the account's calendar finds only the server knows.
    isSearch:
      filter.search !== '' ||
      filter.fields.length > 0 ||
      [filter.createdFrom, filter.createdTo, filter.closedFrom, filter.closedTo].some((day) => day !== null),
  }
}

function keyOf(row: DealRow, { sort }: DealFilter): number {
  if (sort === 'budget') return row.budget ?? -1
  const at = { updated: row.updatedAt, created: row.createdAt, stage: row.stageSince }[sort]
  return Date.parse(at)
}
