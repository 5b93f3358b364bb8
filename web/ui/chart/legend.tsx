import type { ReactElement } from 'react'
import classes from './chart.module.css'

/** A row of values. `isDashed`: its line is broken, so that it is told from others by more than its colour. */
export type Series = { key: string; name: string; color: string; isDashed?: boolean }

/** Which colour is what. */
export function Legend({
  series,
  isLines = false,
}: {
  series: readonly Series[]
  isLines?: boolean
}): ReactElement {
  return (
    <ul className={classes.legend}>
      {series.map(({ key, name, color, isDashed }) => (
        <li key={key}>
          {isLines ? (
            <span
              className={classes.stroke}
              style={{ borderColor: color }}
              data-dashed={isDashed || undefined}
            />
          ) : (
            <span className={classes.swatch} style={{ background: color }} />
          )}
          <bdi>{name}</bdi>
        </li>
      ))}
    </ul>
  )
}

/** What is said of a place of a chart: its name, and the value of each row. */
export function Told({
  title,
  series,
  values,
}: {
  title: string
  series: readonly Series[]
  values: readonly string[]
}): ReactElement {
  return (
    <>
      <div className={classes.toldTitle}>{title}</div>
      {series.map(({ key, name, color }, index) => (
        <div key={key} className={classes.toldLine}>
          <span className={classes.swatch} style={{ background: color }} />
          <span>{name}</span>
          <span>{values[index]}</span>
        </div>
      ))}
    </>
  )
}
