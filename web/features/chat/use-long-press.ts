import { useRef } from 'react'
import type { PointerEvent } from 'react'

const holdMs = 500
const slackPx = 10
/** These have a meaning of their own under a finger. */
const busy = 'a, button, audio, video, input'

type Handlers = {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void
  onPointerMove: (event: PointerEvent<HTMLElement>) => void
  onPointerUp: () => void
  onPointerCancel: () => void
}

/** A finger that rests on a thing; a mouse has its own ways. */
export function useLongPress(onPress: () => void): Handlers {
  const hold = useRef<{ timer: number; x: number; y: number } | null>(null)
  const stop = (): void => {
    if (hold.current) clearTimeout(hold.current.timer)
    hold.current = null
  }
  return {
    onPointerDown: (event) => {
      stop()
      const { target, currentTarget } = event
      // Layers are children here but lie elsewhere on the page.
      if (!(target instanceof Element) || !currentTarget.contains(target) || target.closest(busy)) return
      if (event.pointerType !== 'touch' || !event.isPrimary) return
      hold.current = { timer: window.setTimeout(onPress, holdMs), x: event.clientX, y: event.clientY }
    },
    onPointerMove: ({ clientX, clientY }) => {
      if (hold.current && Math.hypot(clientX - hold.current.x, clientY - hold.current.y) > slackPx) stop()
    },
    onPointerUp: stop,
    onPointerCancel: stop,
  }
}
