import { addDays } from './due-text.ts'

export type CalendarView = 'week' | 'month'

/** The Monday on or before a day. */
export function mondayOf(day: string): string {
  const weekday = (new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7
  return addDays(day, -weekday)
}

/** The days that are shown around a day: its week, or whole weeks of its month. */
export function daysAround(day: string, view: CalendarView): string[] {
  if (view === 'week') return stretch(mondayOf(day), 7)
  const first = `${day.slice(0, 8)}01`
  const start = mondayOf(first)
  const weeks = Math.ceil((daysBetween(start, first) + daysIn(first)) / 7)
  return stretch(start, weeks * 7)
}

/** The same day a week or a month away; of a longer month its last day. */
export function pageFrom(day: string, view: CalendarView, step: 1 | -1): string {
  if (view === 'week') return addDays(day, 7 * step)
  const first = new Date(`${day.slice(0, 8)}01T00:00Z`)
  first.setUTCMonth(first.getUTCMonth() + step)
  const month = first.toISOString().slice(0, 10)
  return addDays(month, Math.min(Number(day.slice(8)), daysIn(month)) - 1)
}

function stretch(start: string, length: number): string[] {
  return Array.from({ length }, (_none, index) => addDays(start, index))
}

function daysBetween(one: string, other: string): number {
  return Math.round((Date.parse(other) - Date.parse(one)) / (24 * 60 * 60 * 1000))
}

function daysIn(first: string): number {
  const [year, month] = [Number(first.slice(0, 4)), Number(first.slice(5, 7))]
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}
