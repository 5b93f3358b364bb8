import type { ReactElement, ReactNode } from 'react'
import classes from './chip.module.css'

export type ChipTone = 'neutral' | 'accent' | 'warn' | 'danger' | 'ok' | 'note'

type Props = { tone?: ChipTone; icon?: ReactNode; label?: string; children: ReactNode }

/** A short word about a thing: its tag, its state. `label` is said instead of what is seen. */
export function Chip({ tone = 'neutral', icon, label, children }: Props): ReactElement {
  return (
    <span className={`${classes.chip} ${classes[tone]}`} title={label}>
      {icon}
      {label ? <span className="beseda-hidden">{label}</span> : null}
      <bdi aria-hidden={label ? true : undefined}>{children}</bdi>
    </span>
  )
}
