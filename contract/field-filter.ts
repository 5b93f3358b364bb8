import { z } from 'zod'
import { day, id } from './common.ts'

/**
 * What narrows a list by a custom field: one of some choices, between two numbers or days (both included), a part of a text,
 * filled in, empty.
 */
export const fieldCondition = z.discriminatedUnion('is', [
  z.object({ fieldId: id, is: z.literal('any'), ids: z.array(id).min(1).max(100) }),
  z.object({
    fieldId: id,
    is: z.literal('between'),
    from: z.number().min(-1e15).max(1e15).nullable(),
    to: z.number().min(-1e15).max(1e15).nullable(),
  }),
  z.object({
    fieldId: id,
    is: z.literal('within'),
    from: day.nullable(),
    to: day.nullable(),
  }),
  z.object({ fieldId: id, is: z.literal('like'), text: z.string().trim().min(1).max(100) }),
  z.object({ fieldId: id, is: z.literal('filled') }),
  z.object({ fieldId: id, is: z.literal('empty') }),
])
export type FieldCondition = z.output<typeof fieldCondition>

export const fieldConditions = z.array(fieldCondition).max(20)

/** The same in an address: `12:any:5,7;13:between:100..;14:like:foo;15:filled`. */
export function writeConditions(conditions: readonly FieldCondition[]): string {
  return conditions.map((each) => [each.fieldId, each.is, ...restOf(each)].join(':')).join(';')
}

function restOf(condition: FieldCondition): string[] {
  switch (condition.is) {
    case 'any':
      return [condition.ids.join(',')]
    case 'between':
    case 'within':
      return [`${condition.from ?? ''}..${condition.to ?? ''}`]
    case 'like':
      return [encodeURIComponent(condition.text)]
    case 'filled':
    case 'empty':
      return []
  }
}

/** Null when the text is none of ours. */
export function readConditions(text: string): FieldCondition[] | null {
  const parts = text.split(';').filter((part) => part !== '')
  const read = fieldConditions.safeParse(parts.map(readCondition))
  return read.success ? read.data : null
}

function readCondition(part: string): unknown {
  const [fieldId, is, rest = ''] = part.split(':')
  const named = { fieldId: Number(fieldId), is }
  if (is === 'any') return { ...named, ids: rest.split(',').map(Number) }
  if (is === 'like') return { ...named, text: decode(rest) }
  if (is !== 'between' && is !== 'within') return named
  const [from, to] = rest.split('..').map((end) => (end === '' ? null : is === 'between' ? Number(end) : end))
  return { ...named, from, to }
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** As it stands in a query. */
export const fieldConditionsQuery = z
  .string()
  .max(4000)
  .transform((text, context) => {
    const read = readConditions(text)
    if (read) return read
    context.addIssue({ code: 'custom', message: 'is written like 12:any:5,7;13:between:100..200;14:filled' })
    return z.NEVER
  })
