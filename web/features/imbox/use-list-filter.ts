import { useEffect, useState } from 'react'
import { presets } from '#contract/conversation-filter'
import type { ListFilter } from './list-rules.ts'

export type Choice = Pick<ListFilter, 'preset' | 'read' | 'sort'>

const key = 'beseda.imbox.filter'
const firstChoice: Choice = { preset: 'open', read: 'any', sort: 'recent' }

/** What one chose to see, kept as long as the tab is open. */
export function useListChoice(): [Choice, (change: Partial<Choice>) => void] {
  const [choice, setChoice] = useState(recall)
  useEffect(() => {
    try {
      sessionStorage.setItem(key, JSON.stringify(choice))
    } catch {
      // Storage is closed to us: the choice lasts as long as the page.
    }
  }, [choice])
  return [choice, (change) => setChoice((before) => ({ ...before, ...change }))]
}

function recall(): Choice {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null')
    if (typeof kept !== 'object' || kept === null) return firstChoice
    const one = <T extends string>(name: string, allowed: readonly T[], usual: T): T =>
      allowed.find((each) => Reflect.get(kept, name) === each) ?? usual
    return {
      preset: one('preset', presets, 'open'),
      read: one('read', ['any', 'read', 'unread'], 'any'),
      sort: one('sort', ['recent', 'waiting'], 'recent'),
    }
  } catch {
    return firstChoice
  }
}
