import type { ReactElement, ReactNode } from 'react'
import classes from './field-row.module.css'

/** A name and its value, one under another in a card. */
export function FieldRow({ label, children }: { label: ReactNode; children: ReactNode }): ReactElement {
  return (
    <div className={classes.row}>
      <span className={classes.label}>{label}</span>
      <div className={classes.value}>{children}</div>
    </div>
  )
}
