import type { FieldLimit } from './errors.ts'

/** What stands in a custom field: one rule for the server, the web and the compatible API. */

export const fieldTypes = [
  'text',
  'long_text',
  'number',
  'money',
  'checkbox',
  'select',
  'multiselect',
  'date',
  'datetime',
  'birthday',
  'link',
  'phone',
] as const
export type FieldType = (typeof fieldTypes)[number]

/** Days are `2026-11-26`, instants ISO 8601 in UTC; of choices their ids; a checkbox is true or empty. */
export type FieldValue = string | number | boolean | number[]

type Choice = { id: number; isArchived: boolean }
/** What of a field its values are judged by. */
export type FieldRule = { type: FieldType; choices: readonly Choice[] }

/** Problems are named as Zod names them, where it has a name. */
export type FieldReading =
  | { value: FieldValue | null; problem: null }
  | {
      value: null
      problem: 'invalid_type' | 'too_big' | 'invalid_format' | 'invalid_value'
      message: string
      limit?: FieldLimit
    }

export const mostTextChars = 500
export const mostLongTextChars = 20_000
const mostLinkChars = 2000
const greatestNumber = 1e15
const greatestSum = 999_999_999_999.99

const good = (value: FieldValue | null): FieldReading => ({ value, problem: null })
const bad = (problem: Exclude<FieldReading['problem'], null>, message: string): FieldReading => ({
  value: null,
  problem,
  message,
})

const tooBig = (of: FieldLimit['of'], most: number): FieldReading => ({
  value: null,
  problem: 'too_big',
  message: `At most ${most}${of === 'number' ? '' : ` ${of}`}`,
  limit: { of, most },
})

/**
 * Reads what somebody gives for a field; an empty text, an empty list and an unticked box are no value. `current`: what stands
 * there now, choices of which may stay although they are offered no longer.
 */
export function readFieldValue(
  field: FieldRule,
  given: unknown,
  current: FieldValue | null = null,
): FieldReading {
  if (given === null || given === undefined) return good(null)
  return readers[field.type](given, field, current)
}

type Reader = (given: unknown, field: FieldRule, current: FieldValue | null) => FieldReading

const readers: Record<FieldType, Reader> = {
  text: (given) => readText(given, mostTextChars, oneLine),
  long_text: (given) => readText(given, mostLongTextChars, manyLines),
  phone: (given) => readText(given, 60, phone),
  link: readLink,
  number: (given) => readNumber(given, greatestNumber, 1e6),
  money: (given) => readNumber(given, greatestSum, 100),
  checkbox: (given) =>
    typeof given === 'boolean' ? good(given || null) : bad('invalid_type', 'This is neither yes nor no'),
  select: (given, field, current) => readChoice(given, field, idsOf(current)),
  multiselect: readChoices,
  date: (given) => readDay(given, 1000),
  birthday: (given) => readDay(given, 1850),
  datetime: readInstant,
}

const oneLine = /^[^\p{Cc}]*$/u
const manyLines = /^[^\u0000]*$/u
/** Digits in any notation, with an extension in words. */
const phone = /^(?=(?:\D*\d){3})[\d\s()+.,;#*/\p{L}-]*$/u

function readText(given: unknown, most: number, form: RegExp): FieldReading {
  if (typeof given !== 'string') return bad('invalid_type', 'This is no text')
  const text = given.trim()
  if (text === '') return good(null)
  if (text.length > most) return tooBig('characters', most)
  return form.test(text) ? good(text) : bad('invalid_format', 'Something here does not belong')
}

/** An address of the web; one without its scheme gets it. Others (javascript:, data:) are never a link. */
function readLink(given: unknown): FieldReading {
  const read = readText(given, mostLinkChars, oneLine)
  if (read.problem !== null || typeof read.value !== 'string') return read
  const address = /^[a-z][a-z\d+.-]*:(?!\d)/i.test(read.value) ? read.value : `https://${read.value}`
  const url = URL.canParse(address) ? new URL(address) : null
  const isWeb = url !== null && /^https?:$/.test(url.protocol) && /[.:]|^localhost$/.test(url.hostname)
  if (!isWeb || /\s/.test(address)) return bad('invalid_format', 'This is no address of the web')
  return address.length > mostLinkChars ? tooBig('characters', mostLinkChars) : good(address)
}

function readNumber(given: unknown, greatest: number, parts: number): FieldReading {
  if (typeof given !== 'number' || Number.isNaN(given)) return bad('invalid_type', 'This is no number')
  if (Math.abs(given) > greatest) return tooBig('number', greatest)
  // Past 2^53 parts of one cannot be kept any more; adding zero makes −0 a 0.
  const rounded =
    Math.abs(given) * parts < Number.MAX_SAFE_INTEGER ? Math.round(given * parts) / parts : given
  return good(rounded + 0)
}

function idsOf(value: FieldValue | null): readonly number[] {
  if (Array.isArray(value)) return value
  return typeof value === 'number' ? [value] : []
}

function isOffered({ choices }: FieldRule, id: number, kept: readonly number[]): boolean {
  return choices.some((choice) => choice.id === id && (!choice.isArchived || kept.includes(id)))
}

function readChoice(given: unknown, field: FieldRule, kept: readonly number[]): FieldReading {
  if (typeof given !== 'number') return bad('invalid_type', 'This is no choice')
  return isOffered(field, given, kept) ? good(given) : bad('invalid_value', 'There is no such choice')
}

/** In the order of the field's choices, each once, so that the same choice is the same value. */
function readChoices(given: unknown, field: FieldRule, current: FieldValue | null): FieldReading {
  if (!Array.isArray(given)) return bad('invalid_type', 'This is no list of choices')
  const kept = idsOf(current)
  if (!given.every((id) => typeof id === 'number' && isOffered(field, id, kept)))
    return bad('invalid_value', 'There is no such choice')
  const ids = field.choices.flatMap(({ id }) => (given.includes(id) ? [id] : []))
  return good(ids.length === 0 ? null : ids)
}

function readDay(given: unknown, firstYear: number): FieldReading {
  if (typeof given !== 'string') return bad('invalid_type', 'This is no day')
  const text = given.trim()
  if (text === '') return good(null)
  const [, year] = /^(\d{4})-\d{2}-\d{2}$/.exec(text) ?? []
  const at = new Date(`${text}T00:00:00Z`)
  // 30 February is read as a day of March.
  if (year === undefined || Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text)
    return bad('invalid_format', 'A day is written as 2026-11-26')
  return Number(year) < firstYear ? bad('invalid_format', `Not before the year ${firstYear}`) : good(text)
}

function readInstant(given: unknown): FieldReading {
  if (typeof given !== 'string') return bad('invalid_type', 'This is no time')
  const text = given.trim()
  if (text === '') return good(null)
  const isForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text)
  const at = new Date(text)
  const year = at.getUTCFullYear()
  if (!isForm || Number.isNaN(at.getTime()) || year < 1000 || year > 9999)
    return bad('invalid_format', 'A time is written as 2026-11-26T12:00:00Z')
  return good(`${at.toISOString().slice(0, 19)}Z`)
}

/** Whether two values say the same. */
export function isSameValue(one: FieldValue | null, other: FieldValue | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
