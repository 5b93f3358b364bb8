import { useRouter } from '@tanstack/react-router'
import type { ComponentPropsWithRef, MouseEvent, ReactElement } from 'react'

/** A link inside the app by its address: changes the page without loading it anew; with Ctrl or the middle button it opens a tab. */
export function AppLink({
  href,
  onClick,
  ...rest
}: ComponentPropsWithRef<'a'> & { href: string }): ReactElement {
  const router = useRouter({ warn: false })
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event)
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    if (event.defaultPrevented || !isPlain || !router) return
    event.preventDefault()
    router.history.push(href)
  }
  return <a {...rest} href={href} onClick={follow} />
}
