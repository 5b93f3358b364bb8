import type { ReactElement } from 'react'
import { Told, type Series } from './legend.tsx'
import { Plot } from './plot.tsx'
import { ticksOf } from './scale.ts'
import { usePoints } from './use-points.ts'
import classes from './chart.module.css'

/** A place on the axis below: its whole name, what is written under it, and a value of each series. */
export type BarPlace = { key: string; name: string; tick: string; values: readonly number[] }

type Props = {
  label: string
  series: readonly Series[]
  places: readonly BarPlace[]
  valueName: (value: number) => string
  height?: number
  /** Above each bar stands what it comes to. */
  hasValues?: boolean
}

const widestPx = 44

/** Bars, of several series each standing on the one before. */
export function BarChart({
  label,
  series,
  places,
  valueName,
  height,
  hasValues = false,
}: Props): ReactElement {
  const points = usePoints(places.length)
  const sums = places.map(({ values }) => values.reduce((sum, value) => sum + value, 0))
  const active = points.active === null ? undefined : places[points.active]
  return (
    <Plot
      label={label}
      {...(height === undefined ? {} : { height })}
      ticks={ticksOf(Math.max(0, ...sums))}
      tickName={valueName}
      places={places}
      points={points}
      told={
        active ? <Told title={active.name} series={series} values={active.values.map(valueName)} /> : null
      }
    >
      {({ left, top, width, height: high, heightOf }) => {
        const stepPx = width / Math.max(1, places.length)
        const barPx = Math.min(widestPx, Math.max(1, stepPx * 0.78))
        return places.map((place, index) => {
          let below = 0
          return (
            <g
              key={place.key}
              role="img"
              data-point=""
              className={classes.point}
              aria-label={sayPlace(place, series, valueName)}
              {...points.point(index)}
            >
              <rect
                className={classes.hit}
                x={left + index * stepPx}
                y={top}
                width={Math.max(0, stepPx)}
                height={high}
                rx={2}
              />
              {place.values.map((value, row) => {
                const tall = heightOf(value)
                const y = top + high - heightOf(below) - tall
                below += value
                return value === 0 ? null : (
                  <rect
                    key={series[row]?.key ?? row}
                    className={classes.bar}
                    fill={series[row]?.color}
                    x={left + (index + 0.5) * stepPx - barPx / 2}
                    y={y}
                    width={barPx}
                    height={Math.max(1, tall)}
                  />
                )
              })}
              {hasValues && below > 0 ? (
                <text
                  className={classes.value}
                  x={left + (index + 0.5) * stepPx}
                  y={top + high - heightOf(below) - 4}
                  textAnchor="middle"
                >
                  {valueName(below)}
                </text>
              ) : null}
            </g>
          )
        })
      }}
    </Plot>
  )
}

function sayPlace(
  { name, values }: BarPlace,
  series: readonly Series[],
  valueName: (value: number) => string,
): string {
  const said = values.map((value, row) => `${series[row]?.name ?? ''} ${valueName(value)}`)
  return `${name}: ${said.join(', ')}`
}
