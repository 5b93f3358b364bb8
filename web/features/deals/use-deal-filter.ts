import { useAddressFilter } from '../../lib/use-address-filter.ts'
import { filterToSearch, searchToFilter } from './deal-filter.ts'
import type { DealFilter } from './deal-filter.ts'

/** What one chose to see of the deals. */
export function useDealFilter(): [DealFilter, (change: Partial<DealFilter>) => void] {
  return useAddressFilter({
    key: 'beseda.deals.search',
    toSearch: filterToSearch,
    fromSearch: searchToFilter,
  })
}
