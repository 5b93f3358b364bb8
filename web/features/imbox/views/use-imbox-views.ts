import { useQuery, useQueryClient } from '@tanstack/react-query'
import {
  arrangeImboxViews,
  changeImboxView,
  createImboxView,
  deleteImboxView,
  listImboxViews,
  restoreImboxView,
} from '#contract/saved-views'
import type { ImboxFilter, ImboxView } from '#contract/saved-views'
import { call } from '../../../lib/api.ts'
import { useLive } from '../../../lib/live-hooks.ts'
import { useWords } from '../../../lib/words.ts'
import { errorToast, toast, undoToast } from '../../../ui/toasts.tsx'
import { imboxWords } from '../labels.ts'
import { arrangeViews, asWanted, moved, viewsKey } from './arrange-views.ts'

export type ImboxViews = {
  /** Undefined until they are known. */
  views: readonly ImboxView[] | undefined
  error: unknown
  /** Rejects with the reason, as `rename` does. */
  save: (view: { id: string; name: string; isShared: boolean; filter: ImboxFilter }) => Promise<void>
  rename: (view: ImboxView, name: string) => Promise<void>
  overwrite: (view: ImboxView, filter: ImboxFilter) => void
  remove: (view: ImboxView) => void
  /** One place up or down, for oneself. */
  move: (view: ImboxView, step: 1 | -1) => void
  /** What the list opens with, for oneself; again: nothing does. */
  toggleDefault: (view: ImboxView) => void
}

/** Filters of ImBox under a name: one's own and the shared ones, in one's own order. */
export function useImboxViews(): ImboxViews {
  const say = useWords(imboxWords)
  const client = useQueryClient()
  const { data, error } = useQuery({
    queryKey: viewsKey,
    queryFn: async ({ signal }) => asWanted(await call(listImboxViews, undefined, { signal })),
  })
  const reload = (): Promise<void> => client.invalidateQueries({ queryKey: viewsKey })
  useLive('saved_views', () => void reload())
  const does = async (work: Promise<unknown>): Promise<void> => {
    await work
    await reload()
  }
  const tell = (work: Promise<unknown>): void => void does(work).catch(errorToast)
  const arrange = (change: (views: ImboxView[]) => ImboxView[]): void =>
    void arrangeViews(client, change, (wish) => call(arrangeImboxViews, wish)).catch(errorToast)
  return {
    views: data?.items,
    error: data ? null : error,
    save: async (view) => {
      await does(call(createImboxView, view))
      toast(say('views.saved'))
    },
    rename: ({ id }, name) => does(call(changeImboxView, { viewId: id, name })),
    overwrite: ({ id }, filter) =>
      void does(call(changeImboxView, { viewId: id, filter }))
        .then(() => toast(say('views.saved')))
        .catch(errorToast),
    remove: ({ id, name }) =>
      void does(call(deleteImboxView, { viewId: id }))
        .then(() =>
          undoToast(say('views.deleted', { name }), () => tell(call(restoreImboxView, { viewId: id }))),
        )
        .catch(errorToast),
    move: ({ id }, step) => arrange((views) => moved(views, id, step)),
    toggleDefault: ({ id }) =>
      arrange((views) => views.map((view) => ({ ...view, isDefault: view.id === id && !view.isDefault }))),
  }
}
