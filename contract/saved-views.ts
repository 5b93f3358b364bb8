import { z } from 'zod'
import { line, uuid } from './common.ts'
import { conversationFilter, conversationSort } from './conversation-filter.ts'
import { dealFilter } from './deal-filter.ts'
import { endpoint } from './endpoint.ts'

/** Views that somebody has, and those that all share, are each at most so many; of each list. */
export const mostSavedViews = 50

const title = line(60).min(1)

const view = <Filter extends z.ZodType>(filter: Filter) =>
  z.object({
    id: uuid,
    name: z.string(),
    isShared: z.boolean(),
    filter,
    /** One’s own; or a shared one, for its author and whoever may change settings. */
    canChange: z.boolean(),
    /** The list opens with it, for oneself. */
    isDefault: z.boolean(),
  })

/** What is kept of the list of ImBox: the filter with its order. */
export const imboxFilter = conversationFilter.extend({ sort: conversationSort.default('recent') })
export type ImboxFilter = z.output<typeof imboxFilter>

export const savedView = view(dealFilter)
export type SavedView = z.output<typeof savedView>
export const imboxView = view(imboxFilter)
export type ImboxView = z.output<typeof imboxView>

const params = z.object({ viewId: uuid })
const arrangement = z.object({
  /** In the order wanted; views left out come after, by name. */
  viewIds: z.array(uuid).max(2 * mostSavedViews),
  defaultId: uuid.nullable(),
})

/** The same for each list that has views: under `id` and `path`, of this filter. */
const viewEndpoints = <Filter extends z.ZodType>(id: string, path: string, filter: Filter) => ({
  list: endpoint({
    id: `${id}.list`,
    summary: 'Filters under a name: one’s own and the shared ones, in the order one has given them',
    method: 'GET',
    path,
    permission: 'user',
    output: z.object({ items: z.array(view(filter)) }),
  }),
  /** The id is made by the client: a repeat answers the view that is there. */
  create: endpoint({
    id: `${id}.create`,
    summary: 'Keep a filter under a name, for oneself or for all',
    method: 'POST',
    path,
    permission: 'user',
    body: z.object({ id: uuid, name: title, isShared: z.boolean().default(false), filter }),
    output: view(filter),
    errors: ['saved_view.too_many'],
  }),
  change: endpoint({
    id: `${id}.change`,
    summary:
      'Rename a view or keep another filter in it; a shared one only its author or with the right to change settings',
    method: 'PATCH',
    path: `${path}/:viewId`,
    permission: 'user',
    params,
    body: z.object({ name: title.optional(), filter: filter.optional() }),
    output: view(filter),
    errors: ['saved_view.not_found', 'session.forbidden'],
  }),
  remove: endpoint({
    id: `${id}.delete`,
    summary: 'Delete a view; it can be brought back for a day',
    method: 'DELETE',
    path: `${path}/:viewId`,
    permission: 'user',
    params,
    errors: ['saved_view.not_found', 'session.forbidden'],
  }),
  restore: endpoint({
    id: `${id}.restore`,
    summary: 'Bring back a view that was deleted',
    method: 'POST',
    path: `${path}/:viewId/restoration`,
    permission: 'user',
    params,
    output: view(filter),
    errors: ['saved_view.not_found', 'session.forbidden'],
  }),
  arrange: endpoint({
    id: `${id}.arrange`,
    summary: 'In which order one wants the views, and with which one the list opens',
    method: 'PUT',
    path: `${path}/arrangement`,
    permission: 'user',
    body: arrangement,
    errors: ['saved_view.not_found'],
  }),
})

const ofDeals = viewEndpoints('saved-views', '/saved-views', dealFilter)
export const listSavedViews = ofDeals.list
export const createSavedView = ofDeals.create
export const changeSavedView = ofDeals.change
export const deleteSavedView = ofDeals.remove
export const restoreSavedView = ofDeals.restore
export const arrangeSavedViews = ofDeals.arrange

const ofImbox = viewEndpoints('imbox-views', '/imbox-views', imboxFilter)
export const listImboxViews = ofImbox.list
export const createImboxView = ofImbox.create
export const changeImboxView = ofImbox.change
export const deleteImboxView = ofImbox.remove
export const restoreImboxView = ofImbox.restore
export const arrangeImboxViews = ofImbox.arrange
