import type { Language } from '#contract/common'
import type { FieldValue } from '#contract/field-values'
import type { FieldView } from '#contract/fields'
import { reportWords } from '#contract/import-words'
import { wallTime } from '#contract/wall-time'
import type { SheetCell } from '#lib/sheets/sheet'

type Given = { language: Language; timeZone: string }

/** What stands in a custom field, as a cell: numbers and days as such, choices by their names, instants by the account's clock. */
export function fieldCell(field: FieldView, value: FieldValue | undefined, given: Given): SheetCell {
  if (value === undefined) return null
  if (Array.isArray(value)) return text(value.map((id) => choiceName(field, id)).join(', '))
  if (typeof value === 'boolean') return text(reportWords[given.language][value ? 'yes' : 'no'])
  if (typeof value === 'number') {
    return field.type === 'select' ? text(choiceName(field, value)) : { kind: 'number', value }
  }
  switch (field.type) {
    case 'date':
    case 'birthday':
      return { kind: 'day', value }
    case 'datetime':
      return { kind: 'time', value: wallTime(new Date(value), given.timeZone).replace('T', ' ') }
    case 'phone':
      return { kind: 'phone', value }
    default:
      return text(value)
  }
}

function choiceName({ choices }: FieldView, id: number): string {
  return choices.find((choice) => choice.id === id)?.name ?? ''
}

function text(value: string): SheetCell {
  return value === '' ? null : { kind: 'text', value }
}
