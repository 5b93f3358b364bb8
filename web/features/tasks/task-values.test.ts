import { expect, test } from 'vitest'
import type { TaskView } from '#contract/tasks'
import { changeOf, valuesOf } from './task-values.ts'

const person = (id: number): TaskView['responsible'] => ({ id, name: `Colleague ${id}` })
const task: TaskView = {
  id: 1,
  type: { id: 3, kind: 'call', name: null, isRemoved: false },
  text: 'Call back',
  due: { at: '2026-11-27T09:00:30.000Z' },
  dueAt: '2026-11-27T09:00:30.000Z',
  responsible: person(7),
  card: null,
  contact: null,
  company: null,
  message: null,
  createdBy: person(7),
  createdAt: '2026-11-26T09:00:00.000Z',
  completed: null,
  canEdit: true,
  canDelete: true,
}
const zone = 'Europe/Moscow'
const values = valuesOf(task, zone)

test('a form that is saved as it was changes nothing, also where the time has seconds that it does not show', () => {
  expect(values).toEqual({
    text: 'Call back',
    day: '2026-11-27',
    time: '12:00',
    typeId: '3',
    responsible: '7',
  })
  expect(changeOf(values, task, zone)).toEqual({ wish: {}, seen: {} })
})

test('only what is another is sent, with how it stood', () => {
  expect(changeOf({ ...values, text: 'Write', responsible: '8' }, task, zone)).toEqual({
    wish: { text: 'Write', responsibleUserId: 8 },
    seen: { text: 'Call back', responsibleUserId: 7 },
  })
  expect(changeOf({ ...values, time: '' }, task, zone)).toEqual({
    wish: { due: { on: '2026-11-27' } },
    seen: { due: { at: '2026-11-27T09:00:30.000Z' } },
  })
})
