import { instantOfWall, wallTime } from './wall-time.ts'

/** How finely a report is divided. */
export const reportUnits = ['hour', 'day', 'week'] as const
export type ReportUnit = (typeof reportUnits)[number]

/** Days of a calendar, both included: 2026-11-01. */
export type Days = { from: string; to: string }

/** A report's period and the one beside it, as instants; the ends are not included. */
export type ReportPeriod = { from: Date; to: Date; beforeFrom: Date; beforeTo: Date; unit: ReportUnit }

export const mostReportDays = 366

const dayMs = 24 * 60 * 60 * 1000
const mostDailyDays = 92

/** How many days from one to another, both counted. */
export function countDays({ from, to }: Days): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10)
}

/**
 * The days beside: the month before for a whole month, else as many days just before.
 */
export function daysBefore({ from, to }: Days): Days {
  const isMonth =
    from.endsWith('-01') && addDays(to, 1).endsWith('-01') && from.slice(0, 7) === to.slice(0, 7)
  if (!isMonth) return { from: addDays(from, -countDays({ from, to })), to: addDays(from, -1) }
  const last = addDays(from, -1)
  return { from: `${last.slice(0, 7)}-01`, to: last }
}

/**
 * What days of a zone's calendar are as instants. While the period still goes on, the one before ends at the same day and hour
 * of its own: half a day is not held against a whole one.
 */
export function reportPeriod(days: Days, timeZone: string, now: Date): ReportPeriod {
  const before = daysBefore(days)
  const [from, to] = [startOf(days.from, timeZone), startOf(addDays(days.to, 1), timeZone)]
  const [beforeFrom, end] = [startOf(before.from, timeZone), startOf(addDays(before.to, 1), timeZone)]
  const count = countDays(days)
  const unit = count === 1 ? 'hour' : count <= mostDailyDays ? 'day' : 'week'
  if (now < from || now >= to) return { from, to, beforeFrom, beforeTo: end, unit }
  const wall = wallTime(now, timeZone)
  const passed = countDays({ from: days.from, to: wall.slice(0, 10) }) - 1
  const same = instantOfWall(`${addDays(before.from, passed)}${wall.slice(10)}`, timeZone) ?? end
  return { from, to, beforeFrom, beforeTo: same < end ? same : end, unit }
}

/** The parts of a period as its charts show them, by the wall: 2026-11-01T00:00; a week is named by its Monday. */
export function slotsOf(days: Days, unit: ReportUnit): string[] {
  if (unit === 'hour') {
    return Array.from({ length: 24 }, (_, hour) => `${days.from}T${String(hour).padStart(2, '0')}:00`)
  }
  const first = unit === 'day' ? days.from : mondayOf(days.from)
  const step = unit === 'day' ? 1 : 7
  const count = Math.ceil(countDays({ from: first, to: days.to }) / step)
  return Array.from({ length: count }, (_, index) => `${addDays(first, index * step)}T00:00`)
}

export function mondayOf(day: string): string {
  return addDays(day, -((new Date(day).getUTCDay() + 6) % 7))
}

function startOf(day: string, timeZone: string): Date {
  const start = instantOfWall(`${day}T00:00`, timeZone)
  if (!start) throw new Error('Not a day')
  return start
}
