/** What a clock on the wall shows in a zone, as the fields of browsers write it: 2026-11-27T09:00. */
export function wallTime(at: Date, timeZone: string): string {
  const parts = formatOf(timeZone).formatToParts(at)
  const of = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((part) => part.type === type)?.value ?? ''
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`
}

/**
 * The instant at which the wall shows it. A time that a zone leaves out in spring is the same wait after midnight; of one that
 * comes twice in autumn it is the first. Null when it is no time.
 */
export function instantOfWall(wall: string, timeZone: string): Date | null {
  const asUtc = Date.parse(`${wall}Z`)
  if (Number.isNaN(asUtc)) return null
  // Either offset in force around then; the larger one comes first on the line of time.
  const offsets = [-dayMs, dayMs].map((far) => offsetMs(asUtc + far, timeZone))
  const candidates = [...new Set(offsets)].map((offset) => new Date(asUtc - offset)).toSorted(byTime)
  return candidates.find((at) => wallTime(at, timeZone) === wall.slice(0, 16)) ?? candidates.at(-1) ?? null
}

/** Dear to make, and the same again and again. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  formats.set(timeZone, made)
  return made
}

const dayMs = 24 * 60 * 60 * 1000

function offsetMs(at: number, timeZone: string): number {
  const minute = at - (at % 60_000)
  return Date.parse(`${wallTime(new Date(minute), timeZone)}Z`) - minute
}

function byTime(one: Date, other: Date): number {
  return one.getTime() - other.getTime()
}

/** The same hour of the wall so many days later. */
export function wallOfDay(now: Date, timeZone: string, daysLater: number, hour: string): string {
  const day = new Date(`${wallTime(now, timeZone).slice(0, 10)}T00:00Z`)
  day.setUTCDate(day.getUTCDate() + daysLater)
  return `${day.toISOString().slice(0, 10)}T${hour}`
}
