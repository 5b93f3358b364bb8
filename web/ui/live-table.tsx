import { Button } from '@mantine/core'
import { IconArrowUp } from '@tabler/icons-react'
import { useEffectEvent, useImperativeHandle, useLayoutEffect, useState } from 'react'
import type { ReactElement, Ref } from 'react'
import { useArrangedRows } from '../lib/use-arranged-rows.ts'
import { useWords } from '../lib/words.ts'
import { DataTable } from './data-table.tsx'
import type { DataTableProps } from './data-table.tsx'
import classes from './live-table.module.css'

export type LiveTableHandle = { focus: () => void }

type Props<Row> = Omit<DataTableProps<Row>, 'scroller'> & {
  ref?: Ref<LiveTableHandle>
  /** Names what is listed: with another name the table begins anew. */
  name: string
  /** Whoever comes back to the page finds the place where he left the list. */
  returns?: boolean
  /** The rows are those of the filter before this one. */
  isStale: boolean
}

/** Where each list was left; as long as the page lives. */
const places = new Map<string, number>()
const nearTopPx = 40

/** A table that fills its page and is kept true by live changes: nothing in it moves under the pointer or while one reads. */
export function LiveTable<Row>(props: Props<Row>): ReactElement {
  const { ref, name, returns = false, isStale, rows, ...table } = props
  const say = useWords()
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const [isHovered, setHovered] = useState(false)
  const [isScrolled, setScrolled] = useState(returns && (places.get(name) ?? 0) > nearTopPx)
  const arranged = useArrangedRows(rows, {
    // What the filter before this one had listed is not kept in its place.
    key: isStale ? `${name}, stale` : name,
    keyOf: table.rowKey,
    latest: () => undefined,
    still: (isHovered || isScrolled) && !isStale,
    pinned: null,
  })
  // While the table stands its place is its own; it is put somewhere only when it begins.
  const begin = useEffectEvent((of: string) => {
    scroller?.scrollTo({ top: returns ? (places.get(of) ?? 0) : 0 })
  })
  useLayoutEffect(() => {
    if (scroller) begin(name)
  }, [scroller, name])
  useImperativeHandle(ref, () => ({ focus: () => scroller?.querySelector<HTMLElement>('td a')?.focus() }))
  return (
    <div className={classes.frame}>
      {arranged.held > 0 && (
        <Button
          className={classes.held}
          size="compact-sm"
          radius="xl"
          leftSection={<IconArrowUp size={14} aria-hidden="true" />}
          onClick={() => {
            arranged.release()
            scroller?.scrollTo({ top: 0 })
          }}
        >
          {say('c.news', { count: arranged.held })}
        </Button>
      )}
      <div
        ref={setScroller}
        className={classes.scroller}
        data-stale={isStale || undefined}
        onPointerEnter={(event) => event.pointerType === 'mouse' && setHovered(true)}
        onPointerLeave={() => setHovered(false)}
        onScroll={(event) => {
          const { scrollTop } = event.currentTarget
          places.set(name, scrollTop)
          setScrolled(scrollTop > nearTopPx)
        }}
      >
        <DataTable {...table} rows={arranged.rows} scroller={scroller} />
      </div>
    </div>
  )
}
