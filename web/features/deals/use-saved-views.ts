import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import {
  changeSavedView,
  createSavedView,
  deleteSavedView,
  listSavedViews,
  restoreSavedView,
} from '#contract/saved-views'
import type { SavedView } from '#contract/saved-views'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { say } from '../../lib/words.ts'
import { errorToast, toast, undoToast } from '../../ui/toasts.tsx'
import { boardWords } from './board-labels.ts'
import type { DealFilter } from './deal-filter.ts'

const savedViewsQuery = queryOptions({
  queryKey: ['saved-views'],
  queryFn: ({ signal }) => call(listSavedViews, undefined, { signal }),
})

export type SavedViews = {
  views: readonly SavedView[]
  error: unknown
  /** Rejects with the reason. */
  save: (view: { id: string; name: string; isShared: boolean; filter: DealFilter }) => Promise<void>
  rename: (view: SavedView, name: string) => Promise<void>
  overwrite: (view: SavedView, filter: DealFilter) => void
  remove: (view: SavedView) => void
}

/** Filters under a name: one's own and the shared ones. */
export function useSavedViews(): SavedViews {
  const client = useQueryClient()
  const { data, error } = useQuery(savedViewsQuery)
  const reload = (): Promise<void> => client.invalidateQueries({ queryKey: savedViewsQuery.queryKey })
  useLive('saved_views', () => void reload())
  const does = async (work: Promise<unknown>): Promise<void> => {
    await work
    toast(say(boardWords)('filter.saved.toast'))
    await reload()
  }
  const remove = async (viewId: string): Promise<void> => {
    await call(deleteSavedView, { viewId })
    undoToast(
      say(boardWords)('filter.deleted'),
      () => void call(restoreSavedView, { viewId }).then(reload).catch(errorToast),
    )
    await reload()
  }
  return {
    views: data?.items ?? [],
    error: data ? null : error,
    save: (view) => does(call(createSavedView, view)),
    rename: ({ id }, name) => does(call(changeSavedView, { viewId: id, name })),
    overwrite: ({ id }, filter) => void does(call(changeSavedView, { viewId: id, filter })).catch(errorToast),
    remove: ({ id }) => void remove(id).catch(errorToast),
  }
}
