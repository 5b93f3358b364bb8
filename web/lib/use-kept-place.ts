import { useLayoutEffect, useRef } from 'react'

type Place = { left: number; top: number }

const start: Place = { left: 0, top: 0 }

/** Where each list was left, as long as the page lives. */
const places = new Map<string, Place>()

/** How far down the list was left, px. */
export const keptTop = (name: string): number => (places.get(name) ?? start).top

/**
 * Whoever comes back to a list finds it scrolled as he left it. `name` is what is listed: with another name while the list
 * stands, it begins at its start. To be called after what else scrolls the element when it comes.
 */
export function useKeptPlace(element: HTMLElement | null, name: string): void {
  const came = useRef(name)
  useLayoutEffect(() => {
    if (!element) return
    if (came.current !== name) places.delete(name)
    came.current = name
    const keep = (): void => {
      if (element.clientHeight > 0) places.set(name, { left: element.scrollLeft, top: element.scrollTop })
    }
    const stop = whenSeen(element, () => element.scrollTo(places.get(name) ?? start))
    element.addEventListener('scroll', keep, { passive: true })
    return () => {
      stop()
      element.removeEventListener('scroll', keep)
    }
  }, [element, name])
}

/** At once, or when what is not shown yet (on a phone the chat may lie over the list) comes to be seen. */
function whenSeen(element: HTMLElement, act: () => void): () => void {
  if (element.clientHeight > 0) {
    act()
    return () => {}
  }
  const observer = new ResizeObserver(() => {
    if (element.clientHeight === 0) return
    observer.disconnect()
    act()
  })
  observer.observe(element)
  return () => observer.disconnect()
}
