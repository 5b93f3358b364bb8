import type { ReactElement } from 'react'
import classes from './chart.module.css'

type Props = {
  label: string
  rows: readonly string[]
  columns: readonly string[]
  /** By row, then by column. */
  values: readonly (readonly number[])[]
  valueName: (value: number) => string
  /** The colour of the largest value; smaller ones are paler. */
  color: string
}

/** A table whose cells are the darker the more is in them; what it comes to stands in each. */
export function HeatMap({ label, rows, columns, values, valueName, color }: Props): ReactElement {
  const largest = Math.max(1, ...values.flat())
  const shade = (value: number): string =>
    `color-mix(in srgb, ${color} ${Math.round(12 + (value / largest) * 48)}%, var(--surface))`
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={label}>
      <table className={classes.heat} aria-label={label}>
        <thead>
          <tr>
            <td style={{ width: 28, background: 'none' }} />
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row}>
              <th scope="row">{row}</th>
              {columns.map((column, at) => {
                const value = values[index]?.[at] ?? 0
                return (
                  <td
                    key={column}
                    title={`${row}, ${column}: ${valueName(value)}`}
                    style={value > 0 ? { background: shade(value) } : undefined}
                  >
                    {value > 0 ? valueName(value) : ''}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
