import { Button, Select } from '@mantine/core'
import { IconMoodSmile } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { useAddressFilter } from '../../../lib/use-address-filter.ts'
import { useFormat } from '../../../lib/use-format.ts'
import { useIsFirst } from '../../../lib/use-is-first.ts'
import { waitingMinutes } from '../../../lib/waiting-minutes.ts'
import { useWords } from '../../../lib/words.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import list from '../../../ui/list-page.module.css'
import { LiveTable } from '../../../ui/live-table.tsx'
import { TableSkeleton } from '../../../ui/skeletons.tsx'
import { analyticsWords } from '../labels.ts'
import { waitingWords } from './labels.ts'
import { useWaitingColumns, WaitingCard } from './use-waiting-columns.tsx'
import { rowKey, useWaiting, type WaitingList } from './use-waiting.ts'

const usual = 15
type Choice = { longer: number }

const address = {
  key: 'beseda.waiting',
  toSearch: ({ longer }: Choice) => (longer === usual ? '' : `longer=${longer}`),
  fromSearch: (search: string): Choice => {
    const asked = Number(new URLSearchParams(search).get('longer') ?? usual)
    return { longer: waitingMinutes.find((choice) => choice === asked) ?? usual }
  },
}

/** Clients who have been waiting for an answer longer than the time one chooses, and who is to answer them. */
export function WaitingPage(): ReactElement {
  const say = useWords(waitingWords)
  const sayTitle = useWords(analyticsWords)
  const format = useFormat()
  const [{ longer }, change] = useAddressFilter<Choice>(address)
  const waiting = useWaiting(longer)
  const labelOf = (minutes: number): string =>
    minutes === 0
      ? say('wt.longer.any')
      : say('wt.longer.than', { duration: format.duration(minutes * 60_000) })
  return (
    <div className={list.fill}>
      <title>{sayTitle('an.waiting')}</title>
      <div className={list.tools} role="search">
        <Select
          aria-label={say('wt.longer')}
          allowDeselect={false}
          w={180}
          data={waitingMinutes.map((minutes) => ({ value: String(minutes), label: labelOf(minutes) }))}
          value={String(longer)}
          onChange={(value) => change({ longer: Number(value) })}
        />
        {!waiting.isLoading && waiting.error === null && (
          <span className={list.time} role="status">
            {say(waiting.hasMore ? 'wt.count.more' : 'wt.count', {
              number: format.number(waiting.rows.length),
            })}
          </span>
        )}
      </div>
      <Clients waiting={waiting} longer={longer} onAll={() => change({ longer: 0 })} />
    </div>
  )
}

type Props = { waiting: WaitingList; longer: number; onAll: () => void }

function Clients({ waiting, longer, onAll }: Props): ReactElement {
  const say = useWords(waitingWords)
  const columns = useWaitingColumns()
  const name = `waiting ${longer}`
  const returns = useIsFirst(name)
  if (waiting.isLoading) return <TableSkeleton />
  if (waiting.error && waiting.rows.length === 0)
    return <ErrorState title={say('wt.error')} error={waiting.error} onRetry={waiting.retry} />
  if (waiting.rows.length === 0) return <Nobody isAll={longer === 0} onAll={onAll} />
  return (
    <LiveTable
      name={name}
      returns={returns}
      label={say('wt.list')}
      columns={columns}
      renderCard={(row) => <WaitingCard row={row} />}
      rows={waiting.rows}
      rowKey={rowKey}
      rowHref={(row) => `/imbox/${row.number}`}
      isStale={waiting.isStale}
      hasMore={waiting.hasMore}
      isLoadingMore={waiting.isLoadingMore}
      onLoadMore={waiting.loadMore}
    />
  )
}

function Nobody({ isAll, onAll }: { isAll: boolean; onAll: () => void }): ReactElement {
  const say = useWords(waitingWords)
  return (
    <EmptyState
      icon={<IconMoodSmile size={28} stroke={1.5} />}
      title={say(isAll ? 'wt.empty.all' : 'wt.empty.title')}
      text={say('wt.empty.text')}
      action={
        isAll ? undefined : (
          <Button variant="default" onClick={onAll}>
            {say('wt.empty.show')}
          </Button>
        )
      }
    />
  )
}
