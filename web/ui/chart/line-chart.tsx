import type { ReactElement } from 'react'
import { Told, type Series } from './legend.tsx'
import { Plot, type Area } from './plot.tsx'
import { timeTicksOf } from './scale.ts'
import { usePoints } from './use-points.ts'
import classes from './chart.module.css'

/** A place on the axis below; null: nothing is known there, and the line has a gap. */
export type LinePlace = { key: string; name: string; tick: string; values: readonly (number | null)[] }

type Props = {
  label: string
  series: readonly Series[]
  places: readonly LinePlace[]
  /** Seconds as words; `none` for a place without a value. */
  valueName: (seconds: number) => string
  tickName: (seconds: number) => string
  none: string
  /** A line across: what should not be passed. */
  limit?: { seconds: number; name: string } | null
}

/** Spans of time as lines. */
export function LineChart({ label, series, places, valueName, tickName, none, limit }: Props): ReactElement {
  const points = usePoints(places.length)
  const known = places.flatMap(({ values }) => values.filter((value) => value !== null))
  const largest = Math.max(0, ...known, limit ? limit.seconds * 1.15 : 0)
  const say = (value: number | null): string => (value === null ? none : valueName(value))
  const active = points.active === null ? undefined : places[points.active]
  return (
    <Plot
      label={label}
      ticks={timeTicksOf(largest)}
      tickName={tickName}
      places={places}
      points={points}
      told={active ? <Told title={active.name} series={series} values={active.values.map(say)} /> : null}
    >
      {(area) => (
        <>
          {limit ? <Limit area={area} limit={limit} /> : null}
          {series.map(({ key, color, isDashed }, row) => (
            <g key={key} aria-hidden="true">
              <path
                className={classes.series}
                stroke={color}
                strokeDasharray={isDashed ? '6 4' : undefined}
                d={pathOf(places, row, area)}
              />
              {places.map(({ key: place, values }, index) => {
                const value = values[row]
                const isShown = points.active === index || isAlone(places, row, index)
                return isShown && value !== null && value !== undefined ? (
                  <circle
                    key={place}
                    className={classes.mark}
                    fill={color}
                    r={4}
                    {...spot(area, places.length, index, value)}
                  />
                ) : null
              })}
            </g>
          ))}
          {places.map(({ key, name, values }, index) => (
            <g
              key={key}
              role="img"
              data-point=""
              className={classes.point}
              aria-label={`${name}: ${series.map((one, row) => `${one.name} ${say(values[row] ?? null)}`).join(', ')}`}
              {...points.point(index)}
            >
              <rect
                className={classes.hit}
                x={area.left + (index * area.width) / places.length}
                y={area.top}
                width={area.width / places.length}
                height={area.height}
                rx={2}
              />
            </g>
          ))}
        </>
      )}
    </Plot>
  )
}

function spot(area: Area, count: number, index: number, value: number): { cx: number; cy: number } {
  return {
    cx: area.left + ((index + 0.5) * area.width) / count,
    cy: area.top + area.height - area.heightOf(value),
  }
}

function pathOf(places: readonly LinePlace[], row: number, area: Area): string {
  let isDrawing = false
  return places
    .map(({ values }, index) => {
      const value = values[row]
      if (value === null || value === undefined) {
        isDrawing = false
        return ''
      }
      const { cx, cy } = spot(area, places.length, index, value)
      const step = `${isDrawing ? 'L' : 'M'}${cx.toFixed(1)} ${cy.toFixed(1)}`
      isDrawing = true
      return step
    })
    .join('')
}

/** A value with nothing on either side has no line that shows it. */
function isAlone(places: readonly LinePlace[], row: number, index: number): boolean {
  const isKnown = (at: number): boolean => typeof places[at]?.values[row] === 'number'
  return isKnown(index) && !isKnown(index - 1) && !isKnown(index + 1)
}

function Limit({ area, limit }: { area: Area; limit: { seconds: number; name: string } }): ReactElement {
  const y = area.top + area.height - area.heightOf(limit.seconds)
  return (
    <g aria-hidden="true">
      <line className={classes.limit} x1={area.left} x2={area.left + area.width} y1={y} y2={y} />
      <text className={classes.limitName} x={area.left + area.width} y={y - 5} textAnchor="end">
        {limit.name}
      </text>
    </g>
  )
}
