import { useRef } from 'react'
import type { MouseEvent, PointerEvent, TouchEvent } from 'react'

const holdMs = 450
const slackPx = 10
/** These have a meaning of their own under a finger. */
const usuallyBusy = 'a, button, audio, video, input'

type Handlers = {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void
  onPointerMove: (event: PointerEvent<HTMLElement>) => void
  onPointerUp: () => void
  onPointerCancel: () => void
  onTouchEnd: (event: TouchEvent<HTMLElement>) => void
  onContextMenu: (event: MouseEvent<HTMLElement>) => void
}

/** A finger that rests on a thing; a mouse has its own ways. `busy`: inside of it what has a meaning of its own. */
export function useLongPress(onPress: () => void, busy = usuallyBusy): Handlers {
  const isHeld = useRef(false)
  const hold = useRef<{ timer: number; x: number; y: number } | null>(null)
  const stop = (): void => {
    if (hold.current) clearTimeout(hold.current.timer)
    hold.current = null
  }
  const open = (): void => {
    stop()
    isHeld.current = true
    onPress()
  }
  return {
    onPointerDown: (event) => {
      stop()
      isHeld.current = false
      if (event.pointerType !== 'touch' || !event.isPrimary || !isFree(event, busy)) return
      hold.current = { timer: window.setTimeout(open, holdMs), x: event.clientX, y: event.clientY }
    },
    onPointerMove: ({ clientX, clientY }) => {
      if (hold.current && Math.hypot(clientX - hold.current.x, clientY - hold.current.y) > slackPx) stop()
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    // The end of the rest is no click beside what it has opened.
    onTouchEnd: (event) => {
      if (isHeld.current) event.preventDefault()
      isHeld.current = false
    },
    // Some browsers call the same rest a context menu, and take the finger away from us.
    onContextMenu: (event) => {
      const { nativeEvent } = event
      const isTouch = nativeEvent instanceof window.PointerEvent && nativeEvent.pointerType === 'touch'
      if (!isTouch || !isFree(event, busy)) return
      event.preventDefault()
      open()
    },
  }
}

/** Layers are children of a thing but lie elsewhere on the page. */
function isFree(
  { target, currentTarget }: { target: EventTarget; currentTarget: HTMLElement },
  busy: string,
): boolean {
  return target instanceof Element && currentTarget.contains(target) && !target.closest(busy)
}
