import { instantOfWall, wallTime } from './wall-time.ts'
import type { WorkingHours } from './working-hours.ts'

/** Working time as a line of time: where it runs, and how much of it lies between two moments. Milliseconds. */
export type OpenTime = {
  /** The moment at which so much working time has passed since `start`; null: it never will. */
  after(start: Date, durationMs: number): Date | null
  between(start: Date, end: Date): number
  /** The stretches in which it runs, in their order, each within these moments. */
  spans(start: Date, end: Date): OpenSpan[]
}

/** From an instant to another, in milliseconds. */
export type OpenSpan = { from: number; to: number }

/** Around the clock. */
export const allTime: OpenTime = {
  after: (start, durationMs) => new Date(start.getTime() + durationMs),
  between: (start, end) => Math.max(0, end.getTime() - start.getTime()),
  spans: (start, end) => (start < end ? [{ from: start.getTime(), to: end.getTime() }] : []),
}

type OpenDay = { startMs: number; endMs: number; spans: OpenSpan[] }

const dayMs = 24 * 60 * 60 * 1000
const minuteMs = 60_000
/** Further than any account plans its holidays. */
const farthestDays = 1600
const mostKept = 4000

/**
 * The working hours of an account by the clock on its wall: an hour that the clock skips in spring is no time at all, and what
 * it shows twice in autumn is open twice. Days are worked out once; keep the result while the hours are the same.
 */
export function openTime(hours: WorkingHours): OpenTime {
  if (hours.intervals.length === 0) return allTime
  const holidays = new Set(hours.holidays)
  const days = new Map<number, OpenDay>()

  function dayOf(index: number): OpenDay {
    const known = days.get(index)
    if (known) return known
    if (days.size >= mostKept) days.clear()
    const day = workOut(hours, holidays, index)
    days.set(index, day)
    return day
  }
  function indexOf(ms: number): number {
    // No zone is further than 14 hours from UTC, so it is this day there, or one beside it.
    const index = Math.floor(ms / dayMs)
    if (ms < dayOf(index).startMs) return index - 1
    return ms < dayOf(index).endMs ? index : index + 1
  }
  return {
    after(start, durationMs) {
      const from = start.getTime()
      const first = indexOf(from)
      let leftMs = durationMs
      for (let index = first; index < first + farthestDays; index += 1) {
        for (const span of dayOf(index).spans) {
          const begin = Math.max(span.from, from)
          const lengthMs = span.to - begin
          if (lengthMs <= 0) continue
          if (lengthMs >= leftMs) return new Date(begin + leftMs)
          leftMs -= lengthMs
        }
      }
      return null
    },
    between: (start, end) => spansOf(start, end).reduce((sumMs, { from, to }) => sumMs + to - from, 0),
    spans: spansOf,
  }

  function spansOf(start: Date, end: Date): OpenSpan[] {
    const [from, to] = [start.getTime(), end.getTime()]
    const found: OpenSpan[] = []
    for (let index = indexOf(from); from < to && dayOf(index).startMs < to; index += 1) {
      for (const span of dayOf(index).spans) {
        const part = { from: Math.max(span.from, from), to: Math.min(span.to, to) }
        if (part.from < part.to) found.push(part)
      }
    }
    return found
  }
}

/** A day of the calendar, counted from 1970, as stretches of the line of time in which the account works. */
function workOut(hours: WorkingHours, holidays: ReadonlySet<string>, index: number): OpenDay {
  const utc = new Date(index * dayMs)
  const date = utc.toISOString().slice(0, 10)
  const startMs = midnight(hours.timeZone, index)
  const endMs = midnight(hours.timeZone, index + 1)
  const weekday = utc.getUTCDay() === 0 ? 7 : utc.getUTCDay()
  const open = holidays.has(date) ? [] : hours.intervals.filter((interval) => interval.weekday === weekday)
  if (open.length === 0) return { startMs, endMs, spans: [] }
  const spans = stretches(hours.timeZone, { from: startMs, to: endMs }).flatMap(({ from, to }) => {
    const zeroMs = from - (wallMs(hours.timeZone, from) - index * dayMs)
    return open.map((interval) => ({
      from: Math.max(from, zeroMs + interval.fromMinute * minuteMs),
      to: Math.min(to, zeroMs + interval.toMinute * minuteMs),
    }))
  })
  return {
    startMs,
    endMs,
    spans: spans.filter(({ from, to }) => from < to).toSorted((one, other) => one.from - other.from),
  }
}

/** The day in pieces within which the clock on the wall is never put on or back. */
function stretches(timeZone: string, day: OpenSpan): OpenSpan[] {
  const offsetAt = (ms: number): number => wallMs(timeZone, ms) - ms
  const last = offsetAt(day.to - minuteMs)
  if (offsetAt(day.from) === last) return [day]
  let before = day.from
  let after = day.to - minuteMs
  while (after - before > minuteMs) {
    const middle = before + Math.floor((after - before) / 2 / minuteMs) * minuteMs
    if (offsetAt(middle) === last) after = middle
    else before = middle
  }
  return [
    { from: day.from, to: after },
    { from: after, to: day.to },
  ]
}

/** What the wall shows, as if it were UTC. Seconds are left out: every zone of today differs from UTC by whole minutes. */
function wallMs(timeZone: string, ms: number): number {
  return Date.parse(`${wallTime(new Date(ms), timeZone)}Z`)
}

function midnight(timeZone: string, index: number): number {
  const wall = `${new Date(index * dayMs).toISOString().slice(0, 10)}T00:00`
  const at = instantOfWall(wall, timeZone)
  if (!at) throw new Error(`A day without a beginning: ${wall} in ${timeZone}`)
  return at.getTime()
}
