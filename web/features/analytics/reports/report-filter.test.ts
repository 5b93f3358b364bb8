import { describe, expect, it } from 'vitest'
import { daysOf, filterToSearch, noFilter, searchToFilter } from './report-filter.ts'

describe('the filter of reports in an address', () => {
  it('comes back as it was written', () => {
    const filter = {
      ...noFilter,
      period: 'own' as const,
      from: '2026-10-01',
      to: '2026-10-25',
      channelIds: [3, 4],
      stages: ['3', '4:12'],
      userIds: [0, 7],
      groupIds: [2],
      hours: 'all' as const,
      limitMinutes: 30,
    }
    const search = filterToSearch(filter)
    expect(search).toBe(
      'period=own&from=2026-10-01&to=2026-10-25&channel=3,4&stage=3,4:12&user=0,7&group=2&hours=all&limit=30',
    )
    expect(searchToFilter(search)).toEqual(filter)
    expect(filterToSearch(noFilter)).toBe('')
  })

  it.each([
    'period=own&from=2026-10-25&to=2026-10-01',
    'period=own&from=2020-01-01&to=2026-10-01',
    'period=own&from=2026-13-01&to=2026-13-02',
    'period=own',
    'period=yesterday&channel=x&stage=a,4:&user=-1&hours=some&limit=0.5',
  ])('what makes no sense is left out: %s', (search) => {
    expect(searchToFilter(search)).toEqual(noFilter)
  })
})

describe('periods with a name, by the account’s calendar', () => {
  // Already the 27th there.
  const now = new Date('2026-11-26T21:30:00Z')
  it.each([
    ['today', '2026-11-27', '2026-11-27'],
    ['week', '2026-11-21', '2026-11-27'],
    ['month', '2026-10-29', '2026-11-27'],
    ['quarter', '2026-08-30', '2026-11-27'],
    ['this_month', '2026-11-01', '2026-11-30'],
    ['last_month', '2026-10-01', '2026-10-31'],
  ] as const)('%s', (period, from, to) => {
    expect(daysOf({ period, from: null, to: null }, 'Europe/Moscow', now)).toEqual({ from, to })
  })
})
