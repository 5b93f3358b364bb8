import type { CustomerRow } from '#contract/customers'
import { LiveRows } from '../../lib/live-rows.ts'
import type { ListRules } from '../../lib/pages.ts'
import type { CustomerFilter } from './customer-filter.ts'

const lists = ['customers', 'list'] as const
export const customerListKey = (filter: CustomerFilter): readonly [...typeof lists, CustomerFilter] => [
  ...lists,
  filter,
]
export const customerIdOf = (row: CustomerRow): number => row.id

/** Every loaded list of customers; a column of the board is the list of one stage. */
export const liveCustomers = new LiveRows<CustomerRow, CustomerFilter>({
  key: lists,
  keyOf: customerIdOf,
  rulesOf: customerRules,
  isFilter: (part): part is CustomerFilter =>
    typeof part === 'object' && part !== null && 'customerStageIds' in part,
})

/** The server's rules. */
function customerRules(filter: CustomerFilter): ListRules<CustomerRow> {
  const among = (wanted: readonly number[], value: number): boolean =>
    wanted.length === 0 || wanted.includes(value)
  const { talks, nextFrom, nextTo } = filter
  const direction = filter.isAscending ? 1 : -1
  return {
    keyOf: customerIdOf,
    isListed: (row) =>
      among(filter.customerStageIds, row.stage.id) &&
      among(filter.responsibleUserIds, row.responsibleUserId ?? 0) &&
      (filter.tagIds.length === 0 || row.tags.some(({ id }) => filter.tagIds.includes(id))) &&
      (talks === null || talks === talksOf(row)) &&
      (nextFrom === null || (row.nextPurchaseOn ?? '') >= nextFrom) &&
      (nextTo === null || (row.nextPurchaseOn !== null && row.nextPurchaseOn <= nextTo)),
    compare: (a, b) => direction * (compareBy(filter, a, b) || a.id - b.id),
    // What stands in custom fields only the server knows.
    isSearch: filter.search !== '' || filter.fields.length > 0,
  }
}

const lastDay = '9999-12-31'

function compareBy({ sort }: CustomerFilter, a: CustomerRow, b: CustomerRow): number {
  if (sort === 'ltv') return a.ltv - b.ltv
  if (sort === 'next') return (a.nextPurchaseOn ?? lastDay).localeCompare(b.nextPurchaseOn ?? lastDay)
  const at = (row: CustomerRow): number => Date.parse(sort === 'updated' ? row.updatedAt : row.createdAt)
  return at(a) - at(b)
}

/** R4, as the server has it. */
function talksOf({ conversations, unreadConversations }: CustomerRow): 'unread' | 'read' | 'none' {
  if (unreadConversations > 0) return 'unread'
  return conversations > 0 ? 'read' : 'none'
}
