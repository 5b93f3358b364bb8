import { useId, useState } from 'react'
import type { KeyboardEvent } from 'react'
import type { QuickAnswer } from '#contract/quick-answers'
import { matchAnswers, queryOf } from './match-answers.ts'
import { useQuickAnswerList } from './quick-answers-data.ts'

export type QuickMenu = {
  listId: string
  /** `null`: they are being loaded. */
  items: QuickAnswer[] | null
  hasAny: boolean
  error: Error | null
  activeId: string | null
  retry: () => void
  choose: (answer: QuickAnswer) => void
  /** The text as it will stand in the field. */
  fill: (text: string) => string
}

/** Which one the keys stand on, while one looks for `query`. */
type Cursor = { query: string | null; index: number }
const atStart: Cursor = { query: null, index: 0 }

export const optionId = (listId: string, answer: QuickAnswer): string => `${listId}-${answer.id}`

/**
 * What `/` in an empty composer offers. `press` gives it the keys first: true when it took one. Closed with Escape, it stays
 * closed until the field is another.
 */
export function useQuickMenu(
  text: string,
  fill: (text: string) => string,
  onChoose: (answer: QuickAnswer) => void,
): { menu: QuickMenu | null; press: (event: KeyboardEvent) => boolean } {
  const query = queryOf(text)
  const list = useQuickAnswerList(query !== null)
  const listId = useId()
  const [closedAt, setClosedAt] = useState<string | null>(null)
  const [cursor, setCursor] = useState(atStart)
  const isClosed = query === null || (closedAt !== null && text.startsWith(closedAt))
  if (query === null && closedAt !== null) setClosedAt(null)
  if (query === null && cursor !== atStart) setCursor(atStart)
  if (isClosed) return { menu: null, press: () => false }

  const items = list.data ? matchAnswers(list.data, query) : null
  const hasAny = (list.data?.length ?? 0) > 0
  if (items?.length === 0 && (hasAny || query !== '')) return { menu: null, press: () => false }
  const index = cursor.query === query ? Math.min(cursor.index, (items?.length ?? 1) - 1) : 0
  const active = items?.[index] ?? null

  const move = (by: number): void => {
    const count = items?.length ?? 0
    if (count > 0) setCursor({ query, index: (index + by + count) % count })
  }
  const press = (event: KeyboardEvent): boolean => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey)
      return false
    if (event.key === 'Escape') setClosedAt(text)
    else if (event.key === 'ArrowDown' && active) move(1)
    else if (event.key === 'ArrowUp' && active) move(-1)
    else if ((event.key === 'Enter' || event.key === 'Tab') && active) onChoose(active)
    else return false
    return true
  }
  return {
    press,
    menu: {
      listId,
      items,
      hasAny,
      error: list.data ? null : list.error,
      activeId: active && optionId(listId, active),
      retry: () => void list.refetch(),
      choose: onChoose,
      fill,
    },
  }
}
