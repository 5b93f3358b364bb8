import type { Things } from '../test-things.ts'
import { open, ownOnly, path, wrongParam, wrongQuery, type Case } from './case.ts'

const importParams = ({ importId }: Things) => ({ importId })
const refused = { blind: 'session.forbidden', reader: 'session.forbidden' } as const
/** The import of the things is over. */
const isOver = { good: 'import.other_state' } as const

export const imports: Record<string, Case> = {
  'imports.create': {
    call: (_mine, other) => ({ body: { kind: 'contacts', fileId: other.fileId } }),
    // It is a text without a row under its head.
    good: 'import.unreadable',
    wrong: { field: 'kind', call: ({ fileId }) => ({ body: { kind: 'songs', fileId } }) },
    ...refused,
  },
  'imports.list': { call: () => ({}), wrong: wrongQuery('limit', '0'), ...open },
  'imports.get': { call: path(importParams), wrong: wrongParam('importId'), ...ownOnly },
  'imports.change': {
    call: path(importParams, { onMatch: 'skip' }),
    ...isOver,
    wrong: {
      field: 'onMatch',
      call: (mine) => ({ params: importParams(mine), body: { onMatch: 'burn' } }),
    },
    ...ownOnly,
  },
  'imports.check': { call: path(importParams), ...isOver, wrong: wrongParam('importId'), ...ownOnly },
  'imports.run': { call: path(importParams), ...isOver, wrong: wrongParam('importId'), ...ownOnly },
  'imports.cancel': { call: path(importParams), ...isOver, wrong: wrongParam('importId'), ...ownOnly },
  'imports.undo': { call: path(importParams), wrong: wrongParam('importId'), ...ownOnly },
  'imports.problems': { call: path(importParams), wrong: wrongParam('importId'), ...ownOnly },
  'imports.report': { call: path(importParams), wrong: wrongParam('importId'), ...ownOnly },
  'exports.contacts': { call: () => ({}), wrong: wrongQuery('format', 'pdf'), ...refused },
  'exports.companies': { call: () => ({}), wrong: wrongQuery('format', 'pdf'), ...refused },
  'exports.deals': { call: () => ({}), wrong: wrongQuery('format', 'pdf'), ...refused },
  'exports.customers': { call: () => ({}), wrong: wrongQuery('format', 'pdf'), ...refused },
}
