import type { ReactElement, Ref } from 'react'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useIsFirst } from '../../lib/use-is-first.ts'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { LiveTable } from '../../ui/live-table.tsx'
import type { LiveTableHandle } from '../../ui/live-table.tsx'
import { TableSkeleton } from '../../ui/skeletons.tsx'
import { boardWords } from '../deals/board-labels.ts'
import { useSelection } from '../deals/use-selection.ts'
import { CustomerListCard, useCustomerColumns } from './customer-columns.tsx'
import { countNarrowing } from './customer-filter.ts'
import type { CustomerFilter } from './customer-filter.ts'
import { customerIdOf } from './customer-list.ts'
import { CustomersBulkBar } from './customers-bulk-bar.tsx'
import { CustomersEmpty } from './customers-empty.tsx'
import { customerWords } from './labels.ts'
import { useCustomerList } from './use-customer-list.ts'

type Props = {
  ref: Ref<LiveTableHandle>
  filter: CustomerFilter
  onReset: () => void
  onNew: () => void
}

/** Customers as a list, several of which can be changed at once. */
export function CustomersTable({ ref, filter, onReset, onNew }: Props): ReactElement {
  const say = useWords(customerWords)
  const words = useWords(boardWords)
  const customers = useCustomerList(filter)
  const name = `customers ${JSON.stringify(filter)}`
  const returns = useIsFirst(name)
  const selection = useSelection(name, customers.rows.map(customerIdOf))
  const columns = useCustomerColumns({ selection, rows: customers.rows })
  const selected = customers.rows.filter(({ id }) => selection.ids.has(id))
  useHotkeys(say('cust.keys'), [
    {
      keys: 'x',
      label: say('cust.select'),
      run: () => {
        const row = document.activeElement?.closest('tr')
        row?.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click()
      },
    },
    { keys: 'escape', label: words('select.clear'), run: selection.clear },
  ])
  if (customers.isLoading) return <TableSkeleton />
  if (customers.error && customers.rows.length === 0) {
    return <ErrorState title={say('cust.error')} error={customers.error} onRetry={customers.retry} />
  }
  if (customers.rows.length === 0) {
    const isNarrowed = filter.search !== '' || countNarrowing(filter) > 0
    return <CustomersEmpty isNarrowed={isNarrowed} onReset={onReset} onNew={onNew} />
  }
  return (
    <>
      <LiveTable
        ref={ref}
        name={name}
        returns={returns}
        label={say('cust.title')}
        columns={columns}
        renderCard={(row) => <CustomerListCard row={row} />}
        rows={customers.rows}
        rowKey={customerIdOf}
        rowHref={(row) => `/customers/${row.id}`}
        isStale={customers.isStale}
        hasMore={customers.hasMore}
        isLoadingMore={customers.isLoadingMore}
        onLoadMore={customers.loadMore}
      />
      <CustomersBulkBar selected={selected} onClear={selection.clear} />
    </>
  )
}
