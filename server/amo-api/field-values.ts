import type { FieldType } from '#contract/field-values'
import type { Filled } from '#features/fields'

/** What the types of fields are called there. */
export const fieldTypes: Record<FieldType, string> = {
  text: 'text',
  long_text: 'textarea',
  number: 'numeric',
  money: 'monetary',
  checkbox: 'checkbox',
  select: 'select',
  multiselect: 'multiselect',
  date: 'date',
  datetime: 'date_time',
  birthday: 'birthday',
  link: 'url',
  phone: 'text',
}

/** Custom fields as that API tells them: numbers as text, days as seconds, choices by name and id. */
export function fieldValues(filled: readonly Filled[]): Record<string, unknown>[] {
  return filled.map((field) => ({
    field_id: field.fieldId,
    field_name: field.name,
    field_code: null,
    field_type: fieldTypes[field.type],
    values: valuesOf(field),
  }))
}

function valuesOf({ type, value, at, choices }: Filled): Record<string, unknown>[] {
  if (type === 'select' || type === 'multiselect') {
    return choices.map(({ id, name }) => ({ value: name, enum_id: id, enum_code: null }))
  }
  if (at !== null) return [{ value: at }]
  return [{ value: typeof value === 'number' ? String(value) : value }]
}
