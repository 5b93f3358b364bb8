import { useState } from 'react'
import type { KeyboardEvent } from 'react'

export type Points = {
  /** Which one is looked at; null: none. */
  active: number | null
  /** What each takes to be gone to: by the pointer, and by one stop of the Tab key and the arrows. */
  point(index: number): {
    tabIndex: number
    onFocus: () => void
    onBlur: () => void
    onPointerEnter: () => void
    onPointerLeave: () => void
  }
  onKeyDown(event: KeyboardEvent<SVGElement>): void
}

/** The points of a chart are one stop of the Tab key; the arrows go from one to the next, Home and End to the ends. */
export function usePoints(count: number): Points {
  const [active, setActive] = useState<number | null>(null)
  const [stop, setStop] = useState(0)
  const current = Math.min(stop, Math.max(0, count - 1))
  return {
    active: active !== null && active < count ? active : null,
    point: (index) => ({
      tabIndex: index === current ? 0 : -1,
      onFocus: () => {
        setStop(index)
        setActive(index)
      },
      onBlur: () => setActive(null),
      onPointerEnter: () => setActive(index),
      onPointerLeave: () => setActive(null),
    }),
    onKeyDown(event) {
      const next = placeOf(event.key, current, count)
      if (next === null) return
      event.preventDefault()
      event.stopPropagation()
      const points = event.currentTarget.querySelectorAll<SVGElement>('[data-point]')
      points[next]?.focus()
    },
  }
}

function placeOf(key: string, current: number, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return Math.min(count - 1, current + 1)
    case 'ArrowLeft':
      return Math.max(0, current - 1)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
