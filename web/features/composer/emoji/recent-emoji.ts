import { mostRecent, withRecent } from './emoji-list.ts'

const key = 'beseda.emoji.recent'

/** What this browser used lately; a forbidden storage remembers nothing. */
export function readRecent(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string').slice(0, mostRecent) : []
  } catch {
    return []
  }
}

export function keepRecent(emoji: string): void {
  try {
    localStorage.setItem(key, JSON.stringify(withRecent(readRecent(), emoji)))
  } catch {
    // It is only a convenience.
  }
}
