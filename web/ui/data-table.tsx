import { useRouter } from '@tanstack/react-router'
import type { MouseEvent, ReactElement, ReactNode } from 'react'
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
}

type Props<Row> = {
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string | number
  /** Where a click anywhere in the row leads; the keyboard uses the link in it. */
  rowHref?: (row: Row) => string
  hasMore?: boolean
  isLoadingMore?: boolean
  onLoadMore?: () => void
}

/** A list as a table, with more below loaded when it comes near. */
export function DataTable<Row>(props: Props<Row>): ReactElement {
  const { label, columns, rows, rowKey, rowHref, hasMore = false, isLoadingMore = false, onLoadMore } = props
  const router = useRouter({ warn: false })
  const open = (event: MouseEvent, row: Row): void => {
    const isOwn = event.target instanceof Element && event.target.closest('a, button, input, label') !== null
    if (!rowHref || isOwn || event.button !== 0 || window.getSelection()?.toString()) return
    router?.history.push(rowHref(row))
  }
  const look = (column: Column<Row>, name: string | undefined): string =>
    [name, column.isNumber && classes.end, column.isSecondary && classes.wide].filter(Boolean).join(' ')
  return (
    <>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={look(column, classes.head)}
                style={{ width: column.width }}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className={classes.row}
              data-link={rowHref ? true : undefined}
              onClick={(event) => open(event, row)}
            >
              {columns.map((column) => (
                <td key={column.key} className={look(column, classes.cell)}>
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {hasMore && onLoadMore ? <LoadMore isLoading={isLoadingMore} onLoad={onLoadMore} /> : null}
    </>
  )
}
