import { useEffect, useState } from 'react'

/** A closed layer gives the focus back to what had it before it opened, unless something else has taken it. */
export function useReturnFocus(): void {
  // Asked before the layer's own field takes it.
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (before instanceof HTMLElement && document.activeElement === document.body)
        before.focus({ preventScroll: true })
    },
    [before],
  )
}
