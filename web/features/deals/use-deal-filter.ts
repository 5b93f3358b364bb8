import { useEffect, useState } from 'react'
import type { DealFilter } from './deal-list.ts'

const key = 'beseda.deals.filter'
export const noFilter: DealFilter = { search: '', pipelineId: null, stageId: null, responsibleUserId: null }

/** What one chose to see, kept as long as the tab is open: whoever comes back from a deal finds his list. */
export function useDealFilter(): [DealFilter, (change: Partial<DealFilter>) => void] {
  const [filter, setFilter] = useState(recall)
  useEffect(() => {
    try {
      sessionStorage.setItem(key, JSON.stringify(filter))
    } catch {
      // Storage is closed to us: the choice lasts as long as the page.
    }
  }, [filter])
  return [filter, (change) => setFilter((before) => ({ ...before, ...change }))]
}

function recall(): DealFilter {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null')
    if (typeof kept !== 'object' || kept === null) return noFilter
    const id = (name: keyof DealFilter): number | null => {
      const value: unknown = Reflect.get(kept, name)
      return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null
    }
    const search: unknown = Reflect.get(kept, 'search')
    return {
      search: typeof search === 'string' ? search : '',
      pipelineId: id('pipelineId'),
      stageId: id('stageId'),
      responsibleUserId: id('responsibleUserId'),
    }
  } catch {
    return noFilter
  }
}
