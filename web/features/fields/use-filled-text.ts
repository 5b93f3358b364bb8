import { useQuery } from '@tanstack/react-query'
import type { EventView } from '#contract/events'
import { sentFieldValue } from '#contract/fields'
import { useWords } from '../../lib/words.ts'
import { fieldsQuery } from './fields-data.ts'
import { fieldCardWords } from './labels.ts'
import { useValueText } from './value-text.ts'

/** More of a text than that is not told in a line. */
const mostTold = 120

/** What was and became of a custom field, in the words of the account as they are now. */
export function useFilledText(): (event: Pick<EventView, 'before' | 'after'>) => string {
  const say = useWords(fieldCardWords)
  const write = useValueText()
  const fields = useQuery(fieldsQuery).data?.fields
  return ({ before, after }) => {
    const field = fields?.find(({ id }) => id === after?.['fieldId'])
    if (!field) return say('fields.event.gone')
    const show = (side: EventView['before']): string => {
      const text = write(field, sentFieldValue.safeParse(side?.['value']).data) || say('fields.none')
      return text.length > mostTold ? `${text.slice(0, mostTold)}…` : text
    }
    return say('fields.event', { field: field.name, before: show(before), after: show(after) })
  }
}
