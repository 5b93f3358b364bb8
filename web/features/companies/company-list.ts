import type { CompanyRow } from '#contract/companies'
import { LiveRows } from '../../lib/live-rows.ts'
import type { CompanyFilter } from './company-filter.ts'

const lists = ['companies', 'list'] as const
export const companyListKey = (filter: CompanyFilter): readonly [...typeof lists, CompanyFilter] => [
  ...lists,
  filter,
]

export const companyIdOf = (row: CompanyRow): number => row.id

/** Last changed first. */
export const liveCompanies = new LiveRows<CompanyRow, CompanyFilter>({
  key: lists,
  keyOf: companyIdOf,
  rulesOf: ({ search, responsibleUserIds, tagIds, fields }) => ({
    keyOf: companyIdOf,
    isListed: (row) =>
      (responsibleUserIds.length === 0 || responsibleUserIds.includes(row.responsibleUserId ?? 0)) &&
      (tagIds.length === 0 || row.tags.some(({ id }) => tagIds.includes(id))),
    compare: (a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt) || b.id - a.id,
    // What stands in custom fields only the server knows.
    isSearch: search !== '' || fields.length > 0,
  }),
  isFilter: (part): part is CompanyFilter => typeof part === 'object' && part !== null && 'search' in part,
})
