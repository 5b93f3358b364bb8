import { CloseButton } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import classes from './selection-bar.module.css'

type Props = { label: string; count: ReactNode; clear: string; onClear: () => void; children: ReactNode }

/** What can be done with the selected rows of a list; over its lower edge. */
export function SelectionBar({ label, count, clear, onClear, children }: Props): ReactElement {
  return (
    <div className={classes.bar} role="toolbar" aria-label={label}>
      <b>{count}</b>
      {children}
      <CloseButton aria-label={clear} onClick={onClear} />
    </div>
  )
}
