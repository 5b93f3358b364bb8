import { z } from 'zod'
import { line, uuid } from './common.ts'
import { dealFilter } from './deal-filter.ts'
import { endpoint } from './endpoint.ts'

/** Views that somebody has, and those that all share, are each at most so many. */
export const mostSavedViews = 50

const title = line(60).min(1)

export const savedView = z.object({
  id: uuid,
  name: z.string(),
  isShared: z.boolean(),
  filter: dealFilter,
  canChange: z.boolean(),
})
export type SavedView = z.output<typeof savedView>

const params = z.object({ viewId: uuid })

export const listSavedViews = endpoint({
  id: 'saved-views.list',
  summary: 'Filters of deals under a name: one’s own and the shared ones',
  method: 'GET',
  path: '/saved-views',
  permission: 'user',
  output: z.object({ items: z.array(savedView) }),
})

/** The id is made by the client: a repeat answers the view that is there. */
export const createSavedView = endpoint({
  id: 'saved-views.create',
  summary: 'Keep a filter under a name; a shared one needs the right to change settings',
  method: 'POST',
  path: '/saved-views',
  permission: 'user',
  body: z.object({ id: uuid, name: title, isShared: z.boolean().default(false), filter: dealFilter }),
  output: savedView,
  errors: ['session.forbidden', 'saved_view.too_many'],
})

export const changeSavedView = endpoint({
  id: 'saved-views.change',
  summary: 'Rename a view or keep another filter in it',
  method: 'PATCH',
  path: '/saved-views/:viewId',
  permission: 'user',
  params,
  body: z.object({ name: title.optional(), filter: dealFilter.optional() }),
  output: savedView,
  errors: ['saved_view.not_found', 'session.forbidden'],
})

export const deleteSavedView = endpoint({
  id: 'saved-views.delete',
  summary: 'Delete a view',
  method: 'DELETE',
  path: '/saved-views/:viewId',
  permission: 'user',
  params,
  errors: ['saved_view.not_found', 'session.forbidden'],
})
