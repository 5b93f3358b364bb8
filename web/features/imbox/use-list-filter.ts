import { useLocation, useRouter } from '@tanstack/react-router'
import { useCallback, useEffect, useEffectEvent, useMemo } from 'react'
import type { ImboxView } from '#contract/saved-views'
import { filterToSearch, searchToFilter, withoutNothing } from './list-filter.ts'
import type { ImboxFilter } from './list-filter.ts'

const key = 'beseda.imbox.search'

export type ListChoice = {
  filter: ImboxFilter
  change: (change: Partial<ImboxFilter>) => void
  /** The address of a conversation, or of the list alone, with the filter. */
  hrefOf: (number: number | null) => string
}

/**
 * What one chose to see. It stands in the address; an address without one, as that of a notification, has the last choice of
 * this tab, and the first of a tab is one's default view. `views` undefined: not known yet.
 */
export function useListFilter(views: readonly ImboxView[] | undefined): ListChoice {
  const router = useRouter()
  const { pathname } = useLocation()
  // As it was written: the router's own reading takes the quotes from a text.
  const written = router.history.location.search
  const filter = useMemo(() => searchToFilter(written), [written])
  const put = (search: string): void =>
    router.history.replace(search === '' ? pathname : `${pathname}?${search}`)
  const restore = useEffectEvent((search: string, known: readonly ImboxView[] | undefined) => {
    if (search !== '') return remember(search.slice(1))
    const usual = known?.find(({ isDefault }) => isDefault)?.filter
    const kept = recall() ?? (usual ? filterToSearch(usual) : null)
    if (kept) put(kept)
  })
  useEffect(() => restore(written, views), [written, views])
  const search = filterToSearch(filter)
  const hrefOf = useCallback(
    (number: number | null) =>
      `/imbox${number === null ? '' : `/${number}`}${search === '' ? '' : `?${search}`}`,
    [search],
  )
  return {
    filter,
    hrefOf,
    change: (change) => {
      const next = filterToSearch(withoutNothing({ ...filter, ...change }))
      remember(next)
      put(next)
    },
  }
}

function remember(search: string): void {
  try {
    sessionStorage.setItem(key, search)
  } catch {
    // Storage is closed to us: the address alone keeps the choice.
  }
}

function recall(): string | null {
  try {
    return sessionStorage.getItem(key)
  } catch {
    return null
  }
}
