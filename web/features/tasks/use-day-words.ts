import { useMemo } from 'react'
import { useLanguage } from '../../lib/words.ts'

export type DayWords = {
  /** 26 ноября, четверг */
  day: (day: string) => string
  /** ноябрь 2026 г. */
  month: (day: string) => string
  /** 23–29 нояб. 2026 г. */
  span: (from: string, to: string) => string
  /** чт */
  weekday: (day: string) => string
}

/** Says days of a calendar, which have no zone. */
export function useDayWords(): DayWords {
  const language = useLanguage()
  return useMemo(() => {
    const locale = language === 'ru' ? 'ru-RU' : 'en-GB'
    const of = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
      new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
    const full = of({ day: 'numeric', month: 'long', weekday: 'long' })
    const month = of({ month: 'long', year: 'numeric' })
    const span = of({ day: 'numeric', month: 'short', year: 'numeric' })
    const weekday = of({ weekday: 'short' })
    const at = (day: string): Date => new Date(`${day}T12:00Z`)
    return {
      day: (day) => full.format(at(day)),
      month: (day) => month.format(at(day)),
      span: (from, to) => span.formatRange(at(from), at(to)),
      weekday: (day) => weekday.format(at(day)),
    }
  }, [language])
}
