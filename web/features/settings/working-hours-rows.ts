import type { WorkingHours, WorkingInterval } from '#contract/working-hours'

/** A stretch of a working day as the fields of browsers write it: `09:00`; as its end `00:00` is midnight. */
export type HoursRow = { key: string; weekday: number; from: string; to: string }

export type RowProblem = 'incomplete' | 'order' | 'overlap'

const minuteOf = (text: string): number => {
  const [hours = '', minutes = ''] = text.split(':')
  return Number(hours) * 60 + Number(minutes)
}
const endOf = (text: string): number => minuteOf(text) || 1440
const textOf = (minute: number): string =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

export function toRows(intervals: readonly WorkingInterval[]): HoursRow[] {
  return intervals.map(({ weekday, fromMinute, toMinute }) => ({
    key: `${weekday}-${fromMinute}`,
    weekday,
    from: textOf(fromMinute),
    to: textOf(toMinute),
  }))
}

export function toIntervals(rows: readonly HoursRow[]): WorkingInterval[] {
  return rows.map(({ weekday, from, to }) => ({ weekday, fromMinute: minuteOf(from), toMinute: endOf(to) }))
}

/** Whether these are the same hours, in whatever order they are told. */
export function areSameHours(one: WorkingHours, other: WorkingHours): boolean {
  const told = ({ timeZone, intervals, holidays }: WorkingHours): string =>
    JSON.stringify([
      timeZone,
      intervals.map((each) => [each.weekday, each.fromMinute, each.toMinute].join()).toSorted(),
      holidays.toSorted(),
    ])
  return told(one) === told(other)
}

/** What is wrong with a row among the others; null: nothing. */
export function problemOfRow(row: HoursRow, rows: readonly HoursRow[]): RowProblem | null {
  if (row.from === '' || row.to === '') return 'incomplete'
  if (minuteOf(row.from) >= endOf(row.to)) return 'order'
  const overlaps = rows.some(
    (other) =>
      other.key !== row.key &&
      other.weekday === row.weekday &&
      other.from !== '' &&
      other.to !== '' &&
      minuteOf(row.from) < endOf(other.to) &&
      minuteOf(other.from) < endOf(row.to),
  )
  return overlaps ? 'overlap' : null
}

/** Another stretch of a day: the usual one, or some hours behind the last. */
export function nextRow(weekday: number, rows: readonly HoursRow[], key: string): HoursRow {
  const last = rows.findLast((row) => row.weekday === weekday)
  if (!last || last.to === '') return { key, weekday, from: '09:00', to: '18:00' }
  const from = Math.min(endOf(last.to) + 60, 1380)
  return { key, weekday, from: textOf(from), to: textOf(Math.min(from + 240, 1440)) }
}
