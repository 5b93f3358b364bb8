import type { Language } from '#contract/common'

const locales: Record<Language, string> = { ru: 'ru-RU', en: 'en-GB' }
const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** A span of time in its two largest units, seconds included: 4 мин 10 с, 1 ч 11 мин, 38 с. */
export function spanText(seconds: number, language: Language): string {
  const whole = Math.max(0, Math.round(seconds))
  const first = units.findIndex(([, size]) => whole >= size)
  if (first === -1) return write(0, 'second', language)
  const [unit, size] = units[first] ?? ['second', 1]
  const second = units[first + 1]
  const rest = second ? Math.floor((whole % size) / second[1]) : 0
  const parts = [write(Math.floor(whole / size), unit, language)]
  if (second && rest > 0) parts.push(write(rest, second[0], language))
  return parts.join(' ')
}

function write(value: number, unit: (typeof units)[number][0], language: Language): string {
  return new Intl.NumberFormat(locales[language], { style: 'unit', unit, unitDisplay: 'narrow' }).format(
    value,
  )
}
