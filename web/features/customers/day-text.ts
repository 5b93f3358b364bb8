import type { Format } from '../../lib/format.ts'

/** A day of the calendar in words, the same day in every zone. */
export function dayText(day: string, format: Format): string {
  const today = format.dayKey(Date.now())
  if (day === today) return format.day(Date.now())
  // Noon of that day in UTC may be another day far east or west: the nearest instant whose day it is.
  const noon = Date.parse(`${day}T12:00:00Z`)
  const hourMs = 3_600_000
  const at =
    [noon, noon - 12 * hourMs, noon + 12 * hourMs].find((each) => format.dayKey(each) === day) ?? noon
  return format.date(at)
}
