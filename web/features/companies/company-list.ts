import type { CompanyRow } from '#contract/companies'
import { LiveRows } from '../../lib/live-rows.ts'

/** What the list of companies shows. */
export type CompanyFilter = { search: string }

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
  rulesOf: ({ search }) => ({
    keyOf: companyIdOf,
    isListed: () => true,
    compare: (a, b) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt) || b.id - a.id,
    isSearch: search !== '',
  }),
  isFilter: (part): part is CompanyFilter => typeof part === 'object' && part !== null && 'search' in part,
})
