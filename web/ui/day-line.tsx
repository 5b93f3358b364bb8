import type { ReactElement } from 'react'
import { useFormat } from '../lib/use-format.ts'
import { useNow } from '../lib/use-now.ts'
import classes from './chat-lines.module.css'

/** The line between days: Today, Yesterday, Friday, 20 November. */
export function DayLine({ at }: { at: string }): ReactElement {
  const format = useFormat()
  return (
    <div className={`${classes.line} ${classes.day}`} role="separator">
      <time dateTime={format.dayKey(at)}>{format.day(at, useNow())}</time>
    </div>
  )
}
