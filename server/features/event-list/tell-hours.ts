import { z } from 'zod'
import type { Language } from '#contract/common'

const hours = z.array(z.object({ weekday: z.int(), fromMinute: z.int(), toMinute: z.int() }))
const always: Record<Language, string> = { ru: 'всегда', en: 'always' }

/** Hours of a week in one line, days alike told together: `пн–пт 09:00–18:00, сб 10:00–14:00`. */
export function tellHours(value: unknown, language: Language): string | null {
  const intervals = hours.safeParse(value).data
  if (!intervals) return null
  if (intervals.length === 0) return always[language]
  const days: { first: number; last: number; text: string }[] = []
  for (const weekday of [1, 2, 3, 4, 5, 6, 7]) {
    const own = intervals.filter((one) => one.weekday === weekday)
    if (own.length === 0) continue
    const text = own.map(({ fromMinute, toMinute }) => `${clock(fromMinute)}–${clock(toMinute)}`).join(' ')
    const before = days.at(-1)
    if (before?.text === text && before.last === weekday - 1) before.last = weekday
    else days.push({ first: weekday, last: weekday, text })
  }
  const named = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' })
  // The first of January 2024 was a Monday.
  const nameOf = (weekday: number): string => named.format(Date.UTC(2024, 0, weekday))
  return days
    .map(({ first, last, text }) =>
      first === last ? `${nameOf(first)} ${text}` : `${nameOf(first)}–${nameOf(last)} ${text}`,
    )
    .join(', ')
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
