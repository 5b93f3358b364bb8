import { describe, expect, test } from 'vitest'
import { openTime } from './open-time.ts'
import { judge } from './response-time.ts'
import { wallTime } from './wall-time.ts'
import type { WorkingHours, WorkingInterval } from './working-hours.ts'

const minuteMs = 60_000
const interval = (weekday: number, from: number, to: number): WorkingInterval => ({
  weekday,
  fromMinute: from * 60,
  toMinute: to * 60,
})
const everyDay = (from: number, to: number): WorkingInterval[] =>
  [1, 2, 3, 4, 5, 6, 7].map((day) => interval(day, from, to))
/** Monday to Friday, 9 to 18 with an hour of dinner. */
const office: WorkingHours = {
  timeZone: 'Europe/Moscow',
  intervals: [1, 2, 3, 4, 5].flatMap((day) => [interval(day, 9, 13), interval(day, 14, 18)]),
  holidays: ['2026-12-31', '2027-01-01'],
}
const due = (hours: WorkingHours, start: string, minutes: number) =>
  openTime(hours)
    .after(new Date(start), minutes * minuteMs)
    ?.toISOString() ?? null

describe('working time', () => {
  test.each<[string, WorkingHours, string, number, string]>([
    ['within an interval', office, '2026-11-26T07:00:30Z', 15, '2026-11-26T07:15:30.000Z'],
    ['to the last moment of an interval', office, '2026-11-26T09:45:00Z', 15, '2026-11-26T10:00:00.000Z'],
    ['over dinner', office, '2026-11-26T09:50:00Z', 15, '2026-11-26T11:05:00.000Z'],
    ['from dinner on', office, '2026-11-26T10:30:00Z', 15, '2026-11-26T11:15:00.000Z'],
    ['over the night', office, '2026-11-26T14:50:00Z', 15, '2026-11-27T06:05:00.000Z'],
    ['from Saturday on', office, '2026-11-28T08:00:00Z', 15, '2026-11-30T06:15:00.000Z'],
    ['longer than a day', office, '2026-11-26T06:00:00Z', 10 * 60, '2026-11-27T08:00:00.000Z'],
    ['over a holiday and a weekend', office, '2026-12-30T14:50:00Z', 15, '2027-01-04T06:05:00.000Z'],
    [
      'around the clock',
      { ...office, intervals: [] },
      '2026-12-31T20:59:00Z',
      15,
      '2026-12-31T21:14:00.000Z',
    ],
  ])('goes on %s', (_what, hours, start, minutes, expected) => {
    expect(due(hours, start, minutes)).toBe(expected)
  })

  test('never comes when all days are holidays', () => {
    const first = Date.UTC(2026, 10, 23)
    const mondays = Array.from({ length: 400 }, (_, week) =>
      new Date(first + week * 7 * 86_400_000).toISOString().slice(0, 10),
    )
    const never = { ...office, intervals: [interval(1, 9, 10)], holidays: mondays }
    expect(due(never, '2026-11-26T09:00:00Z', 1)).toBeNull()
    const start = new Date('2026-11-26T09:00:00Z')
    const judgement = judge({ startedAt: start, endedAt: null }, 1, openTime(never), new Date('2027-11-26Z'))
    expect(judgement).toEqual({ dueAt: null, isExceeded: false, waitedMs: 0 })
  })
})

describe('when the clock is put on or back', () => {
  const berlin = { timeZone: 'Europe/Berlin', holidays: [], intervals: everyDay(0, 24) }
  const newYork = { ...berlin, timeZone: 'America/New_York' }

  test('a night has an hour less or more', () => {
    // From Saturday 23:00 on, eight hours later.
    expect(due(berlin, '2026-03-28T22:00:00Z', 480)).toBe('2026-03-29T06:00:00.000Z')
    expect(due(newYork, '2026-11-01T03:00:00Z', 480)).toBe('2026-11-01T11:00:00.000Z')
  })

  test('an hour that is skipped is no working time, one that comes twice is open twice', () => {
    const nightOf = (hours: WorkingHours): WorkingHours => ({ ...hours, intervals: everyDay(1, 3) })
    // Berlin, 29 March: 1 to 2 only; then the next night.
    expect(due(nightOf(berlin), '2026-03-28T22:00:00Z', 90)).toBe('2026-03-29T23:30:00.000Z')
    // Berlin, 25 October: 1, 2 and 2 again.
    expect(due(nightOf(berlin), '2026-10-24T22:00:00Z', 170)).toBe('2026-10-25T01:50:00.000Z')
    // New York, 8 March: 1 to 2; 1 November: 1, 1 again and 2.
    expect(due(nightOf(newYork), '2026-03-08T04:00:00Z', 90)).toBe('2026-03-09T05:30:00.000Z')
    expect(due(nightOf(newYork), '2026-11-01T03:00:00Z', 170)).toBe('2026-11-01T07:50:00.000Z')
  })

  test('half of a doubled hour is open, closed and open again', () => {
    const half = { ...berlin, intervals: [{ weekday: 7, fromMinute: 60, toMinute: 150 }] }
    // 25 October: 1:00 to 2:30 of summer, then 2:00 to 2:30 of winter.
    expect(due(half, '2026-10-24T22:00:00Z', 90)).toBe('2026-10-25T00:30:00.000Z')
    expect(due(half, '2026-10-24T22:00:00Z', 100)).toBe('2026-10-25T01:10:00.000Z')
  })

  test('a day that begins at one in the morning begins then', () => {
    const beirut = { timeZone: 'Asia/Beirut', holidays: [], intervals: everyDay(0, 2) }
    // 29 March 2026: midnight is skipped.
    expect(due(beirut, '2026-03-28T12:00:00Z', 90)).toBe('2026-03-29T21:30:00.000Z')
  })
})

test('a wait is judged by any limit, and an answer in the very moment is in time', () => {
  const hours = openTime(office)
  const startedAt = new Date('2026-11-26T14:50:00Z')
  const at = (endedAt: string, limit: number) =>
    judge({ startedAt, endedAt: new Date(endedAt) }, limit, hours, new Date('2030-01-01Z'))
  expect(at('2026-11-27T06:05:00.000Z', 15)).toEqual({
    dueAt: new Date('2026-11-27T06:05:00Z'),
    isExceeded: false,
    waitedMs: 15 * minuteMs,
  })
  expect(at('2026-11-27T06:05:00.001Z', 15).isExceeded).toBe(true)
  expect(at('2026-11-27T06:05:00.001Z', 16).isExceeded).toBe(false)
})

test('the due time is the minute that a walk along the wall finds, whatever the zone, hours and holidays', () => {
  const random = seeded(26)
  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Beirut', 'Australia/Lord_Howe', 'Asia/Kathmandu']
  const near = ['2026-03-06Z', '2026-03-27Z', '2026-04-03Z', '2026-10-02Z', '2026-10-23Z', '2026-10-30Z']
  for (let round = 0; round < 120; round += 1) {
    const timeZone = zones[round % zones.length] ?? 'UTC'
    const first = new Date(near[Math.floor(random() * near.length)] ?? '').getTime()
    const start = first + Math.floor(random() * 3 * 24 * 60) * minuteMs
    const hours = { timeZone, intervals: randomWeek(random), holidays: randomHolidays(random, first) }
    const limit = 1 + Math.floor(random() * 300)
    const calendar = openTime(hours)
    const at = calendar.after(new Date(start), limit * minuteMs)
    const walked = walk(hours, start, limit)
    expect(at?.getTime() ?? null, JSON.stringify({ hours, start, limit })).toBe(walked)
    if (at) expect(calendar.between(new Date(start), at)).toBe(limit * minuteMs)
  }
})

/** Goes from minute to minute and counts those at which the wall shows working time. */
function walk({ timeZone, intervals, holidays }: WorkingHours, start: number, limit: number): number | null {
  let left = limit
  for (let at = start; at < start + 9 * 24 * 60 * minuteMs; at += minuteMs) {
    const wall = wallTime(new Date(at), timeZone)
    const weekday = new Date(`${wall}Z`).getUTCDay() || 7
    const minute = Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16))
    const isOpen =
      !holidays.includes(wall.slice(0, 10)) &&
      intervals.some((one) => one.weekday === weekday && one.fromMinute <= minute && minute < one.toMinute)
    if (isOpen) left -= 1
    if (left === 0) return at + minuteMs
  }
  return null
}

function randomWeek(random: () => number): WorkingInterval[] {
  return [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => {
    if (random() < 0.2) return []
    const from = Math.floor(random() * 300)
    const to = from + 30 + Math.floor(random() * 500)
    return [
      { weekday, fromMinute: from, toMinute: to },
      { weekday, fromMinute: to + 10, toMinute: 1440 },
    ]
  })
}

function randomHolidays(random: () => number, first: number): string[] {
  const day = first + Math.floor(random() * 4) * 24 * 60 * minuteMs
  return random() < 0.5 ? [] : [new Date(day).toISOString().slice(0, 10)]
}

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}
