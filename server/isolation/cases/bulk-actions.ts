import { randomUUID } from 'node:crypto'
import type { Things } from '../test-things.ts'
import { open, ownOnly, path, wrongParam, type Case } from './case.ts'

const actionParams = ({ bulkActionId }: Things) => ({ actionId: bulkActionId })
const target = ({ number }: Things) => ({ numbers: [number] })
const assignTo = (toUserId: number) => ({ kind: 'assign', toUserId })

export const bulkActions: Record<string, Case> = {
  'bulk-actions.preview': {
    call: (mine) => ({ body: { change: { kind: 'close' }, target: target(mine) } }),
    naming: {
      'a colleague': (mine, other) => ({
        body: { change: assignTo(other.userId), target: target(mine) },
      }),
    },
    wrong: {
      field: 'change.tag',
      call: (mine) => ({ body: { change: { kind: 'tag', tag: '' }, target: target(mine) } }),
    },
    ...open,
  },
  'bulk-actions.start': {
    call: (mine) => ({ body: { id: randomUUID(), change: { kind: 'unread' }, target: target(mine) } }),
    naming: {
      'a colleague': (mine, other) => ({
        body: { id: randomUUID(), change: assignTo(other.userId), target: target(mine) },
      }),
    },
    wrong: {
      field: 'id',
      call: (mine) => ({ body: { id: 'x', change: { kind: 'close' }, target: target(mine) } }),
    },
    ...open,
  },
  'bulk-actions.list': { call: () => ({}), wrong: null, ...open },
  'bulk-actions.left': { call: path(actionParams), wrong: wrongParam('actionId'), ...ownOnly },
  'bulk-actions.stop': { call: path(actionParams), wrong: wrongParam('actionId'), ...ownOnly },
  'bulk-actions.undo': { call: path(actionParams), wrong: wrongParam('actionId'), ...ownOnly },
  'bulk-actions.put-away': { call: path(actionParams), wrong: wrongParam('actionId'), ...ownOnly },
  'presences.list': { call: () => ({}), wrong: null, ...open },
}
