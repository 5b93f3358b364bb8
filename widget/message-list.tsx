/** @jsxImportSource preact */
import type { RefObject, VNode } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Language } from '#contract/common'
import { Bubble } from './bubble.tsx'
import type { Chat, ChatState } from './chat-state.ts'
import { formatDay } from './format.ts'
import { Icon } from './icons.tsx'
import { rowsOf, type Row } from './rows.ts'
import { Viewer, type ShownPicture } from './viewer.tsx'
import { fill, type Words } from './words.ts'

type ListProps = { chat: Chat; state: ChatState; words: Words; language: Language }

export function MessageList({ chat, state, words, language }: ListProps): VNode {
  const list = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState<ShownPicture | null>(null)
  const rows = rowsOf(state.messages, state.queue)
  const scroll = useStickyScroll(list, rows, state.typing)

  useEffect(() => {
    if (scroll.isAtEnd && document.visibilityState === 'visible') chat.markSeen()
  })
  useEffect(() => {
    const look = (): void => {
      if (scroll.isAtEnd && document.visibilityState === 'visible') chat.markSeen()
    }
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [scroll.isAtEnd])

  return (
    <div class="thread">
      <div
        ref={list}
        class="list"
        role="log"
        aria-live="off"
        aria-label={words.thread}
        tabIndex={0}
        onScroll={scroll.onScroll}
        onLoadCapture={scroll.keepPlace}
      >
        {state.hasEarlier && (
          <button type="button" class="earlier" onClick={() => void chat.loadEarlier()}>
            {words.earlier}
          </button>
        )}
        {rows.length === 0 && <p class="hello">{words.hello}</p>}
        {rows.map((row) => (
          <div key={row.id} class="row">
            {row.startsDay && <p class="day">{formatDay(row.at, language, words)}</p>}
            <Bubble row={row} chat={chat} state={state} words={words} language={language} onOpen={setShown} />
          </div>
        ))}
        {state.typing !== null && (
          <p class="typing">
            <bdi>{fill(words.typing, { name: state.typing === '' ? words.someone : state.typing })}</bdi>
          </p>
        )}
      </div>
      {!scroll.isAtEnd && (
        <button type="button" class="jump" onClick={scroll.toEnd}>
          <Icon name="down" size={18} />
          {state.unread > 0 ? words.newBelow : words.toLatest}
        </button>
      )}
      {shown !== null && <Viewer picture={shown} words={words} onClose={() => setShown(null)} />}
    </div>
  )
}

type StickyScroll = { isAtEnd: boolean; onScroll: () => void; keepPlace: () => void; toEnd: () => void }

/** Stays at the end when one is there and goes there with what one sends; stays put when one reads above, and when older messages come in on top. */
function useStickyScroll(
  list: RefObject<HTMLDivElement | null>,
  rows: readonly Row[],
  typing: string | null,
): StickyScroll {
  const [isAtEnd, setAtEnd] = useState(true)
  const atEnd = useRef(true)
  const firstId = rows[0]?.id
  const last = rows.at(-1)
  const known = useRef({ firstId, height: 0, ids: new Set<string>() })

  const toEnd = (): void => {
    const element = list.current
    if (element !== null) element.scrollTop = element.scrollHeight
  }
  const keepPlace = (): void => {
    if (atEnd.current) toEnd()
  }
  useLayoutEffect(() => {
    const element = list.current
    if (element === null) return
    // Not merely last: after a message was taken back an old one of one's own may be.
    const isSent = last?.isMine === true && !known.current.ids.has(last.id)
    if (isSent) atEnd.current = true
    const isPrepended = known.current.firstId !== undefined && known.current.firstId !== firstId
    if (atEnd.current) toEnd()
    else if (isPrepended) element.scrollTop += element.scrollHeight - known.current.height
    known.current = { firstId, height: element.scrollHeight, ids: new Set(rows.map(({ id }) => id)) }
  }, [firstId, last?.id, typing])
  useLayoutEffect(() => {
    const element = list.current
    if (element === null) return
    const observer = new ResizeObserver(keepPlace)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  return {
    isAtEnd,
    keepPlace,
    toEnd,
    onScroll() {
      const element = list.current
      if (element === null) return
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 48
      setAtEnd(atEnd.current)
      known.current = { ...known.current, height: element.scrollHeight }
    },
  }
}
