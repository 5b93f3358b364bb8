import { Button } from '@mantine/core'
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useSession } from '../../lib/session.ts'
import { useIsFirst } from '../../lib/use-is-first.ts'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import list from '../../ui/list-page.module.css'
import { LiveTable } from '../../ui/live-table.tsx'
import type { LiveTableHandle } from '../../ui/live-table.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { TableSkeleton } from '../../ui/skeletons.tsx'
import { DealListCard, useDealColumns } from './deal-columns.tsx'
import { DealFilterButton, DealFilterFields } from './deal-filter-fields.tsx'
import { dealIdOf } from './deal-list.ts'
import { DealsEmpty } from './deals-empty.tsx'
import { dealListWords } from './list-labels.ts'
import { NewDealDialog } from './new-deal-dialog.tsx'
import { noFilter, useDealFilter } from './use-deal-filter.ts'
import { useDealList } from './use-deal-list.ts'

const searchPauseMs = 250

/** All deals one may see, as a list. */
export function DealsPage(): ReactElement {
  const say = useWords(dealListWords)
  const { rights } = useSession()
  const [chosen, change] = useDealFilter()
  const [search] = useDebouncedValue(chosen.search.trim(), searchPauseMs)
  const [isNew, setNew] = useState(false)
  const searchField = useRef<HTMLInputElement>(null)
  const table = useRef<LiveTableHandle>(null)
  const isPhone = useMediaQuery('(width < 840px)', undefined, { getInitialValueInEffect: false }) ?? false
  const filter = { ...chosen, search }
  const deals = useDealList(filter)
  const name = `deals ${JSON.stringify(filter)}`
  const returns = useIsFirst(name)
  const columns = useDealColumns()
  useHotkeys(say('deals.keys'), [
    { keys: 'f', label: say('deals.key.search'), run: () => searchField.current?.focus() },
    ...(rights.addsDeals ? [{ keys: 'c', label: say('deals.key.new'), run: () => setNew(true) }] : []),
  ])
  const make = rights.addsDeals && (
    <Button
      leftSection={<IconPlus size={16} stroke={1.75} aria-hidden="true" />}
      onClick={() => setNew(true)}
    >
      {say('deals.new')}
    </Button>
  )
  const Filter = isPhone ? DealFilterButton : DealFilterFields
  return (
    <Page title={say('nav.deals')} width="bare" actions={make}>
      <title>{say('nav.deals')}</title>
      <div className={list.fill}>
        <div className={list.tools} role="search">
          <SearchField
            className={list.search}
            inputRef={searchField}
            value={chosen.search}
            onChange={(typed) => change({ search: typed })}
            placeholder={say('deals.search')}
            hotkey="f"
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown') return
              event.preventDefault()
              table.current?.focus()
            }}
          />
          <Filter filter={chosen} onChange={change} />
        </div>
        {deals.isLoading ? (
          <TableSkeleton />
        ) : deals.error && deals.rows.length === 0 ? (
          <ErrorState title={say('deals.error')} error={deals.error} onRetry={deals.retry} />
        ) : deals.rows.length === 0 ? (
          <DealsEmpty filter={filter} onReset={() => change(noFilter)} onNew={() => setNew(true)} />
        ) : (
          <LiveTable
            ref={table}
            name={name}
            returns={returns}
            label={say('nav.deals')}
            columns={columns}
            renderCard={(deal) => <DealListCard deal={deal} />}
            rows={deals.rows}
            rowKey={dealIdOf}
            rowHref={(deal) => `/deals/${deal.id}`}
            isStale={deals.isStale}
            hasMore={deals.hasMore}
            isLoadingMore={deals.isLoadingMore}
            onLoadMore={deals.loadMore}
          />
        )}
      </div>
      <NewDealDialog isOpen={isNew} onClose={() => setNew(false)} place={filter} />
    </Page>
  )
}
