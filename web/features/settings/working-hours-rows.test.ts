import { expect, test } from 'vitest'
import { areSameHours, nextRow, problemOfRow, toIntervals, toRows } from './working-hours-rows.ts'

const row = (weekday: number, from: string, to: string) => ({ key: `${weekday} ${from}`, weekday, from, to })

test('hours are the same after being shown and read back, midnight as an end too', () => {
  const intervals = [
    { weekday: 1, fromMinute: 540, toMinute: 1085 },
    { weekday: 7, fromMinute: 0, toMinute: 1440 },
  ]
  expect(toRows(intervals).map(({ from, to }) => [from, to])).toEqual([
    ['09:00', '18:05'],
    ['00:00', '00:00'],
  ])
  expect(toIntervals(toRows(intervals))).toEqual(intervals)
})

test('hours are the same in whatever order they are told', () => {
  const [early, late] = toIntervals([row(1, '09:00', '13:00'), row(1, '14:00', '18:00')])
  if (!early || !late) throw new Error('Two rows are two intervals')
  const hours = {
    timeZone: 'Europe/Moscow',
    intervals: [early, late],
    holidays: ['2026-12-31', '2027-01-01'],
  }
  const turned = { ...hours, intervals: [late, early], holidays: hours.holidays.toReversed() }
  expect(areSameHours(hours, turned)).toBe(true)
  expect(areSameHours(hours, { ...hours, intervals: [early] })).toBe(false)
  expect(areSameHours(hours, { ...hours, holidays: ['2026-12-31'] })).toBe(false)
  expect(areSameHours(hours, { ...hours, timeZone: 'Asia/Omsk' })).toBe(false)
})

test('a row is wrong when it is unfinished, ends before it begins or overlaps another of its day', () => {
  const rows = [row(1, '09:00', '13:00'), row(1, '12:00', '18:00'), row(2, '09:00', '13:00')]
  expect(rows.map((each) => problemOfRow(each, rows))).toEqual(['overlap', 'overlap', null])
  const next = [row(1, '09:00', '13:00'), row(1, '13:00', '00:00')]
  expect(next.map((each) => problemOfRow(each, next))).toEqual([null, null])
  expect(problemOfRow(row(1, '18:00', '09:00'), [])).toBe('order')
  expect(problemOfRow(row(1, '09:00', '09:00'), [])).toBe('order')
  expect(problemOfRow(row(1, '', '09:00'), [])).toBe('incomplete')
})

test('the first stretch of a day is the usual one, the next stands an hour behind and ends by midnight', () => {
  expect(nextRow(1, [], 'a')).toMatchObject({ weekday: 1, from: '09:00', to: '18:00' })
  expect(nextRow(1, [row(1, '09:00', '13:00')], 'a')).toMatchObject({ from: '14:00', to: '18:00' })
  const late = nextRow(1, [row(1, '09:00', '22:30')], 'a')
  expect([late.from, late.to]).toEqual(['23:00', '00:00'])
})
