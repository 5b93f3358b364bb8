import { expect, test } from 'vitest'
import { daysAround, mondayOf, pageFrom } from './calendar-days.ts'
import { dayOf, dueOn } from './due-text.ts'

test.each([
  ['2026-11-26', '2026-11-23'],
  ['2026-11-23', '2026-11-23'],
  ['2026-11-29', '2026-11-23'],
])('the week of %s begins on %s', (day, monday) => expect(mondayOf(day)).toBe(monday))

test('a month is shown in whole weeks, at most six', () => {
  const november = daysAround('2026-11-26', 'month')
  expect([november[0], november.at(-1), november.length]).toEqual(['2026-10-26', '2026-12-06', 42])
  expect(daysAround('2027-02-10', 'month')).toHaveLength(28)
  expect(daysAround('2026-11-26', 'week')).toHaveLength(7)
})

test.each([
  ['2026-01-31', 'month', 1, '2026-02-28'],
  ['2026-03-31', 'month', -1, '2026-02-28'],
  ['2026-12-15', 'month', 1, '2027-01-15'],
  ['2026-12-30', 'week', 1, '2027-01-06'],
] as const)('from %s a %s by %i is %s', (day, view, step, there) =>
  expect(pageFrom(day, view, step)).toBe(there),
)

test('a task that is moved to another day keeps its hour on the wall, over a change of clocks too', () => {
  const at = '2026-10-24T08:00:00.000Z'
  expect(dueOn({ at }, '2026-10-26', 'Europe/Berlin')).toEqual({ at: '2026-10-26T09:00:00.000Z' })
  expect(dueOn({ on: '2026-10-24' }, '2026-10-26', 'Europe/Berlin')).toEqual({ on: '2026-10-26' })
})

test('a time belongs to the day on the user’s wall, a day is the same everywhere', () => {
  expect(dayOf({ at: '2026-11-26T21:30:00.000Z' }, 'Europe/Moscow')).toBe('2026-11-27')
  expect(dayOf({ on: '2026-11-26' }, 'Asia/Vladivostok')).toBe('2026-11-26')
})
