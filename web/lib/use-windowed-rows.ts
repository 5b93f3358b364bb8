import { useVirtualizer } from '@tanstack/react-virtual'

type Options<Row> = {
  rowKey: (row: Row) => string | number
  /** Without one all rows are shown. */
  scroller: HTMLElement | null | undefined
  /** About how high a row is. */
  rowPx: number
}

type WindowedRows<Row> = {
  rows: { row: Row; index: number }[]
  abovePx: number
  belowPx: number
  measure: (element: HTMLElement | null) => void
}

const overscan = 12

/** The rows near the screen, and how much room the others take above and below them. */
export function useWindowedRows<Row>(
  rows: readonly Row[],
  { rowKey, scroller, rowPx }: Options<Row>,
): WindowedRows<Row> {
  const virtualizer = useVirtualizer({
    count: scroller === undefined ? 0 : rows.length,
    getScrollElement: () => scroller ?? null,
    estimateSize: () => rowPx,
    getItemKey: (index) => {
      const row = rows[index]
      return row === undefined ? index : rowKey(row)
    },
    overscan,
  })
  if (scroller === undefined) {
    return {
      rows: rows.map((row, index) => ({ row, index })),
      abovePx: 0,
      belowPx: 0,
      measure: () => undefined,
    }
  }
  const items = virtualizer.getVirtualItems()
  return {
    rows: items.flatMap(({ index }) => {
      const row = rows[index]
      return row === undefined ? [] : [{ row, index }]
    }),
    abovePx: items[0]?.start ?? 0,
    belowPx: virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0),
    measure: virtualizer.measureElement,
  }
}
