import { readFieldValue, type FieldValue } from '#contract/field-values'
import type { FieldView } from '#contract/fields'
import type { RowProblem } from '#contract/imports'
import { instantOfWall } from '#contract/wall-time'
import { sameWord, type Known } from './known.ts'
import { readDate } from './read-date.ts'
import { readNumber } from './read-number.ts'

type Reading = { value: FieldValue; problem: null } | { value: null; problem: RowProblem }

const good = (value: FieldValue): Reading => ({ value, problem: null })
const bad = (problem: RowProblem): Reading => ({ value: null, problem })

/** What a cell says of a custom field. The cell is not empty. */
export function readField(field: FieldView, text: string, known: Known): Reading {
  const given = toGiven(field, text, known)
  if (given.problem !== null) return given
  const read = readFieldValue(field, given.value)
  if (read.problem === 'too_big') return bad(typeof given.value === 'number' ? 'bad_number' : 'too_long')
  return read.value === null ? bad('bad_value') : good(read.value)
}

function toGiven(field: FieldView, text: string, known: Known): Reading {
  switch (field.type) {
    case 'number':
    case 'money': {
      const number = readNumber(text)
      return number === null ? bad('bad_number') : good(number)
    }
    case 'checkbox':
      return readFlag(text)
    case 'select': {
      const id = choiceOf(field, text)
      return id === null ? bad('unknown_choice') : good(id)
    }
    case 'multiselect': {
      const whole = choiceOf(field, text)
      const ids = whole === null ? text.split(/[,;\n]/).map((name) => choiceOf(field, name)) : [whole]
      return ids.every((id) => id !== null) ? good(ids) : bad('unknown_choice')
    }
    case 'date':
    case 'birthday': {
      const date = readDate(text, known.country)
      return date === null ? bad('bad_date') : good(date.day)
    }
    case 'datetime':
      return readTime(text, known)
    default:
      return good(text)
  }
}

/** An empty box is no value, so a table can only tick one; a `no` says nothing. */
function readFlag(text: string): Reading {
  if (/^(да|yes|true|истина|1|\+|x|х|✓|✔)$/i.test(text)) return good(true)
  return bad('bad_value')
}

/** Whether a cell of a checkbox says no, which is as good as an empty one. */
export function saysNo(text: string): boolean {
  return /^(нет|no|false|ложь|0|-|—)$/i.test(text)
}

function choiceOf({ choices }: FieldView, text: string): number | null {
  return choices.find(({ name, isArchived }) => !isArchived && sameWord(name, text))?.id ?? null
}

function readTime(text: string, { country, timeZone }: Known): Reading {
  const date = readDate(text, country)
  if (date === null) return bad('bad_date')
  const minute = date.minute ?? 0
  const two = (number: number): string => String(number).padStart(2, '0')
  const at = instantOfWall(`${date.day}T${two(Math.floor(minute / 60))}:${two(minute % 60)}`, timeZone)
  return at === null ? bad('bad_date') : good(at.toISOString())
}
