import { idList } from '#contract/deal-filter'
import { addDays, countDays, mostReportDays } from '#contract/report-period'
import { measuredHours } from '#contract/reports'
import type { MeasuredHours, ReportWishes } from '#contract/reports'
import { wallTime } from '#contract/wall-time'

/** Periods with a name; `own` is days that one has chosen. */
export const periodNames = ['today', 'week', 'month', 'quarter', 'this_month', 'last_month', 'own'] as const
export type PeriodName = (typeof periodNames)[number]

export type ReportFilter = {
  period: PeriodName
  /** Days that were chosen; they stay when another period is, as where to begin choosing anew. */
  from: string | null
  to: string | null
  channelIds: number[]
  /** `3` is the third pipeline whole, `4:12` stage 12 of the fourth. */
  stages: string[]
  /** 0 is nobody. */
  userIds: number[]
  groupIds: number[]
  /** Null: as the account counts. */
  hours: MeasuredHours | null
  /** Null: the account's. */
  limitMinutes: number | null
}

export const noFilter: ReportFilter = {
  period: 'month',
  from: null,
  to: null,
  channelIds: [],
  stages: [],
  userIds: [],
  groupIds: [],
  hours: null,
  limitMinutes: null,
}

const day = /^\d{4}-\d\d-\d\d$/
const stage = /^[1-9]\d{0,14}(:[1-9]\d{0,14})?$/

/** What the address says. */
export function filterToSearch(filter: ReportFilter): string {
  const query = new URLSearchParams()
  if (filter.period !== noFilter.period) query.set('period', filter.period)
  if (filter.period === 'own' && filter.from && filter.to) {
    query.set('from', filter.from)
    query.set('to', filter.to)
  }
  const lists = {
    channel: filter.channelIds,
    stage: filter.stages,
    user: filter.userIds,
    group: filter.groupIds,
  }
  for (const [key, list] of Object.entries(lists)) if (list.length > 0) query.set(key, list.join(','))
  if (filter.hours) query.set('hours', filter.hours)
  if (filter.limitMinutes !== null) query.set('limit', String(filter.limitMinutes))
  return query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')
}

/** Reads an address; what in it makes no sense is left out. */
export function searchToFilter(search: string): ReportFilter {
  const query = new URLSearchParams(search)
  const ids = (key: string): number[] => idList.safeParse(query.get(key) ?? '').data ?? []
  const [from, to] = [dayOf(query.get('from')), dayOf(query.get('to'))]
  const named = periodNames.find((name) => name === query.get('period')) ?? noFilter.period
  const isRange = from !== null && to !== null && isPeriod({ from, to })
  const limit = Number(query.get('limit') ?? '')
  return {
    period: named === 'own' && !isRange ? noFilter.period : named,
    from: isRange ? from : null,
    to: isRange ? to : null,
    channelIds: ids('channel'),
    stages: (query.get('stage') ?? '').split(',').filter((one) => stage.test(one)),
    userIds: ids('user'),
    groupIds: ids('group'),
    hours: measuredHours.find((one) => one === query.get('hours')) ?? null,
    limitMinutes: Number.isInteger(limit) && limit >= 1 && limit <= 10_080 ? limit : null,
  }
}

function dayOf(text: string | null): string | null {
  return text !== null && day.test(text) && !Number.isNaN(Date.parse(text)) ? text : null
}

export function isPeriod({ from, to }: { from: string; to: string }): boolean {
  return from <= to && countDays({ from, to }) <= mostReportDays
}

/** The days of a period by the account's calendar. */
export function daysOf(
  { period, from, to }: Pick<ReportFilter, 'period' | 'from' | 'to'>,
  timeZone: string,
  now: Date,
): { from: string; to: string } {
  const today = wallTime(now, timeZone).slice(0, 10)
  const monthStart = `${today.slice(0, 7)}-01`
  switch (period) {
    case 'today':
      return { from: today, to: today }
    case 'week':
      return { from: addDays(today, -6), to: today }
    case 'month':
      return { from: addDays(today, -29), to: today }
    case 'quarter':
      return { from: addDays(today, -89), to: today }
    case 'this_month':
      return { from: monthStart, to: addDays(`${addDays(monthStart, 31).slice(0, 7)}-01`, -1) }
    case 'last_month': {
      const last = addDays(monthStart, -1)
      return { from: `${last.slice(0, 7)}-01`, to: last }
    }
    case 'own':
      return { from: from ?? today, to: to ?? today }
  }
}

/** What the server is asked for beside the days. */
export function narrowOf(filter: ReportFilter): { [Key in keyof ReportWishes]?: string } {
  return {
    ...(filter.channelIds.length > 0 && { channelId: filter.channelIds.join(',') }),
    ...(filter.stages.length > 0 && { stage: filter.stages.join(',') }),
    ...(filter.userIds.length > 0 && { responsibleUserId: filter.userIds.join(',') }),
    ...(filter.groupIds.length > 0 && { responsibleGroupId: filter.groupIds.join(',') }),
  }
}

export function isNarrowed(filter: ReportFilter): boolean {
  return Object.keys(narrowOf(filter)).length > 0
}
