import type { KeyboardEvent } from 'react'

/** Up and down go from line to line, Home and End to the ends. Put it on whatever holds the list. */
export function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a[data-notification]')]
  const item = document.activeElement?.closest('li')
  const at = links.findIndex((link) => link.closest('li') === item)
  const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key]
  if (target === undefined) return
  event.preventDefault()
  links[Math.min(links.length - 1, Math.max(0, target))]?.focus()
}
