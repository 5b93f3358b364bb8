import { Loader } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useEffectEvent, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import type { KeyboardEvent, MouseEvent, ReactElement, ReactNode, Ref, RefObject } from 'react'
import { useWords } from '../../lib/words.ts'
import { JumpButton } from './jump-button.tsx'
import { chatWords } from './labels.ts'
import classes from './chat.module.css'

export type LogHandle = {
  focus: () => void
  toEnd: () => void
  /** Scrolls to a line and gives it the focus; false when it is not loaded. */
  toLine: (key: string) => boolean
}

type Paging = 'none' | 'idle' | 'loading' | 'failed'

type VirtualLogProps<Line extends { key: string }> = {
  ref?: Ref<LogHandle>
  label: string
  lines: readonly Line[]
  /** Height of a line before it is measured, px. */
  estimate: (line: Line) => number
  render: (line: Line) => ReactNode
  /** Lines that the arrows stop at. */
  isStop: (line: Line) => boolean
  /** Where to begin; the end when null. */
  startKey: string | null
  older: Paging
  onOlder: () => void
  /** Below the last line: 'none' where it is the newest of all. */
  newer?: Paging
  onNewer?: () => void
  /** Leads to the newest line when that is not loaded. */
  onNewest?: () => void
  /** Another part of it is on its way. */
  isBusy?: boolean
  /** New ones below what is seen. */
  newCount: number
  onEnd: (isAtEnd: boolean) => void
}

const nearEndPx = 48
const nearTopLines = 6
const settleMs = 300

/**
 * A long list that grows at its end and is loaded at its top, and from an older place at its end too. What one reads does not move: older pages go above it, new lines
 * are followed only from the very end. Only what is near the screen is in the document.
 */
export function VirtualLog<Line extends { key: string }>(props: VirtualLogProps<Line>): ReactElement {
  const { lines, startKey, older, onOlder, onEnd, newer = 'none' } = props
  // The last loaded line is an end only when nothing newer is to come.
  const hasEnd = newer === 'none'
  const scroller = useRef<HTMLDivElement>(null)
  const [isAtEnd, setAtEnd] = useState(startKey === null)
  const end = useRef({ isHere: startKey === null, top: 0 })
  const isPlaced = useRef(false)
  const [isSettled, setSettled] = useState(false)
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const line = lines[index]
      return line ? props.estimate(line) : 0
    },
    getItemKey: (index) => lines[index]?.key ?? index,
    anchorTo: 'end',
    followOnAppend: hasEnd,
    scrollEndThreshold: nearEndPx,
    overscan: 10,
    paddingStart: 12,
    paddingEnd: 12,
  })
  const items = virtualizer.getVirtualItems()
  const { found, isHeld, markFound } = useFoundLine()

  useLayoutEffect(() => {
    if (isPlaced.current || lines.length === 0) return
    isPlaced.current = true
    const start = startKey === null ? -1 : lines.findIndex((line) => line.key === startKey)
    if (start === -1) virtualizer.scrollToEnd()
    else virtualizer.scrollToIndex(start, { align: 'start' })
  }, [lines, startKey, virtualizer])
  // A page that comes above the line that was looked for, while it is still being measured, must not carry it away.
  useLayoutEffect(() => {
    const index = found !== null && isHeld.current ? lines.findIndex((line) => line.key === found) : -1
    if (index !== -1) virtualizer.scrollToIndex(index, { align: 'center' })
  }, [found, isHeld, lines, virtualizer])
  const hasLines = lines.length > 0
  useEffect(() => {
    // The lines around the place are measured first; a page put above them meanwhile would move it.
    const timer = hasLines ? setTimeout(() => setSettled(true), settleMs) : undefined
    return () => clearTimeout(timer)
  }, [hasLines])

  const firstIndex = items[0]?.index
  useEffect(() => {
    if (isSettled && older === 'idle' && firstIndex !== undefined && firstIndex < nearTopLines) onOlder()
  }, [isSettled, firstIndex, older, onOlder])

  const lastIndex = items.at(-1)?.index
  useEffect(() => {
    const isNearEnd = lastIndex !== undefined && lastIndex > lines.length - nearTopLines
    if (isSettled && newer === 'idle' && isNearEnd) props.onNewer?.()
  }, [isSettled, lastIndex, lines.length, newer, props])

  const watchEnd = (): void => {
    const element = scroller.current
    if (!element) return
    const { isHere, top } = end.current
    end.current.top = element.scrollTop
    const isEnd = hasEnd && element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPx
    // Only going up leaves the end: lines that grow, and a field below that does, merely push it away.
    if (isHere && !isEnd && element.scrollTop > top - 1) return virtualizer.scrollToEnd()
    end.current.isHere = isEnd
    if (isEnd !== isAtEnd) setAtEnd(isEnd)
  }
  useEffect(() => onEnd(isAtEnd), [isAtEnd, onEnd])
  useEffect(watchEnd)
  useResized(scroller, watchEnd)

  const focusLine = (index: number, isLookedFor = false): void => {
    virtualizer.scrollToIndex(index, isLookedFor ? { align: 'center' } : {})
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true }),
    )
  }
  const toEnd = (): void => (hasEnd ? virtualizer.scrollToEnd() : props.onNewest?.())
  useImperativeHandle(props.ref, () => ({
    focus: () => {
      const last = lines.findLastIndex(props.isStop)
      if (last === -1) scroller.current?.focus()
      else focusLine(last)
    },
    toEnd,
    toLine: (key) => {
      const index = lines.findIndex((line) => line.key === key)
      if (index === -1) return false
      markFound(key)
      focusLine(index, true)
      return true
    },
  }))
  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    const next = nextStop(event, lines, props.isStop)
    if (next === null) return
    event.preventDefault()
    focusLine(next)
  }

  return (
    <div className={classes.logFrame}>
      <div
        ref={scroller}
        className={classes.log}
        role="log"
        aria-live="off"
        aria-label={props.label}
        aria-busy={props.isBusy}
        tabIndex={0}
        onScroll={watchEnd}
        onKeyDown={press}
        onContextMenu={keepForKeys}
      >
        <PageLine paging={older} onLoad={onOlder} />
        <div className={classes.logInner} style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const line = lines[item.index]
            return (
              line && (
                <div
                  key={item.key}
                  ref={virtualizer.measureElement}
                  data-index={item.index}
                  data-found={line.key === found ? '' : undefined}
                  className={classes.logLine}
                  style={{ transform: `translateY(${item.start}px)` }}
                  tabIndex={props.isStop(line) ? -1 : undefined}
                >
                  {props.render(line)}
                </div>
              )
            )
          })}
        </div>
        <PageLine paging={newer} onLoad={() => props.onNewer?.()} />
      </div>
      {props.isBusy === true && <Busy />}
      {!isAtEnd && <JumpButton count={props.newCount} onClick={toEnd} />}
    </div>
  )
}

function Busy(): ReactElement {
  const say = useWords(chatWords)
  return (
    <div className={classes.busy} role="status">
      <Loader size={16} aria-label={say('c.loading')} />
    </div>
  )
}

/** The menu key on a focused line opens the line's own menu, not the browser's. */
function keepForKeys(event: MouseEvent<HTMLDivElement>): void {
  if (event.target instanceof HTMLElement && 'index' in event.target.dataset) event.preventDefault()
}

type FoundLine = {
  found: string | null
  /** Nobody has scrolled away from it yet. */
  isHeld: RefObject<boolean>
  markFound: (key: string) => void
}

/** The line that was looked for stands out until one goes on from it, also for who came with a pointer, and stays where it is until one scrolls. */
function useFoundLine(): FoundLine {
  const [found, setFound] = useState<string | null>(null)
  const isHeld = useRef(false)
  useEffect(() => {
    if (found === null) return
    isHeld.current = true
    const letGo = (): void => {
      isHeld.current = false
    }
    const forget = (): void => setFound(null)
    document.addEventListener('wheel', letGo, { passive: true })
    document.addEventListener('touchmove', letGo, { passive: true })
    document.addEventListener('pointerdown', forget)
    document.addEventListener('keydown', forget)
    return () => {
      document.removeEventListener('wheel', letGo)
      document.removeEventListener('touchmove', letGo)
      document.removeEventListener('pointerdown', forget)
      document.removeEventListener('keydown', forget)
    }
  }, [found])
  return { found, isHeld, markFound: setFound }
}

/** The field below takes its place from the log when it grows. */
function useResized(scroller: RefObject<HTMLDivElement | null>, resized: () => void): void {
  const tell = useEffectEvent(resized)
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(() => tell())
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])
}

/** Of a page that is being loaded, or could not be. */
function PageLine({ paging, onLoad }: { paging: Paging; onLoad: () => void }): ReactElement | null {
  const say = useWords(chatWords)
  if (paging === 'loading') {
    return (
      <div className={classes.older}>
        <Loader size={16} aria-label={say('c.loading')} />
      </div>
    )
  }
  if (paging !== 'failed') return null
  return (
    <div className={classes.older}>
      {say('talk.olderFailed')}{' '}
      <button type="button" className={classes.textButton} onClick={onLoad}>
        {say('c.retry')}
      </button>
    </div>
  )
}

/** Where an arrow leads from the focused line; null for other keys and at the edges. */
function nextStop<Line>(
  event: KeyboardEvent<HTMLDivElement>,
  lines: readonly Line[],
  isStop: (line: Line) => boolean,
): number | null {
  const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
  const target = event.target
  if (step === 0 || event.altKey || event.ctrlKey || !(target instanceof HTMLElement)) return null
  const own = target === event.currentTarget ? null : target.closest('[data-index]')
  if (target !== own && target !== event.currentTarget) return null
  const from = own ? Number(own.getAttribute('data-index')) : lines.length
  for (let index = from + step; index >= 0 && index < lines.length; index += step) {
    const line = lines[index]
    if (line !== undefined && isStop(line)) return index
  }
  return null
}
