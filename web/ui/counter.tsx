import type { ReactElement } from 'react'
import { useFormat } from '../lib/use-format.ts'
import classes from './counter.module.css'

/** How many are new; `label` says of what. Nothing when there are none. */
export function Counter({ count, label }: { count: number; label: string }): ReactElement | null {
  const format = useFormat()
  if (count <= 0) return null
  return (
    <span className={classes.counter} title={label}>
      <span aria-hidden="true">{count > 999 ? '999+' : format.number(count)}</span>
      <span className="beseda-hidden">{label}</span>
    </span>
  )
}
