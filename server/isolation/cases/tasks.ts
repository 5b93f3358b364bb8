import { randomUUID } from 'node:crypto'
import type { Things } from '../test-things.ts'
import {
  cardParams,
  contactParams,
  onlySettings,
  open,
  path,
  wrongParam,
  wrongQuery,
  type Case,
} from './case.ts'

const taskParams = ({ taskId }: Things) => ({ taskId })
const typeParams = ({ taskTypeId }: Things) => ({ typeId: taskTypeId })
const due = { on: '2026-12-01' }
const fresh = (more: object) => ({ body: { requestId: randomUUID(), text: 'Новая', due, ...more } })
const changing: Pick<Case, 'blind' | 'reader'> = { blind: 'hidden', reader: 'session.forbidden' }

export const tasks: Record<string, Case> = {
  'tasks.list': { call: () => ({ query: { group: 'today' } }), wrong: wrongQuery('group', 'x'), ...open },
  'tasks.counts': { call: () => ({}), wrong: wrongQuery('responsibleUserId', 'x'), ...open },
  'tasks.calendar': {
    call: () => ({ query: { from: '2026-12-01', to: '2026-12-07' } }),
    wrong: wrongQuery('from', '2026-13-01'),
    ...open,
  },
  'tasks.of-card': { call: path(cardParams), wrong: wrongParam('cardId'), blind: 'hidden', reader: 'ok' },
  'tasks.of-contact': {
    call: path(contactParams),
    wrong: wrongParam('contactId'),
    blind: 'hidden',
    reader: 'ok',
  },
  'tasks.of-company': {
    call: path(({ companyId }) => ({ companyId })),
    wrong: wrongParam('companyId'),
    blind: 'hidden',
    reader: 'ok',
  },
  'tasks.get': { call: path(taskParams), wrong: wrongParam('taskId'), blind: 'hidden', reader: 'ok' },
  'tasks.create': {
    call: () => fresh({}),
    naming: {
      'a card': (_mine, other) => fresh({ card: { kind: 'deal', id: other.dealId } }),
      'a contact': (_mine, other) => fresh({ contactId: other.contactId }),
      'a company': (_mine, other) => fresh({ companyId: other.companyId }),
      'a message': (_mine, other) => fresh({ messageId: other.incomingId }),
      'a responsible': (_mine, other) => fresh({ responsibleUserId: other.userId }),
      'a type': (_mine, other) => fresh({ typeId: other.taskTypeId }),
    },
    wrong: { field: 'due.on', call: () => fresh({ due: { on: '2026-02-30' } }) },
    blind: 'session.forbidden',
    reader: 'session.forbidden',
  },
  'tasks.change': {
    call: path(taskParams, { text: 'Иначе' }),
    naming: {
      'a responsible': (mine, other) => ({
        params: taskParams(mine),
        body: { responsibleUserId: other.userId },
      }),
      'a type': (mine, other) => ({ params: taskParams(mine), body: { typeId: other.taskTypeId } }),
    },
    wrong: { field: 'text', call: (mine) => ({ params: taskParams(mine), body: { text: ' ' } }) },
    ...changing,
  },
  'tasks.complete': {
    call: path(taskParams, {}),
    wrong: {
      field: 'result',
      call: (mine) => ({ params: taskParams(mine), body: { result: 'я'.repeat(4001) } }),
    },
    ...changing,
  },
  'tasks.reopen': { call: path(taskParams), wrong: wrongParam('taskId'), ...changing },
  'tasks.delete': { call: path(taskParams), wrong: wrongParam('taskId'), ...changing },
  'task-types.list': { call: () => ({}), wrong: null, ...open },
  'task-types.create': {
    call: () => ({ body: { name: 'Замер' } }),
    wrong: { field: 'name', call: () => ({ body: { name: '' } }) },
    ...onlySettings,
  },
  'task-types.rename': {
    call: path(typeParams, { name: 'Осмотр' }),
    wrong: { field: 'name', call: (mine) => ({ params: typeParams(mine), body: { name: '' } }) },
    ...onlySettings,
  },
  'task-types.remove': { call: path(typeParams), wrong: wrongParam('typeId'), ...onlySettings },
}
