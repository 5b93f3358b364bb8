import { Button } from '@mantine/core'
import { IconArrowUp } from '@tabler/icons-react'
import { useImperativeHandle, useLayoutEffect, useState } from 'react'
import type { ReactElement, Ref } from 'react'
import { useArrangedRows } from '../lib/use-arranged-rows.ts'
import { useWords } from '../lib/words.ts'
import { DataTable } from './data-table.tsx'
import type { DataTableProps } from './data-table.tsx'
import classes from './live-table.module.css'

export type LiveTableHandle = { focus: () => void }

type Props<Row> = Omit<DataTableProps<Row>, 'scroller'> & {
  ref?: Ref<LiveTableHandle>
  /** Names what is listed: with another name the table begins anew, and coming back to the same one finds its place. */
  name: string
  /** The rows are those of the filter before this one. */
  isStale: boolean
}

/** Where each list was left; as long as the page lives. */
const places = new Map<string, number>()
const nearTopPx = 40

/** A table that fills its page and is kept true by live changes: nothing in it moves under the pointer or while one reads. */
export function LiveTable<Row>({ ref, name, isStale, rows, ...table }: Props<Row>): ReactElement {
  const say = useWords()
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null)
  const [isHovered, setHovered] = useState(false)
  const [isScrolled, setScrolled] = useState((places.get(name) ?? 0) > nearTopPx)
  const arranged = useArrangedRows(rows, {
    key: name,
    keyOf: table.rowKey,
    latest: () => undefined,
    still: (isHovered || isScrolled) && !isStale,
    pinned: null,
  })
  useLayoutEffect(() => {
    scroller?.scrollTo({ top: places.get(name) ?? 0 })
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
