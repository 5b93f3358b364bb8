import type { Language } from '#contract/common'
import type { ReportUnit } from '#contract/report-period'

const locales: Record<Language, string> = { ru: 'ru-RU', en: 'en-GB' }

/** How the parts of a period are called: short under a chart, whole where one of them is told. Days have no zone of their own. */
export function createSlotNames(
  language: Language,
  unit: ReportUnit,
): { short(slot: string): string; whole(slot: string): string } {
  const locale = locales[language]
  const write = (options: Intl.DateTimeFormatOptions): ((slot: string) => string) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
    return (slot) => format.format(new Date(`${slot}Z`))
  }
  if (unit === 'hour') {
    return { short: (slot) => slot.slice(11, 13), whole: (slot) => slot.slice(11) }
  }
  const short = write({ day: 'numeric', month: 'short' })
  const day = write({ weekday: 'short', day: 'numeric', month: 'long' })
  const start = write({ day: 'numeric', month: 'long' })
  return { short, whole: unit === 'day' ? day : (slot) => `${start(slot)} – ${start(endOfWeek(slot))}` }
}

function endOfWeek(monday: string): string {
  return new Date(Date.parse(`${monday}Z`) + 6 * 24 * 60 * 60 * 1000).toISOString().slice(0, 16)
}

/** Days from one to another, in the account's zone; the end is not included. */
export function daysName(language: Language, timeZone: string, from: string, to: string): string {
  const format = new Intl.DateTimeFormat(locales[language], {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone,
  })
  return format.formatRange(new Date(from), new Date(Date.parse(to) - 1))
}
