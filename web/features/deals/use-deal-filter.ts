import { useLocation, useRouter } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useMemo } from 'react'
import { filterToSearch, searchToFilter } from './deal-filter.ts'
import type { DealFilter } from './deal-filter.ts'

const key = 'beseda.deals.search'

/** What one chose to see. It stands in the address; whoever comes back without one finds his last choice of this tab. */
export function useDealFilter(): [DealFilter, (change: Partial<DealFilter>) => void] {
  const router = useRouter()
  const { pathname } = useLocation()
  // As it was written: the router's own reading takes the quotes from a text.
  const written = router.history.location.search
  const filter = useMemo(() => searchToFilter(written), [written])
  const put = (search: string): void =>
    router.history.replace(search === '' ? pathname : `${pathname}?${search}`)
  // Only when the page is opened: emptying the filter later is a choice too.
  const restore = useEffectEvent(() => {
    const kept = recall()
    if (written === '' && kept !== '') put(kept)
  })
  useEffect(() => restore(), [])
  return [
    filter,
    (change) => {
      const search = filterToSearch({ ...filter, ...change })
      remember(search)
      put(search)
    },
  ]
}

function remember(search: string): void {
  try {
    sessionStorage.setItem(key, search)
  } catch {
    // Storage is closed to us: the address alone keeps the choice.
  }
}

function recall(): string {
  try {
    return sessionStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}
