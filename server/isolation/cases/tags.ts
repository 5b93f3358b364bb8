import { randomUUID } from 'node:crypto'
import type { Things } from '../test-things.ts'
import { onlySettings, open, path, wrongParam, type Case } from './case.ts'

const tagParams = ({ tagId }: Things) => ({ tagId })
const newName = (): string => randomUUID()

export const tags: Record<string, Case> = {
  'tags.list': { call: () => ({}), wrong: null, ...open },
  'tags.create': {
    call: () => ({ body: { kind: 'deal', name: newName() } }),
    wrong: { field: 'color', call: () => ({ body: { kind: 'deal', name: newName(), color: 'pink' } }) },
    ...onlySettings,
  },
  'tags.change': {
    call: path(tagParams, { color: 'teal' }),
    wrong: { field: 'name', call: (mine) => ({ params: tagParams(mine), body: { name: '' } }) },
    ...onlySettings,
  },
  'tags.merge': {
    call: (mine, other) => ({ params: tagParams(other), body: { intoId: mine.tagId } }),
    naming: { 'a tag': (mine, other) => ({ params: tagParams(mine), body: { intoId: other.tagId } }) },
    wrong: { field: 'intoId', call: (mine) => ({ params: tagParams(mine), body: { intoId: 'x' } }) },
    ...onlySettings,
  },
  'tags.delete': { call: path(tagParams), wrong: wrongParam('tagId'), ...onlySettings },
  'tags.put': {
    call: (_mine, other) => ({ params: { kind: 'deal', entityId: other.dealId }, body: { add: ['срочно'] } }),
    wrong: {
      field: 'add.0',
      call: (mine) => ({ params: { kind: 'deal', entityId: mine.dealId }, body: { add: [''] } }),
    },
    blind: 'hidden',
    reader: 'session.forbidden',
  },
  'tags.put-many': {
    call: (mine) => ({ params: { kind: 'deal' }, body: { entityIds: [mine.dealId], add: ['срочно'] } }),
    wrong: { field: 'entityIds', call: () => ({ params: { kind: 'deal' }, body: { entityIds: [] } }) },
    ...open,
  },
}
