import type { FieldType } from '#contract/field-values'
import { AppError } from '#lib/errors'

/** Only fields of choices have choices. Throws `request.invalid`. */
export function requireChoosing(type: FieldType): void {
  if (type === 'select' || type === 'multiselect') return
  const message = 'a field of this type has no choices'
  throw new AppError('request.invalid', { fields: [{ path: 'choices', problem: 'no_choices', message }] })
}
