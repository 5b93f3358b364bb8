import { useEffect } from 'react'
import { titleWith } from './title-with.ts'

/** The count of notifications in the tab: before the page's own title, which changes as it likes, and as a dot on the icon. */
export function useUnreadTitle(count: number): void {
  useEffect(() => {
    const write = (): void => {
      const title = titleWith(document.title, count)
      if (document.title !== title) document.title = title
    }
    write()
    const observer = new MutationObserver(write)
    observer.observe(document.head, { childList: true, subtree: true, characterData: true })
    return () => {
      observer.disconnect()
      document.title = titleWith(document.title, 0)
    }
  }, [count])
  const hasNew = count > 0
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
    const plain = icon?.getAttribute('href') ?? ''
    if (!icon || !hasNew) return
    icon.href = plain.replace('.svg', '-new.svg')
    return () => {
      icon.href = plain
    }
  }, [hasNew])
}
