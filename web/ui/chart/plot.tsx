import { useElementSize } from '@mantine/hooks'
import type { ReactElement, ReactNode } from 'react'
import { every } from './scale.ts'
import type { Points } from './use-points.ts'
import classes from './chart.module.css'

/** Where a chart draws, in px of the screen: letters are never stretched. */
export type Area = {
  left: number
  top: number
  width: number
  height: number
  heightOf(value: number): number
}

type Props = {
  /** What the chart shows, for screen readers. */
  label: string
  height?: number
  /** Values at the lines across, from 0 to the largest, and how each is written. */
  ticks: readonly number[]
  tickName: (value: number) => string
  /** What is written under each place, as far as there is room. */
  places: readonly { key: string; tick: string }[]
  points: Points
  /** What is said of the place that is looked at. */
  told: ReactNode
  children: (area: Area) => ReactNode
}

const topPx = 12
const bottomPx = 24
const letterPx = 6.6

/** The ground of a chart: its lines, their values, the names below, and what is told of a place beside it. */
export function Plot(props: Props): ReactElement {
  const { label, height = 196, ticks, tickName, places, points, told, children } = props
  const { ref, width } = useElementSize()
  const left = 12 + Math.max(...ticks.map((tick) => tickName(tick).length)) * letterPx
  const largest = ticks.at(-1) ?? 1
  const area: Area = {
    left,
    top: topPx,
    width: Math.max(0, width - left),
    height: height - topPx - bottomPx,
    heightOf: (value) => (value / largest) * (height - topPx - bottomPx),
  }
  const stepPx = area.width / Math.max(1, places.length)
  const namePx = 12 + Math.max(0, ...places.map(({ tick }) => tick.length)) * letterPx
  const step = every(places.length, area.width, namePx)
  return (
    <div ref={ref} className={classes.plot} style={{ height }}>
      {width > 0 ? (
        <svg width={width} height={height} role="group" aria-label={label} onKeyDown={points.onKeyDown}>
          <g aria-hidden="true">
            {ticks.map((tick) => {
              const y = topPx + area.height - area.heightOf(tick)
              return (
                <g key={tick}>
                  <line
                    className={tick === 0 ? classes.base : classes.line}
                    x1={left}
                    x2={width}
                    y1={y}
                    y2={y}
                  />
                  <text className={classes.tick} x={left - 8} y={y + 4} textAnchor="end">
                    {tickName(tick)}
                  </text>
                </g>
              )
            })}
            {places.map(({ key, tick }, index) =>
              index % step > 0 ? null : (
                <text
                  key={key}
                  className={classes.tick}
                  x={left + (index + 0.5) * stepPx}
                  y={height - 6}
                  textAnchor="middle"
                >
                  {tick}
                </text>
              ),
            )}
          </g>
          {children(area)}
        </svg>
      ) : null}
      {points.active === null || width === 0 ? null : (
        <div
          className={classes.told}
          aria-hidden="true"
          data-side={points.active < places.length / 2 ? 'right' : 'left'}
          style={{ left: left + (points.active + 0.5) * stepPx }}
        >
          {told}
        </div>
      )}
    </div>
  )
}
