import { useMediaQuery } from '@mantine/hooks'
import { useRouter } from '@tanstack/react-router'
import type { KeyboardEvent, MouseEvent, ReactElement, ReactNode } from 'react'
import { useWindowedRows } from '../lib/use-windowed-rows.ts'
import classes from './data-table.module.css'
import { LoadMore } from './load-more.tsx'

export type Column<Row> = {
  key: string
  title: ReactNode
  /** The first column should hold the row's link. */
  render: (row: Row) => ReactNode
  isNumber?: boolean
  /** Not shown on a phone. */
  isSecondary?: boolean
  width?: number | string
  /** The list is sorted by it. */
  sorted?: 'ascending' | 'descending' | undefined
}

export type DataTableProps<Row> = {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string | number
  /** Where a click anywhere in the row leads; the keyboard uses the link in it. */
  rowHref?: (row: Row) => string
  /** What a row looks like on a phone, instead of its cells; it should hold the row's link. */
  renderCard?: (row: Row) => ReactNode
  /** What scrolls around the table (null: not there yet): only what is near the screen is then in the document. */
  scroller?: HTMLElement | null
  hasMore?: boolean
  isLoadingMore?: boolean
  onLoadMore?: () => void
}

/** The column with the boxes that select rows; it stays on a phone. */
const selectKey = 'select'
const rowPx = 39
const cardPx = 88

/** A list as a table, with more below loaded when it comes near. The arrows go from row to row. */
export function DataTable<Row>(props: DataTableProps<Row>): ReactElement {
  const { label, rows, rowKey, rowHref, renderCard, scroller, hasMore = false, isLoadingMore = false } = props
  const router = useRouter({ warn: false })
  const isPhone = useMediaQuery('(width < 840px)', undefined, { getInitialValueInEffect: false }) ?? false
  const isCards = isPhone && renderCard !== undefined
  const columns: readonly Column<Row>[] = isCards
    ? [
        ...props.columns.filter(({ key }) => key === selectKey),
        { key: 'card', title: label, render: renderCard },
      ]
    : props.columns
  const isPicked = isCards && columns.length > 1
  const shown = useWindowedRows(rows, { rowKey, scroller, rowPx: isCards ? cardPx : rowPx })
  const open = (event: MouseEvent, row: Row): void => {
    const isOwn = event.target instanceof Element && event.target.closest('a, button, input, label') !== null
    if (!rowHref || isOwn || event.button !== 0 || window.getSelection()?.toString()) return
    router?.history.push(rowHref(row))
  }
  const look = (column: Column<Row>, name: string | undefined): string =>
    [name, column.isNumber && classes.end, column.isSecondary && classes.wide].filter(Boolean).join(' ')
  const kind = [classes.table, scroller !== undefined && classes.fixed, isCards && classes.cards]
    .filter(Boolean)
    .join(' ')
  return (
    <>
      <table className={kind} aria-label={label} aria-rowcount={hasMore ? -1 : rows.length + 1}>
        {isPicked && (
          <colgroup>
            <col style={{ width: 52 }} />
            <col />
          </colgroup>
        )}
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                aria-sort={column.sorted}
                className={look(column, classes.head)}
                style={{ width: column.width }}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={goByArrows}>
          <Gap heightPx={shown.abovePx} columns={columns.length} />
          {shown.rows.map(({ row, index }) => (
            <tr
              key={rowKey(row)}
              ref={shown.measure}
              data-index={index}
              aria-rowindex={index + 2}
              className={classes.row}
              data-link={rowHref ? true : undefined}
              onClick={(event) => open(event, row)}
            >
              {columns.map((column) => (
                <td
                  key={column.key}
                  className={look(column, isPicked && column.key === selectKey ? classes.pick : classes.cell)}
                  onClick={isPicked && column.key === selectKey ? pick : undefined}
                >
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
          <Gap heightPx={shown.belowPx} columns={columns.length} />
        </tbody>
      </table>
      {hasMore && props.onLoadMore ? <LoadMore isLoading={isLoadingMore} onLoad={props.onLoadMore} /> : null}
    </>
  )
}

/** Under a finger the whole cell is the box in it. */
function pick(event: MouseEvent): void {
  event.stopPropagation()
  const { target, currentTarget } = event
  if (target instanceof Element && target.closest('input, label')) return
  currentTarget.querySelector('input')?.click()
}

/** In place of the rows that are not near the screen. */
function Gap({ heightPx, columns }: { heightPx: number; columns: number }): ReactElement | null {
  if (heightPx <= 0) return null
  return (
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ height: heightPx, padding: 0 }} />
    </tr>
  )
}

/** Up and down from a row's link to that of its neighbour. */
function goByArrows(event: KeyboardEvent): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const row = event.target instanceof Element ? event.target.closest('tr') : null
  const next = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling
  const link = next?.querySelector('a')
  if (!link) return
  event.preventDefault()
  link.focus()
}
