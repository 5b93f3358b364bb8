import { readFieldValue, type FieldReading, type FieldType, type FieldValue } from '#contract/field-values'
import type { FieldView } from '#contract/fields'
import { parseMoney } from '../../lib/parse-money.ts'
import { instantOfWall, wallTime } from '../../lib/wall-time.ts'

/** What stands in a form while a value is written: text, a tick, ids of choices. */
export type Draft = string | boolean | string[]

export function toDraft(type: FieldType, value: FieldValue | null | undefined, timeZone: string): Draft {
  if (type === 'checkbox') return value === true
  if (type === 'multiselect') return Array.isArray(value) ? value.map(String) : []
  if (value === null || value === undefined || typeof value === 'boolean' || Array.isArray(value)) return ''
  if (type === 'datetime') return wallTime(new Date(value), timeZone)
  return String(value)
}

/** Reads a draft by the rules of the field. */
export function readDraft(
  field: Pick<FieldView, 'type' | 'choices'>,
  draft: Draft,
  timeZone: string,
  current: FieldValue | null,
): FieldReading {
  return readFieldValue(field, valueOf(field.type, draft, timeZone), current)
}

function valueOf(type: FieldType, draft: Draft, timeZone: string): unknown {
  if (typeof draft === 'boolean') return draft
  if (Array.isArray(draft)) return draft.map(Number)
  const text = draft.trim()
  if (text === '') return null
  if (type === 'money') return parseMoney(text)
  if (type === 'number') return Number(text.replaceAll(/[\s\u00A0\u202F]/g, '').replace(',', '.'))
  if (type === 'select') return Number(text)
  if (type === 'datetime') return instantOfWall(text, timeZone)?.toISOString() ?? text
  return draft
}

/** What is wrong with a value, as a key of the words; `problem` as `readFieldValue` or the server names it. */
export function problemKey(type: FieldType, problem: string): ProblemKey {
  if (problem === 'required') return 'fields.required'
  return keys[type] ?? 'fields.wrong'
}

const keys = {
  number: 'fields.notNumber',
  money: 'fields.notSum',
  date: 'fields.notDay',
  birthday: 'fields.notDay',
  datetime: 'fields.notDay',
  link: 'fields.notLink',
  phone: 'fields.notPhone',
  select: 'fields.notChoice',
  multiselect: 'fields.notChoice',
  text: undefined,
  long_text: undefined,
  checkbox: undefined,
} as const satisfies Record<FieldType, string | undefined>

type ProblemKey = Exclude<(typeof keys)[FieldType], undefined> | 'fields.required' | 'fields.wrong'
