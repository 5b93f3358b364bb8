import { useState } from 'react'
import { searchesKey } from '../../lib/kept-answers.ts'

const most = 8

/** One's latest searches, newest first. They stay in this browser, and go when one signs out. */
export function useRecentSearches(userId: number): {
  recent: readonly string[]
  remember: (text: string) => void
  forget: () => void
} {
  const key = `${searchesKey}${userId}`
  const [recent, setRecent] = useState(() => read(key))
  const keep = (next: string[]): void => {
    setRecent(next)
    try {
      localStorage.setItem(key, JSON.stringify(next))
    } catch {
      // Storage is closed to us: they last as long as the page.
    }
  }
  return {
    recent,
    remember: (text) => {
      if (text !== '' && text !== recent[0])
        keep([text, ...recent.filter((each) => each !== text)].slice(0, most))
    },
    forget: () => keep([]),
  }
}

function read(key: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string').slice(0, most) : []
  } catch {
    return []
  }
}
