import { randomUUID } from 'node:crypto'
import { noFilter, type Things } from '../test-things.ts'
import { onlySettings, open, path, wrongParam, type Case } from './case.ts'

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
}
