import type { ReactElement, Ref } from 'react'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useIsFirst } from '../../lib/use-is-first.ts'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { LiveTable } from '../../ui/live-table.tsx'
import type { LiveTableHandle } from '../../ui/live-table.tsx'
import { TableSkeleton } from '../../ui/skeletons.tsx'
import { isLead } from '../incoming-leads/lead.ts'
import { boardWords } from './board-labels.ts'
import { BulkBar } from './bulk-bar.tsx'
import { DealListCard, useDealColumns } from './deal-columns.tsx'
import { noFilter } from './deal-filter.ts'
import type { DealFilter } from './deal-filter.ts'
import { dealIdOf } from './deal-list.ts'
import { DealsEmpty } from './deals-empty.tsx'
import { dealListWords } from './list-labels.ts'
import { useChangeDeals } from './use-change-deals.tsx'
import { useDealList } from './use-deal-list.ts'
import { useSelection } from './use-selection.ts'

type Props = {
  ref?: Ref<LiveTableHandle>
  filter: DealFilter
  onChange: (change: Partial<DealFilter>) => void
  onNew: () => void
}

/** Deals as a list, several of which can be changed at once. */
export function DealsList({ ref, filter, onChange, onNew }: Props): ReactElement {
  const say = useWords(dealListWords)
  const words = useWords(boardWords)
  const deals = useDealList(filter)
  const name = `deals ${JSON.stringify(filter)}`
  const returns = useIsFirst(name)
  const selection = useSelection(name, deals.rows.map(dealIdOf))
  const columns = useDealColumns({ filter, onSort: onChange, selection, rows: deals.rows })
  const changing = useChangeDeals()
  const selected = deals.rows.filter(({ id }) => selection.ids.has(id))
  useHotkeys(words('board.keys'), [
    {
      keys: 'x',
      label: words('board.key.select'),
      run: () => {
        const row = document.activeElement?.closest('tr')
        row?.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click()
      },
    },
    { keys: 'escape', label: words('select.clear'), run: selection.clear },
  ])
  if (deals.isLoading) return <TableSkeleton />
  if (deals.error && deals.rows.length === 0) {
    return <ErrorState title={say('deals.error')} error={deals.error} onRetry={deals.retry} />
  }
  if (deals.rows.length === 0) {
    return <DealsEmpty filter={filter} onReset={() => onChange(noFilter)} onNew={onNew} />
  }
  return (
    <>
      <LiveTable
        ref={ref}
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
      <BulkBar
        ids={selected.map(dealIdOf)}
        leads={selected.filter(isLead)}
        onMove={(place) => {
          changing.move(selected, place)
          selection.clear()
        }}
        onAssign={(responsibleUserId) => {
          changing.assign(selected, responsibleUserId)
          selection.clear()
        }}
        onClear={selection.clear}
      />
      {changing.dialog}
    </>
  )
}
