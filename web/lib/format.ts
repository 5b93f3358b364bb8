import type { Language } from '#contract/common'

/** What dates, sums and sizes are written by: the user's language and zone, the account's currency (ISO 4217). */
export type FormatSettings = { language: Language; timeZone: string; currency: string }

/** English as most of the world writes it: day before month, a 24-hour clock. */
const locales: Record<Language, string> = { ru: 'ru-RU', en: 'en-GB' }
const relative = {
  ru: { today: 'Сегодня', yesterday: 'Вчера' },
  en: { today: 'Today', yesterday: 'Yesterday' },
}
const sizeUnits = { ru: ['Б', 'КБ', 'МБ', 'ГБ'], en: ['B', 'KB', 'MB', 'GB'] }

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

type When = string | number | Date

/** Writers of one language and zone. Instants are ISO strings, numbers of milliseconds or dates; `now` can be given for a fixed clock. */
export type Format = {
  /** 12:18 */
  time: (at: When) => string
  /** 20 ноября; with the year when it is not this one. */
  date: (at: When, now?: When) => string
  /** 20 нояб., 18:20 */
  dateTime: (at: When, now?: When) => string
  /** The line between days: Today, Yesterday, Friday, 20 November; with the year when it is not this one. */
  day: (at: When, now?: When) => string
  /** The time in a list: 12:18 today, Yesterday, Fri within a week, 20 Nov, 20.11.2024. */
  short: (at: When, now?: When) => string
  /** The calendar day in the user's zone, 2026-11-20: equal keys, same day. */
  dayKey: (at: When) => string
  /** Everything, for a tooltip: 20 ноября 2026 г., 18:20:05 */
  exact: (at: When) => string
  /** 184 500 ₽; kopecks only when there are any. */
  money: (amount: number, currency?: string) => string
  number: (value: number) => string
  percent: (share: number) => string
  /** A span of time in its two largest units: 1 ч 11 мин, 9 мин, 2 дн. Less than a minute is told in seconds. */
  duration: (ms: number) => string
  /** A length of sound or film: 0:24, 1:02:03. */
  clock: (seconds: number) => string
  /** 412 КБ, 1,4 МБ: binary steps. */
  size: (bytes: number) => string
  /** 5 минут назад, вчера: from 24 hours on in days of the calendar. */
  ago: (at: When, now?: When) => string
}

/** Makes the writers. An unknown zone or currency falls back to UTC and a plain number. */
export function createFormat({ language, timeZone, currency }: FormatSettings): Format {
  const locale = locales[language]
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC'
  const dates = (options: Intl.DateTimeFormatOptions): ((at: When) => string) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone })
    return (at) => format.format(new Date(at))
  }
  const time = dates({ hour: language === 'ru' ? '2-digit' : 'numeric', minute: '2-digit', hourCycle: 'h23' })
  const iso = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const dayKey = (at: When): string => iso.format(new Date(at))
  const daysBetween = (at: When, now: When): number =>
    Math.round((Date.parse(dayKey(now)) - Date.parse(dayKey(at))) / dayMs)
  const isThisYear = (at: When, now: When): boolean => dayKey(at).slice(0, 4) === dayKey(now).slice(0, 4)
  const plain = {
    date: dates({ day: 'numeric', month: 'long' }),
    dateYear: dates({ day: 'numeric', month: 'long', year: 'numeric' }),
    short: dates({ day: 'numeric', month: 'short' }),
    shortYear: dates({ day: 'numeric', month: 'short', year: 'numeric' }),
    day: dates({ weekday: 'long', day: 'numeric', month: 'long' }),
    dayYear: dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    weekday: dates({ weekday: 'short' }),
    numeric: dates({ day: '2-digit', month: '2-digit', year: 'numeric' }),
  }
  return {
    ...createNumberFormat(language, currency),
    time,
    dayKey,
    date: (at, now = Date.now()) => (isThisYear(at, now) ? plain.date(at) : plain.dateYear(at)),
    dateTime: (at, now = Date.now()) =>
      `${isThisYear(at, now) ? plain.short(at) : plain.shortYear(at)}, ${time(at)}`,
    day: (at, now = Date.now()) => {
      const days = daysBetween(at, now)
      if (days === 0) return relative[language].today
      if (days === 1) return relative[language].yesterday
      return capitalise(isThisYear(at, now) ? plain.day(at) : plain.dayYear(at))
    },
    short: (at, now = Date.now()) => {
      const days = daysBetween(at, now)
      if (days === 0) return time(at)
      if (days === 1) return relative[language].yesterday
      if (days > 1 && days < 7) return capitalise(plain.weekday(at))
      return isThisYear(at, now) ? plain.short(at) : plain.numeric(at)
    },
    exact: dates({ dateStyle: 'long', timeStyle: 'medium', hourCycle: 'h23' }),
    ago: createAgo(locale, daysBetween),
  }
}

type NumberFormat = Pick<Format, 'money' | 'number' | 'percent' | 'duration' | 'clock' | 'size'>

function createNumberFormat(language: Language, accountCurrency: string): NumberFormat {
  const locale = locales[language]
  const number = new Intl.NumberFormat(locale)
  const units = { day: narrowUnit(locale, 'day'), hour: narrowUnit(locale, 'hour') }
  const small = { minute: narrowUnit(locale, 'minute'), second: narrowUnit(locale, 'second') }
  return {
    number: (value) => number.format(value),
    percent: (share) => new Intl.NumberFormat(locale, { style: 'percent' }).format(share),
    money: (amount, currency = accountCurrency) => formatMoney(locale, amount, currency),
    duration: (ms) => {
      const rest = Math.max(0, ms)
      if (rest < minuteMs) return small.second(Math.floor(rest / 1000))
      const [days, hours] = [Math.floor(rest / dayMs), Math.floor((rest % dayMs) / hourMs)]
      const minutes = Math.floor((rest % hourMs) / minuteMs)
      const all = [
        days && units.day(days),
        hours && units.hour(hours),
        !days && minutes && small.minute(minutes),
      ]
      return all.filter((part) => typeof part === 'string').join(' ')
    },
    clock: (seconds) => formatClock(seconds),
    size: (bytes) => {
      const power = Math.min(3, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10))
      const value = bytes / 1024 ** power
      const digits = { maximumFractionDigits: power > 1 && value < 10 ? 1 : 0 }
      return `${new Intl.NumberFormat(locale, digits).format(value)}\u00a0${sizeUnits[language][power] ?? ''}`
    },
  }
}

function narrowUnit(locale: string, unit: string): (value: number) => string {
  const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' })
  return (value) => format.format(value)
}

function formatMoney(locale: string, amount: number, currency: string): string {
  const digits = { minimumFractionDigits: Number.isInteger(amount) ? 0 : 2, maximumFractionDigits: 2 }
  if (!/^[A-Z]{3}$/.test(currency)) return new Intl.NumberFormat(locale, digits).format(amount)
  const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const
  return new Intl.NumberFormat(locale, { ...style, ...digits }).format(amount)
}

function formatClock(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.round(seconds)) : 0
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}

function createAgo(locale: string, daysBetween: (at: When, now: When) => number): Format['ago'] {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  return (at, now = Date.now()) => {
    const past = new Date(now).getTime() - new Date(at).getTime()
    if (past < hourMs) return format.format(-Math.max(0, Math.floor(past / minuteMs)), 'minute')
    // "Yesterday" is a day of the calendar: 35 hours ago it may have been the day before.
    const days = past < dayMs ? 0 : daysBetween(at, now)
    if (days === 0) return format.format(-Math.floor(past / hourMs), 'hour')
    return format.format(-days, 'day')
  }
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}
