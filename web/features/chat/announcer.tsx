import { useEffect, useRef, useState } from 'react'
import type { ReactElement } from 'react'
import type { MessageView } from '#contract/messages'
import { useWords } from '../../lib/words.ts'
import { chatWords } from './labels.ts'

const gatherMs = 1000
const wordsLength = 80

/** Tells screen readers of what came in: sender and first words, or how many when they come in a flood. */
export function Announcer({ items }: { items: readonly MessageView[] }): ReactElement {
  const say = useWords(chatWords)
  const [text, setText] = useState('')
  const told = useRef(items.at(-1)?.id ?? null)
  useEffect(() => {
    const fresh = items.slice(items.findLastIndex((item) => item.id === told.current) + 1)
    const arrived = fresh.filter((item) => item.direction === 'in')
    const newest = arrived.at(-1)
    if (!newest) return
    const timer = setTimeout(() => {
      told.current = items.at(-1)?.id ?? null
      setText(
        arrived.length > 1
          ? say('talk.toend.count', { count: arrived.length })
          : say('msg.announce', { name: newest.author.name ?? '', text: newest.text.slice(0, wordsLength) }),
      )
    }, gatherMs)
    return () => clearTimeout(timer)
  }, [items, say])
  return (
    <div className="beseda-hidden" aria-live="polite">
      {text}
    </div>
  )
}
