export type WallTime = { day: string; minute: number | null }

/**
 * A day, and the time of it where one is told: `26.11.2026`, `2026-11-26 09:30`, `11/26/2026`. Of days with slashes the month
 * stands first in American accounts, and wherever the second number can be no month. Null: it is no day of the calendar.
 */
export function readDate(text: string, country: string): WallTime | null {
  const [, dayText = '', hour, minute] =
    /^(\S+?)(?:[ T]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?Z?)?$/.exec(text.trim()) ?? []
  const day = readDay(dayText, country)
  if (day === null) return null
  if (hour === undefined || minute === undefined) return { day, minute: null }
  const minutes = Number(hour) * 60 + Number(minute)
  return Number(hour) < 24 && Number(minute) < 60 ? { day, minute: minutes } : null
}

function readDay(text: string, country: string): string | null {
  const iso = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$/.exec(text)
  if (iso) return dayOf(iso[1], iso[2], iso[3])
  const other = /^(\d{1,2})([-./])(\d{1,2})\2(\d{4})$/.exec(text)
  if (!other) return null
  const [, first, separator, second, year] = other
  const isMonthFirst = separator === '/' && (country === 'US' ? Number(first) <= 12 : Number(second) > 12)
  return isMonthFirst ? dayOf(year, first, second) : dayOf(year, second, first)
}

/** 30 February would be read as a day of March. */
function dayOf(year = '', month = '', day = ''): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : null
}
