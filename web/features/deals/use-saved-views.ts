import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { changeSavedView, createSavedView, deleteSavedView, listSavedViews } from '#contract/saved-views'
import type { SavedView } from '#contract/saved-views'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'
import { say } from '../../lib/words.ts'
import { errorToast, toast } from '../../ui/toasts.tsx'
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
  const does = async (
    work: Promise<unknown>,
    word: 'filter.saved.toast' | 'filter.deleted',
  ): Promise<void> => {
    await work
    toast(say(boardWords)(word))
    await reload()
  }
  return {
    views: data?.items ?? [],
    error: data ? null : error,
    save: (view) => does(call(createSavedView, view), 'filter.saved.toast'),
    rename: ({ id }, name) => does(call(changeSavedView, { viewId: id, name }), 'filter.saved.toast'),
    overwrite: ({ id }, filter) =>
      void does(call(changeSavedView, { viewId: id, filter }), 'filter.saved.toast').catch(errorToast),
    remove: ({ id }) => void does(call(deleteSavedView, { viewId: id }), 'filter.deleted').catch(errorToast),
  }
}
