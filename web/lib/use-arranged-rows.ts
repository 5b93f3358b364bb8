import { useState } from 'react'
import { arrangeRows } from './arrange-rows.ts'
import type { Arranging, Arrangement } from './arrange-rows.ts'

type Shown<Row> = { key: string; rows: readonly Row[] }

type Options<Row> = Arranging<Row> & {
  /** Names the filter: with another one everything is new. */
  key: string
}

/** The rows as they stand on the screen. What is held back is shown as soon as the list may move, or on demand by `release`. */
export function useArrangedRows<Row>(
  sorted: readonly Row[],
  { key, ...arranging }: Options<Row>,
): Arrangement<Row> & { release: () => void } {
  const [shown, setShown] = useState<Shown<Row>>({ key, rows: [] })
  const known = shown.key === key ? shown.rows : []
  const arranged = arrangeRows(known, sorted, arranging)
  if (shown.key !== key || !isSameRows(known, arranged.rows)) setShown({ key, rows: arranged.rows })
  return {
    ...arranged,
    release: () => {
      const { rows } = arrangeRows(known, sorted, { ...arranging, still: false })
      setShown({ key, rows })
    },
  }
}

function isSameRows(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((row, index) => row === b[index])
}
