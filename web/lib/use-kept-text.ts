import { useEffect, useState } from 'react'

/** A text that stays as long as the tab is open: what one was looking for is there when one comes back. */
export function useKeptText(key: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => recall(key))
  useEffect(() => {
    try {
      sessionStorage.setItem(key, text)
    } catch {
      // Storage is closed to us: the text lasts as long as the page.
    }
  }, [key, text])
  return [text, setText]
}

function recall(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}
