import { useId, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { mentionAt } from './mention.ts'
import { keyOf, matchAddressees } from './people.ts'
import type { Addressee } from './people.ts'

const mostShown = 8

export type MentionMenu = {
  listId: string
  items: Addressee[]
  activeId: string
  choose: (addressee: Addressee) => void
}

export const optionId = (listId: string, addressee: Addressee): string => `${listId}-${keyOf(addressee)}`

type Given = {
  text: string
  /** Where the caret stands; null: the field is not in use. */
  caret: number | null
  people: readonly Addressee[]
  onChoose: (addressee: Addressee, place: { from: number; query: string }) => void
}

/** What `@` offers. `press` gets the keys first: true when it took one. Closed with Escape, it stays so for this `@`. */
export function useMentionMenu({ text, caret, people, onChoose }: Given): {
  menu: MentionMenu | null
  press: (event: KeyboardEvent) => boolean
} {
  const listId = useId()
  const [closedAt, setClosedAt] = useState<number | null>(null)
  const [cursor, setCursor] = useState({ query: '', index: 0 })
  const place = caret === null ? null : mentionAt(text, caret)
  const items = place ? matchAddressees(people, place.query).slice(0, mostShown) : []
  if (!place || items.length === 0 || closedAt === place.from) return { menu: null, press: () => false }
  const index = cursor.query === place.query ? Math.min(cursor.index, items.length - 1) : 0
  const active = items[index] ?? null
  if (!active) return { menu: null, press: () => false }
  const move = (by: number): void =>
    setCursor({ query: place.query, index: (index + by + items.length) % items.length })
  return {
    press: (event) => {
      const { nativeEvent, ctrlKey, metaKey, altKey, shiftKey } = event
      if (nativeEvent.isComposing || ctrlKey || metaKey || altKey || shiftKey) return false
      if (event.key === 'Escape') setClosedAt(place.from)
      else if (event.key === 'ArrowDown') move(1)
      else if (event.key === 'ArrowUp') move(-1)
      else if (event.key === 'Enter' || event.key === 'Tab') onChoose(active, place)
      else return false
      return true
    },
    menu: {
      listId,
      items,
      activeId: optionId(listId, active),
      choose: (addressee) => onChoose(addressee, place),
    },
  }
}
