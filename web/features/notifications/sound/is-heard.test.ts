import { expect, test } from 'vitest'
import { notificationKinds } from '#contract/notifications'
import type { NotificationSettings, NotificationView } from '#contract/notifications'
import { isHeard } from './is-heard.ts'

const line = (kind: 'internal' | 'task', isRead = false): NotificationView => ({
  id: crypto.randomUUID(),
  kind,
  at: '2026-03-02T10:00:00.000Z',
  isRead,
  by: null,
  card: null,
  contact: null,
  company: null,
  number: null,
  thingId: null,
  text: '',
  count: 1,
})
const choices: NotificationSettings['choices'] = {
  ...notificationKinds,
  task: { centre: true, push: true, sound: false, mail: true },
}

test('what is new sounds when its kind does', () => {
  expect(isHeard([line('internal'), line('task')], 1, choices)).toBe(true)
  expect(isHeard([line('task'), line('internal')], 1, choices)).toBe(false)
})

test('what was there before, and what is read, does not sound', () => {
  expect(isHeard([line('task'), line('internal'), line('internal')], 1, choices)).toBe(false)
  expect(isHeard([line('internal', true), line('task')], 1, choices)).toBe(false)
  expect(isHeard([], 1, choices)).toBe(false)
})
