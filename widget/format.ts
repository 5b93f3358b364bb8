import type { Language } from '#contract/common'
import type { Words } from './words.ts'

export function formatBytes(bytes: number, language: Language): string {
  const steps = [
    { unit: 'megabyte', size: 1024 * 1024 },
    { unit: 'kilobyte', size: 1024 },
  ]
  const step = steps.find(({ size }) => bytes >= size) ?? { unit: 'byte', size: 1 }
  const options = { style: 'unit', unit: step.unit, unitDisplay: 'short', maximumFractionDigits: 1 } as const
  return new Intl.NumberFormat(language, options).format(bytes / step.size)
}

export function formatTime(at: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(new Date(at))
}

export function formatDay(at: string, language: Language, words: Words, now: Date = new Date()): string {
  const day = new Date(at)
  const daysAgo = Math.round((startOfDay(now) - startOfDay(day)) / 86_400_000)
  if (daysAgo === 0) return words.today
  if (daysAgo === 1) return words.yesterday
  const isThisYear = day.getFullYear() === now.getFullYear()
  return new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'long',
    year: isThisYear ? undefined : 'numeric',
  }).format(day)
}

export function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}
