import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/** Below this width the chat takes the whole screen; the same number stands in styles.css. */
const fullScreenQuery = '(max-width: 480px)'

/**
 * A dialog beside the page on wide screens, so that one can go on reading the page; on a phone a modal one, which keeps
 * the focus inside. There it also follows the visible part of the screen, which the keyboard makes smaller.
 */
export function useDialog(): RefObject<HTMLDialogElement | null> {
  const element = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const dialog = element.current
    if (dialog === null) return
    const fullScreen = matchMedia(fullScreenQuery)
    const show = (): void => {
      if (dialog.open) dialog.close()
      if (fullScreen.matches) dialog.showModal()
      else dialog.show()
      fit()
    }
    const fit = (): void => {
      const visible = window.visualViewport
      const isFull = fullScreen.matches && visible !== null
      dialog.style.height = isFull ? `${visible.height}px` : ''
      dialog.style.top = isFull ? `${visible.offsetTop}px` : ''
    }
    show()
    fullScreen.addEventListener('change', show)
    window.visualViewport?.addEventListener('resize', fit)
    window.visualViewport?.addEventListener('scroll', fit)
    return () => {
      fullScreen.removeEventListener('change', show)
      window.visualViewport?.removeEventListener('resize', fit)
      window.visualViewport?.removeEventListener('scroll', fit)
      if (dialog.open) dialog.close()
    }
  }, [])
  return element
}
