import { Button } from '@mantine/core'
import { IconArrowUp } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useImperativeHandle, useState } from 'react'
import type { KeyboardEvent, ReactElement, ReactNode, Ref } from 'react'
import { useSession } from '../../lib/session.ts'
import { useArrangedRows } from '../../lib/use-arranged-rows.ts'
import { keptTop, useKeptPlace } from '../../lib/use-kept-place.ts'
import { useWords } from '../../lib/words.ts'
import { ConversationRow } from '../../ui/conversation-row.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { RowsSkeleton } from '../../ui/skeletons.tsx'
import { SelectableRow } from '../bulk-actions/selectable-row.tsx'
import { useListSelection } from '../bulk-actions/use-list-selection.ts'
import type { ListSelection } from '../bulk-actions/use-list-selection.ts'
import { useSelectionKeys } from '../bulk-actions/use-selection-keys.ts'
import { Lookers } from '../presence/lookers.tsx'
import { TypingNote } from '../presence/typing-note.tsx'
import { usePresences } from '../presence/use-presences.ts'
import { useTypingChats } from '../presence/use-typing-chats.ts'
import { imboxWords } from './labels.ts'
import { useRowMenu } from './row-menu.tsx'
import type { ConversationList as List } from './use-conversation-list.ts'
import classes from './imbox.module.css'

export type ListHandle = { focus: () => void; move: (step: 1 | -1) => void }

type ConversationListProps = {
  ref?: Ref<ListHandle>
  list: List
  /** Names the filter: with another one the list begins anew. */
  filterKey: string
  current: number | null
  hrefOf: (number: number) => string
  onOpen: (number: number) => void
  onEnter: () => void
  /** Instead of the rows when there are none. */
  empty: ReactNode
  /** Whether everything that the filter finds can be selected, also what is not loaded. */
  canSelectAll: boolean
  /** What can be done with what is selected. */
  renderBar: (selection: ListSelection) => ReactNode
}

const rowHeightPx = 80
const optionId = (number: number): string => `conversation-${number}`

/** The list of conversations: only what is near the screen is in the document, and nothing moves under the pointer. */
export function ConversationList(props: ConversationListProps): ReactElement {
  const { list, current, filterKey } = props
  const say = useWords(imboxWords)
  const { user } = useSession()
  const name = `imbox ${filterKey}`
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const [isHovered, setHovered] = useState(false)
  const [isScrolled, setScrolled] = useState(() => keptTop(name) > rowHeightPx)
  const { rows, held, release } = useArrangedRows(list.rows, {
    // What the filter before this one had listed is not kept in its place.
    key: list.isStale ? `${filterKey}, stale` : filterKey,
    keyOf: (row) => row.number,
    latest: (number) => list.latest(Number(number)),
    still: (isHovered || isScrolled) && !list.isStale,
    pinned: current,
  })
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => rows[index]?.number ?? index,
    overscan: 8,
    initialOffset: () => keptTop(name),
  })
  useKeptPlace(scroller, name)
  const items = virtualizer.getVirtualItems()
  const at = rows.findIndex((row) => row.number === current)

  const selection = useListSelection(
    filterKey,
    rows.map((row) => row.number),
    current,
  )
  const reach = (number: number): void =>
    virtualizer.scrollToIndex(rows.findIndex((row) => row.number === number))
  useSelectionKeys({
    title: say('imbox.list'),
    selection,
    current,
    canSelectAll: props.canSelectAll,
    onReach: reach,
  })
  const lookersOf = usePresences()
  const typing = useTypingChats()
  const active = selection.cursor ?? (at === -1 ? null : current)
  const rowMenu = useRowMenu({
    rows,
    active,
    elementOf: (number) => document.getElementById(optionId(number)),
    onClosed: () => scroller?.focus({ preventScroll: true }),
  })

  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (list.hasMore && last >= rows.length - 15) list.loadMore()
  }, [last, rows.length, list])

  const open = (index: number): void => {
    const row = rows[index]
    if (!row) return
    virtualizer.scrollToIndex(index)
    props.onOpen(row.number)
  }
  useImperativeHandle(props.ref, () => ({
    focus: () => scroller?.focus(),
    move: (step) => {
      scroller?.focus({ preventScroll: true })
      open(at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step)))
    },
  }))
  const press = (event: KeyboardEvent): void => {
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key]
    if (target !== undefined) open(Math.max(0, target))
    else if (event.key === 'Enter' && at !== -1) props.onEnter()
    // Before the chat takes the key for the message in it.
    else if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) rowMenu.openByKey()
    else return
    event.preventDefault()
  }

  if (list.isLoading) return <RowsSkeleton label={say('imbox.loading')} />
  if (list.error !== null && rows.length === 0) {
    return <ErrorState title={say('imbox.error')} error={list.error} onRetry={list.retry} />
  }
  // What is rare is looked for further and further back: nothing is said of it before the end.
  if (rows.length === 0 && list.hasMore) return <RowsSkeleton label={say('imbox.further')} />
  if (rows.length === 0) return <>{props.empty}</>
  return (
    <div className={classes.listFrame}>
      {held > 0 && (
        <Button
          className={classes.held}
          size="compact-sm"
          radius="xl"
          leftSection={<IconArrowUp size={14} aria-hidden="true" />}
          onClick={() => {
            release()
            scroller?.scrollTo({ top: 0 })
          }}
        >
          {say('imbox.held', { count: held })}
        </Button>
      )}
      <div
        ref={setScroller}
        className={classes.list}
        data-stale={list.isStale || undefined}
        role="listbox"
        tabIndex={0}
        aria-label={say('imbox.list')}
        aria-activedescendant={active === null ? undefined : optionId(active)}
        aria-multiselectable
        data-selecting={selection.isOn || undefined}
        onKeyDown={press}
        onContextMenu={rowMenu.onContextMenu}
        onPointerEnter={(event) => event.pointerType === 'mouse' && setHovered(true)}
        onPointerLeave={() => setHovered(false)}
        onScroll={(event) => setScrolled(event.currentTarget.scrollTop > rowHeightPx)}
      >
        <div className={classes.listInner} style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index]
            return (
              row && (
                <div
                  key={item.key}
                  ref={virtualizer.measureElement}
                  data-index={item.index}
                  className={classes.item}
                  style={{ transform: `translateY(${item.start}px)` }}
                  role="presentation"
                >
                  <SelectableRow number={row.number} selection={selection}>
                    <ConversationRow
                      row={row}
                      href={props.hrefOf(row.number)}
                      id={optionId(row.number)}
                      isCurrent={row.number === current}
                      isActive={row.number === selection.cursor}
                      isSelected={selection.isOn ? selection.has(row.number) : undefined}
                      userId={user.id}
                      aside={<Lookers names={lookersOf(row.number)} isShort />}
                      note={typing.has(row.chatId) && <TypingNote userId={typing.get(row.chatId) ?? null} />}
                    />
                  </SelectableRow>
                </div>
              )
            )
          })}
        </div>
      </div>
      {rowMenu.menu}
      {props.renderBar(selection)}
    </div>
  )
}
