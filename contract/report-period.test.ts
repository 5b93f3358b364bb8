import { describe, expect, it } from 'vitest'
import { daysBefore, reportPeriod, slotsOf } from './report-period.ts'

const iso = (days: { from: string; to: string }, timeZone: string, now: string): (string | undefined)[] => {
  const { from, to, beforeFrom, beforeTo } = reportPeriod(days, timeZone, new Date(now))
  return [from, to, beforeFrom, beforeTo].map((at) => at.toISOString())
}

describe('the period of a report and the one beside it', () => {
  it.each([
    ['one day: the day before', '2026-11-26', '2026-11-26', '2026-11-25', '2026-11-25'],
    ['some days: as many before', '2026-11-20', '2026-11-26', '2026-11-13', '2026-11-19'],
    ['a whole month: the month before', '2026-03-01', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['thirty days that are no month', '2026-11-02', '2026-12-01', '2026-10-03', '2026-11-01'],
    ['two whole months: as many days', '2026-01-01', '2026-02-28', '2025-11-03', '2025-12-31'],
  ])('%s', (_what, from, to, beforeFrom, beforeTo) => {
    expect(daysBefore({ from, to })).toEqual({ from: beforeFrom, to: beforeTo })
  })

  it('days begin and end at midnight of the zone, also when a clock is changed', () => {
    expect(iso({ from: '2026-10-25', to: '2026-10-25' }, 'Europe/Berlin', '2026-12-01T00:00Z')).toEqual([
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
      '2026-10-23T22:00:00.000Z',
      '2026-10-24T22:00:00.000Z',
    ])
  })

  it('while it goes on, the one before ends at the same hour of its own last day', () => {
    expect(iso({ from: '2026-11-20', to: '2026-11-26' }, 'Europe/Moscow', '2026-11-26T12:30:00Z')).toEqual([
      '2026-11-19T21:00:00.000Z',
      '2026-11-26T21:00:00.000Z',
      '2026-11-12T21:00:00.000Z',
      '2026-11-19T12:30:00.000Z',
    ])
  })

  it('the month before does not reach into this one when it is shorter', () => {
    const [, , beforeFrom, beforeTo] = iso(
      { from: '2026-03-01', to: '2026-03-31' },
      'UTC',
      '2026-03-30T10:00Z',
    )
    expect([beforeFrom, beforeTo]).toEqual(['2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'])
  })
})

describe('the parts of a period', () => {
  it('a day has its hours, months their days, a year its weeks from Monday on', () => {
    expect(slotsOf({ from: '2026-11-26', to: '2026-11-26' }, 'hour')).toHaveLength(24)
    expect(slotsOf({ from: '2026-02-27', to: '2026-03-02' }, 'day')).toEqual([
      '2026-02-27T00:00',
      '2026-02-28T00:00',
      '2026-03-01T00:00',
      '2026-03-02T00:00',
    ])
    expect(slotsOf({ from: '2026-11-26', to: '2026-12-07' }, 'week')).toEqual([
      '2026-11-23T00:00',
      '2026-11-30T00:00',
      '2026-12-07T00:00',
    ])
  })
})
