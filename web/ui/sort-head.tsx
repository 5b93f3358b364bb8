import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import classes from './sort-head.module.css'

type Props = {
  title: string
  /** What a click does. */
  hint: string
  sorted: 'ascending' | 'descending' | undefined
  onSort: (isAscending: boolean) => void
  /** The smallest comes first at first; else the greatest. */
  isAscendingFirst?: boolean
}

/** The head of a column that a list can be sorted by: one way first, then the other way round. */
export function SortHead({ title, hint, sorted, onSort, isAscendingFirst = false }: Props): ReactElement {
  const Arrow = sorted === 'ascending' ? IconArrowUp : IconArrowDown
  return (
    <button
      type="button"
      className={classes.sort}
      title={hint}
      onClick={() => onSort(sorted === undefined ? isAscendingFirst : sorted === 'descending')}
    >
      {title}
      {sorted ? <Arrow size={14} stroke={1.75} aria-hidden="true" /> : null}
    </button>
  )
}
