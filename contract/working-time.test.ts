import { describe, expect, test } from 'vitest'
import type { WorkingHours } from './working-hours.ts'
import { workingHours } from './working-hours.ts'
import { closedSince, opensAt } from './working-time.ts'

const weekdays = [1, 2, 3, 4, 5]
const interval = (weekday: number, from: number, to: number) => ({
  weekday,
  fromMinute: from * 60,
  toMinute: to * 60,
})
/** Monday to Friday, 9 to 18 with an hour of dinner. */
const office: WorkingHours = {
  timeZone: 'Europe/Moscow',
  intervals: weekdays.flatMap((day) => [interval(day, 9, 13), interval(day, 14, 18)]),
  holidays: ['2026-12-31'],
}
const closed = (hours: WorkingHours, at: string) => closedSince(hours, new Date(at))?.toISOString() ?? null
const opens = (hours: WorkingHours, at: string) => opensAt(hours, new Date(at))?.toISOString() ?? null

describe('the account works', () => {
  test('always, when no hours are set', () => {
    expect(closed({ ...office, intervals: [] }, '2026-11-29T03:00:00Z')).toBeNull()
    expect(opens({ ...office, intervals: [] }, '2026-11-29T03:00:00Z')).toBeNull()
  })

  test('from the first minute of an interval until its last, by the clock of its zone', () => {
    expect(closed(office, '2026-11-26T06:00:00Z')).toBeNull()
    expect(closed(office, '2026-11-26T05:59:59Z')).toBe('2026-11-25T15:00:00.000Z')
    expect(closed(office, '2026-11-26T14:59:59Z')).toBeNull()
    expect(closed(office, '2026-11-26T15:00:00Z')).toBe('2026-11-26T15:00:00.000Z')
  })

  test('without a break over midnight, when one day ends and the next begins there', () => {
    const night = { ...office, intervals: [interval(4, 20, 24), interval(5, 0, 6)] }
    expect(closed(night, '2026-11-26T20:59:59Z')).toBeNull()
    expect(closed(night, '2026-11-26T21:00:00Z')).toBeNull()
    expect(closed(night, '2026-11-27T03:00:00Z')).toBe('2026-11-27T03:00:00.000Z')
  })
})

describe('a closed time', () => {
  test('is told by its beginning, so that a break, a night and a weekend are one each', () => {
    expect(closed(office, '2026-11-26T10:30:00Z')).toBe('2026-11-26T10:00:00.000Z')
    expect(closed(office, '2026-11-28T12:00:00Z')).toBe('2026-11-27T15:00:00.000Z')
    expect(closed(office, '2026-11-29T22:00:00Z')).toBe('2026-11-27T15:00:00.000Z')
    expect(opens(office, '2026-11-28T12:00:00Z')).toBe('2026-11-30T06:00:00.000Z')
    expect(opens(office, '2026-11-26T10:30:00Z')).toBe('2026-11-26T11:00:00.000Z')
  })

  test('goes on over a holiday', () => {
    expect(closed(office, '2026-12-31T09:00:00Z')).toBe('2026-12-30T15:00:00.000Z')
    expect(opens(office, '2026-12-31T09:00:00Z')).toBe('2027-01-01T06:00:00.000Z')
  })

  test('keeps the clock on the wall when summer time begins and ends', () => {
    const berlin = {
      ...office,
      timeZone: 'Europe/Berlin',
      intervals: [interval(7, 9, 18), interval(6, 9, 18)],
    }
    expect(opens(berlin, '2026-03-28T20:00:00Z')).toBe('2026-03-29T07:00:00.000Z')
    expect(closed(berlin, '2026-10-25T18:00:00Z')).toBe('2026-10-25T17:00:00.000Z')
    const skipped = { ...berlin, intervals: [{ weekday: 7, fromMinute: 150, toMinute: 200 }] }
    expect(opens(skipped, '2026-03-28T20:00:00Z')).toBe('2026-03-29T01:30:00.000Z')
  })

  test('has no end when all days are holidays', () => {
    const never = { ...office, intervals: [interval(1, 9, 10)], holidays: mondays() }
    expect(opens(never, '2026-11-26T09:00:00Z')).toBeNull()
    expect(closed(never, '2026-11-26T09:00:00Z')).toBe('1970-01-01T00:00:00.000Z')
  })
})

/** Of more than two years before and after November 2026. */
function mondays(): string[] {
  const first = Date.UTC(2023, 10, 13)
  return Array.from({ length: 290 }, (_, week) =>
    new Date(first + week * 7 * 86_400_000).toISOString().slice(0, 10),
  )
}

test('hours that end before they begin, overlap or have no zone are refused', () => {
  const problemsOf = (hours: unknown) =>
    workingHours.safeParse(hours).error?.issues.map((issue) => issue.path.join('.')) ?? []
  expect(problemsOf(office)).toEqual([])
  expect(problemsOf({ ...office, intervals: [interval(1, 10, 9)] })).toEqual(['intervals.0'])
  expect(problemsOf({ ...office, intervals: [interval(1, 9, 12), interval(1, 11, 13)] })).toEqual([
    'intervals',
  ])
  expect(problemsOf({ ...office, intervals: [interval(1, 9, 12), interval(1, 12, 13)] })).toEqual([])
  expect(problemsOf({ ...office, timeZone: 'Moon/Sea' })).toEqual(['timeZone'])
  expect(problemsOf({ ...office, holidays: ['2026-02-30'] })).toEqual(['holidays.0'])
})
