import { instantOfWall } from './wall-time.ts'
import type { WorkingHours } from './working-hours.ts'

/** A day of the calendar, without a zone. */
type Day = { year: number; month: number; day: number }

/** Further than any account plans its holidays. */
const farthestDays = 800
const dayMs = 24 * 60 * 60 * 1000
const minuteMs = 60_000

/**
 * Since when the account has been closed at a moment; null while it works. The end of the last working time before it; the
 * beginning of all time when there was none.
 */
export function closedSince(hours: WorkingHours, at: Date): Date | null {
  if (hours.intervals.length === 0) return null
  const now = wallOf(hours.timeZone, at)
  if (isOpen(hours, now)) return null
  for (let back = 0; back < farthestDays; back += 1) {
    const day = addDays(now, -back)
    const latest = back === 0 ? now.minute : Infinity
    const ends = openIn(hours, day).flatMap(({ toMinute }) => (toMinute <= latest ? [toMinute] : []))
    if (ends.length > 0) return instantOf(hours.timeZone, day, Math.max(...ends))
  }
  return new Date(0)
}

/** When the account opens next; null while it works, and when it never will. */
export function opensAt(hours: WorkingHours, at: Date): Date | null {
  const now = wallOf(hours.timeZone, at)
  if (hours.intervals.length === 0 || isOpen(hours, now)) return null
  for (let ahead = 0; ahead < farthestDays; ahead += 1) {
    const day = addDays(now, ahead)
    const earliest = ahead === 0 ? now.minute : -1
    const starts = openIn(hours, day).flatMap(({ fromMinute }) => (fromMinute > earliest ? [fromMinute] : []))
    if (starts.length > 0) return instantOf(hours.timeZone, day, Math.min(...starts))
  }
  return null
}

function isOpen(hours: WorkingHours, now: Day & { minute: number }): boolean {
  return openIn(hours, now).some(
    ({ fromMinute, toMinute }) => fromMinute <= now.minute && now.minute < toMinute,
  )
}

function openIn({ intervals, holidays }: WorkingHours, day: Day): WorkingHours['intervals'] {
  const utc = new Date(Date.UTC(day.year, day.month - 1, day.day))
  if (holidays.includes(utc.toISOString().slice(0, 10))) return []
  const weekday = utc.getUTCDay() === 0 ? 7 : utc.getUTCDay()
  return intervals.filter((interval) => interval.weekday === weekday)
}

function addDays({ year, month, day }: Day, days: number): Day {
  const moved = new Date(Date.UTC(year, month - 1, day) + days * dayMs)
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() }
}

/** What calendar and clock on the wall show; seconds are cut off. */
function wallOf(timeZone: string, at: Date): Day & { minute: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at)
  const read = (type: string): number => Number(parts.find((part) => part.type === type)?.value)
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    minute: read('hour') * 60 + read('minute'),
  }
}

/** The moment at which a wall shows this; of an hour that the clock skips, as much later. */
function instantOf(timeZone: string, day: Day, minute: number): Date {
  const wall = new Date(Date.UTC(day.year, day.month - 1, day.day) + minute * minuteMs).toISOString()
  const at = instantOfWall(wall.slice(0, 16), timeZone)
  if (!at) throw new Error(`No time on a wall: ${wall}`)
  return at
}
