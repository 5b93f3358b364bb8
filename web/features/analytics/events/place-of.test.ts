import { expect, test } from 'vitest'
import type { EventRow } from '#contract/event-list'
import { placeOf } from './place-of.ts'

const row: EventRow = {
  id: '00000000-0000-0000-0000-000000000001',
  type: 'task.created',
  at: '2026-11-26T09:30:00.000Z',
  actor: { kind: 'user', id: 1, name: 'Анна' },
  road: 'hand',
  way: '',
  subject: { kind: 'task', id: '7', name: 'Позвонить' },
  number: null,
  messageId: null,
  channel: null,
  contact: null,
  company: null,
  card: null,
  changes: [],
}
const card = { kind: 'deal', id: 5, name: 'Кофе', stage: null } as const
const company = { id: 3, name: 'Зерно' }

test('a task and a note are shown where they stand, one that is gone by its moment', () => {
  expect(placeOf({ ...row, card, company }, true)).toBe('/deals/5#line=task:7')
  expect(placeOf({ ...row, company }, true)).toBe('/companies/3#line=task:7')
  expect(placeOf({ ...row, company, type: 'task.deleted' }, true)).toBe(`/companies/3#since=${row.at}`)
  expect(placeOf({ ...row, contact: { id: 2, name: 'Марина' } }, true)).toBe('/contacts/2#line=task:7')
  expect(placeOf(row, true)).toBeNull()
})

test('a message stands in its chat, and what is set up is for who may', () => {
  const message = { ...row, subject: { kind: 'conversation', id: '4', name: null }, number: 4 }
  expect(placeOf({ ...message, messageId: row.id }, false)).toBe(`/imbox/4#message=${row.id}`)
  expect(placeOf(message, false)).toBe('/imbox/4')
  const channel = { ...row, subject: { kind: 'channel', id: '1', name: 'Бот' } }
  expect(placeOf(channel, true)).toBe('/settings/channels')
  expect(placeOf(channel, false)).toBeNull()
  const stage = { ...row, subject: { kind: 'stage', id: '5.142', name: 'Продано' } }
  expect(placeOf(stage, true)).toBe('/settings/pipelines')
  const hours = {
    ...row,
    type: 'working_hours.changed',
    subject: { kind: 'account', id: '1', name: null },
  } as const
  expect(placeOf(hours, true)).toBe('/settings/working-hours')
  expect(placeOf({ ...hours, type: 'account.changed' }, true)).toBe('/settings/account')
})
