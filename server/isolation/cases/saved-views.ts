import { randomUUID } from 'node:crypto'
import { noFilter } from '../test-settings.ts'
import type { Things } from '../test-things.ts'
import { onlySettings, open, path, wrongParam, type Case } from './case.ts'

const imboxParams = ({ imboxViewId }: Things) => ({ viewId: imboxViewId })
const viewParams = ({ savedViewId }: Things) => ({ viewId: savedViewId })

export const savedViews: Record<string, Case> = {
  'saved-views.list': { call: () => ({}), wrong: null, ...open },
  'saved-views.create': {
    call: () => ({ body: { id: randomUUID(), name: 'Прочитанные', filter: noFilter } }),
    wrong: {
      field: 'filter.talks',
      call: () => ({ body: { id: randomUUID(), name: 'Все', filter: { ...noFilter, talks: 'all' } } }),
    },
    ...open,
  },
  'saved-views.change': {
    call: path(viewParams, { name: 'Иначе' }),
    wrong: { field: 'name', call: (mine) => ({ params: viewParams(mine), body: { name: '' } }) },
    ...onlySettings,
  },
  'saved-views.delete': { call: path(viewParams), wrong: wrongParam('viewId'), ...onlySettings },
  'saved-views.restore': { call: path(viewParams), wrong: wrongParam('viewId'), ...onlySettings },
  'saved-views.arrange': {
    call: (_mine, other) => ({ body: { viewIds: [], defaultId: other.savedViewId } }),
    wrong: { field: 'viewIds.0', call: () => ({ body: { viewIds: ['x'], defaultId: null } }) },
    ...open,
  },
  'imbox-views.list': { call: () => ({}), wrong: null, ...open },
  'imbox-views.create': {
    call: () => ({ body: { id: randomUUID(), name: 'Без сделки', filter: { card: 'none' } } }),
    wrong: {
      field: 'filter.card',
      call: () => ({ body: { id: randomUUID(), name: 'Все', filter: { card: 'all' } } }),
    },
    ...open,
  },
  'imbox-views.change': {
    call: path(imboxParams, { name: 'Иначе' }),
    wrong: { field: 'name', call: (mine) => ({ params: imboxParams(mine), body: { name: '' } }) },
    ...onlySettings,
  },
  'imbox-views.delete': { call: path(imboxParams), wrong: wrongParam('viewId'), ...onlySettings },
  'imbox-views.restore': { call: path(imboxParams), wrong: wrongParam('viewId'), ...onlySettings },
  'imbox-views.arrange': {
    call: (_mine, other) => ({ body: { viewIds: [], defaultId: other.imboxViewId } }),
    wrong: { field: 'viewIds.0', call: () => ({ body: { viewIds: ['x'], defaultId: null } }) },
    ...open,
  },
}
