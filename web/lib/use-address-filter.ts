import { useLocation, useRouter } from '@tanstack/react-router'
import { useEffect, useEffectEvent, useMemo } from 'react'

type Options<Filter> = {
  /** Where this tab keeps the last choice. */
  key: string
  toSearch: (filter: Filter) => string
  /** The same function for the page's life. */
  fromSearch: (search: string) => Filter
}

/** What one chose to see. It stands in the address; whoever comes back without one finds his last choice of this tab. */
export function useAddressFilter<Filter>({
  key,
  toSearch,
  fromSearch,
}: Options<Filter>): [Filter, (change: Partial<Filter>) => void] {
  const router = useRouter()
  const { pathname } = useLocation()
  // As it was written: the router's own reading takes the quotes from a text.
  const written = router.history.location.search
  const filter = useMemo(() => fromSearch(written), [fromSearch, written])
  const put = (search: string): void =>
    router.history.replace(search === '' ? pathname : `${pathname}?${search}`)
  // Only when the page is opened: emptying the filter later is a choice too.
  const restore = useEffectEvent(() => {
    const kept = recall(key)
    if (written === '' && kept !== '') put(kept)
  })
  useEffect(() => restore(), [])
  return [
    filter,
    (change) => {
      const search = toSearch({ ...filter, ...change })
      remember(key, search)
      put(search)
    },
  ]
}

function remember(key: string, search: string): void {
  try {
    sessionStorage.setItem(key, search)
  } catch {
    // Storage is closed to us: the address alone keeps the choice.
  }
}

function recall(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}
