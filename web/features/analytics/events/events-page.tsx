import { Button } from '@mantine/core'
import { IconListSearch, IconSearchOff } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useAddressFilter } from '../../../lib/use-address-filter.ts'
import { useFormat } from '../../../lib/use-format.ts'
import { useIsFirst } from '../../../lib/use-is-first.ts'
import { useWords } from '../../../lib/words.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import list from '../../../ui/list-page.module.css'
import { LiveTable } from '../../../ui/live-table.tsx'
import { LoadMore } from '../../../ui/load-more.tsx'
import { TableSkeleton } from '../../../ui/skeletons.tsx'
import { analyticsWords } from '../labels.ts'
import { fromSearch, isNarrowed, noChoice, toSearch, toWishes } from './event-filter.ts'
import type { EventChoice } from './event-filter.ts'
import { EventFilters } from './event-filters.tsx'
import classes from './events.module.css'
import { ExportMenu } from './export-menu.tsx'
import { eventWordsOfPage } from './labels.ts'
import { EventCard, useEventColumns } from './use-event-columns.tsx'
import { rowId, useEventCount, useEvents } from './use-events.ts'
import type { EventList } from './use-events.ts'

const address = { key: 'beseda.events', toSearch, fromSearch }

/** Everything that happened in the account, newest first. */
export function EventsPage(): ReactElement {
  const sayTitle = useWords(analyticsWords)
  const [choice, change] = useAddressFilter<EventChoice>(address)
  const events = useEvents(choice)
  return (
    <div className={list.fill}>
      <title>{sayTitle('an.events')}</title>
      <div className={list.tools} role="search">
        <EventFilters choice={choice} onChange={change} />
        <span className={classes.spring} />
        <Count choice={choice} />
        <ExportMenu wishes={toWishes(choice)} />
      </div>
      <Events choice={choice} events={events} onReset={() => change(noChoice)} />
    </div>
  )
}

function Count({ choice }: { choice: EventChoice }): ReactElement | null {
  const say = useWords(eventWordsOfPage)
  const format = useFormat()
  const counted = useEventCount(choice)
  if (!counted) return null
  return (
    <span className={classes.count} role="status">
      {counted.isMore
        ? say('events.count.more', { number: format.number(counted.count) })
        : say('events.count', { count: counted.count })}
    </span>
  )
}

type Props = { choice: EventChoice; events: EventList; onReset: () => void }

function Events({ choice, events, onReset }: Props): ReactElement {
  const say = useWords(eventWordsOfPage)
  const columns = useEventColumns()
  const name = `events ${toSearch(choice)}`
  const returns = useIsFirst(name)
  if (events.isLoading) return <TableSkeleton />
  if (events.error && events.rows.length === 0)
    return <ErrorState title={say('events.error')} error={events.error} onRetry={events.retry} />
  if (events.rows.length === 0)
    return events.hasMore ? <LookOn events={events} /> : <Nothing choice={choice} onReset={onReset} />
  return (
    <LiveTable
      name={name}
      returns={returns}
      label={say('events.list')}
      columns={columns}
      renderCard={(row) => <EventCard row={row} />}
      rows={events.rows}
      rowKey={rowId}
      isStale={events.isStale}
      hasMore={events.hasMore}
      isLoadingMore={events.isLoadingMore}
      onLoadMore={events.loadMore}
    />
  )
}

/** Nothing was found as far as was looked, and there is more to look at. */
function LookOn({ events }: { events: EventList }): ReactElement {
  const say = useWords(eventWordsOfPage)
  const format = useFormat()
  return (
    <div className={classes.lookOn} role="status">
      {events.lookedTo !== null && <p>{say('events.looked', { date: format.dateTime(events.lookedTo) })}</p>}
      <LoadMore isLoading={events.isLoadingMore} onLoad={events.loadMore} label={say('events.look.on')} />
    </div>
  )
}

const icon = { size: 28, stroke: 1.5 } as const

function Nothing({ choice, onReset }: { choice: EventChoice; onReset: () => void }): ReactElement {
  const say = useWords(eventWordsOfPage)
  if (!isNarrowed(choice))
    return (
      <EmptyState
        icon={<IconListSearch {...icon} />}
        title={say('events.empty.title')}
        text={say('events.empty.text')}
      />
    )
  return (
    <EmptyState
      icon={<IconSearchOff {...icon} />}
      title={say('events.none.title')}
      text={say('events.none.text')}
      action={
        <Button variant="default" onClick={onReset}>
          {say('events.none.action')}
        </Button>
      }
    />
  )
}
