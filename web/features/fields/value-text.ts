import type { FieldValue } from '#contract/field-values'
import type { FieldView } from '#contract/fields'
import { useFormat } from '../../lib/use-format.ts'
import { useLanguage, useWords } from '../../lib/words.ts'
import { fieldCardWords } from './labels.ts'

const locales = { ru: 'ru-RU', en: 'en-GB' } as const

/** Writes what stands in a field, in one line of plain text; empty for no value. */
export type WriteValue = (
  field: Pick<FieldView, 'type' | 'choices'>,
  value: FieldValue | null | undefined,
) => string

export function useValueText(): WriteValue {
  const say = useWords(fieldCardWords)
  const format = useFormat()
  const language = useLanguage()
  const number = new Intl.NumberFormat(locales[language], { maximumFractionDigits: 6 })
  // A day has no zone: it is the same day everywhere.
  const day = new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' })
  return ({ type, choices }, value) => {
    if (value === null || value === undefined) return ''
    const nameOf = (id: number): string => choices.find((choice) => choice.id === id)?.name ?? String(id)
    if (Array.isArray(value)) return value.map(nameOf).join(', ')
    if (typeof value === 'boolean') return value ? say('fields.yes') : say('fields.no')
    if (typeof value === 'number') {
      if (type === 'select') return nameOf(value)
      return type === 'money' ? format.money(value) : number.format(value)
    }
    if (type === 'date' || type === 'birthday') return day.format(new Date(`${value}T00:00:00Z`))
    return type === 'datetime' ? format.dateTime(value) : value
  }
}
