import type { ReactElement } from 'react'
import { useFormat } from '../../lib/use-format.ts'
import { useNow } from '../../lib/use-now.ts'
import { useWords } from '../../lib/words.ts'
import { dayText } from './day-text.ts'
import { customerWords } from './labels.ts'

/** The day a purchase is expected; one that has passed says so, not by colour alone. */
export function NextPurchase({ day, isShort = false }: { day: string; isShort?: boolean }): ReactElement {
  const say = useWords(customerWords)
  const format = useFormat()
  const isPast = day < format.dayKey(useNow())
  const text = dayText(day, format)
  return (
    <time dateTime={day} style={isPast ? { color: 'var(--danger)' } : undefined}>
      {isPast ? say('cust.overdue', { day: text }) : isShort ? say('cust.nextOn', { day: text }) : text}
    </time>
  )
}
