import { randomUUID } from 'node:crypto'
import type { Things } from '../test-things.ts'
import { cardParams, path, wrongParam, wrongQuery, type Case } from './case.ts'

const noteParams = ({ noteId }: Things) => ({ noteId })
const holder = ({ dealId }: Things) => ({ kind: 'deal', id: dealId })
const fresh = (things: Things, more: object = {}) => ({
  body: { requestId: randomUUID(), holder: holder(things), text: 'Новое', ...more },
})
const changing: Pick<Case, 'blind' | 'reader'> = { blind: 'hidden', reader: 'session.forbidden' }

export const notes: Record<string, Case> = {
  'notes.list': {
    call: (_mine, other) => ({ query: { kind: 'deal', id: String(other.dealId) } }),
    wrong: wrongQuery('kind', 'x'),
    blind: 'hidden',
    reader: 'ok',
  },
  'notes.create': {
    call: (_mine, other) => fresh(other),
    naming: {
      'a contact': (_mine, other) => fresh(other, { holder: { kind: 'contact', id: other.contactId } }),
      'a file': (mine, other) => fresh(mine, { fileIds: [other.fileId] }),
    },
    wrong: { field: 'text', call: (mine) => fresh(mine, { text: 7 }) },
    ...changing,
  },
  'notes.get': { call: path(noteParams), wrong: wrongParam('noteId'), blind: 'hidden', reader: 'ok' },
  'notes.change': {
    call: path(noteParams, { text: 'Иначе' }),
    naming: {
      'a file': (mine, other) => ({ params: noteParams(mine), body: { fileIds: [other.fileId] } }),
    },
    wrong: { field: 'text', call: (mine) => ({ params: noteParams(mine), body: { text: 7 } }) },
    ...changing,
  },
  'notes.pin': {
    call: path(noteParams, { isPinned: true }),
    wrong: { field: 'isPinned', call: (mine) => ({ params: noteParams(mine), body: {} }) },
    ...changing,
  },
  'notes.delete': { call: path(noteParams), wrong: wrongParam('noteId'), ...changing },
  'gallery.list': {
    call: path(cardParams),
    naming: {
      'a contact': (_mine, { contactId }) => ({ params: { kind: 'contact', cardId: contactId } }),
      'a company': (_mine, { companyId }) => ({ params: { kind: 'company', cardId: companyId } }),
    },
    wrong: wrongParam('cardId'),
    blind: 'hidden',
    reader: 'ok',
  },
}
