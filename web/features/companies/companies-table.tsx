import type { ReactElement, Ref } from 'react'
import { mostChangedCompanies } from '#contract/companies'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useIsFirst } from '../../lib/use-is-first.ts'
import { useWords } from '../../lib/words.ts'
import { AssignMenu } from '../../ui/assign-menu.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { LiveTable } from '../../ui/live-table.tsx'
import type { LiveTableHandle } from '../../ui/live-table.tsx'
import { SelectionBar } from '../../ui/selection-bar.tsx'
import { TableSkeleton } from '../../ui/skeletons.tsx'
import { boardWords } from '../deals/board-labels.ts'
import { useSelection } from '../deals/use-selection.ts'
import { BulkTags } from '../tags/bulk-tags.tsx'
import { CompaniesEmpty } from './companies-empty.tsx'
import { CompanyListCard, useCompanyColumns } from './company-columns.tsx'
import { filterToSearch, noFilter } from './company-filter.ts'
import type { CompanyFilter } from './company-filter.ts'
import { companyIdOf } from './company-list.ts'
import { DeleteCompanies } from './delete-companies.tsx'
import { companyWords } from './labels.ts'
import { useAssignCompanies } from './use-change-companies.ts'
import { useCompanyList } from './use-company-list.ts'

type Props = {
  ref?: Ref<LiveTableHandle>
  filter: CompanyFilter
  onChange: (change: Partial<CompanyFilter>) => void
  onNew: () => void
}

/** Companies as a list, several of which can be changed or deleted at once. */
export function CompaniesTable({ ref, filter, onChange, onNew }: Props): ReactElement {
  const say = useWords(companyWords)
  const words = useWords(boardWords)
  const companies = useCompanyList(filter)
  const name = `companies ${filterToSearch(filter)}`
  const returns = useIsFirst(name)
  const selection = useSelection(name, companies.rows.map(companyIdOf))
  const columns = useCompanyColumns({ selection, rows: companies.rows })
  const assign = useAssignCompanies()
  const selected = companies.rows.filter(({ id }) => selection.ids.has(id))
  const isTooMany = selected.length > mostChangedCompanies
  useHotkeys(say('companies.keys'), [
    {
      keys: 'x',
      label: say('companies.key.select'),
      run: () => {
        const row = document.activeElement?.closest('tr')
        row?.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click()
      },
    },
    { keys: 'escape', label: words('select.clear'), run: selection.clear },
  ])
  if (companies.isLoading) return <TableSkeleton />
  if (companies.error && companies.rows.length === 0) {
    return <ErrorState title={say('companies.error')} error={companies.error} onRetry={companies.retry} />
  }
  if (companies.rows.length === 0) {
    return <CompaniesEmpty filter={filter} onReset={() => onChange(noFilter)} onNew={onNew} />
  }
  return (
    <>
      <LiveTable
        ref={ref}
        name={name}
        returns={returns}
        label={say('companies.title')}
        columns={columns}
        renderCard={(company) => <CompanyListCard company={company} />}
        rows={companies.rows}
        rowKey={companyIdOf}
        rowHref={(company) => `/companies/${company.id}`}
        isStale={companies.isStale}
        hasMore={companies.hasMore}
        isLoadingMore={companies.isLoadingMore}
        onLoadMore={companies.loadMore}
      />
      {selected.length > 0 && (
        <SelectionBar
          label={say('companies.select.bar')}
          count={words('select.count', { count: selected.length })}
          clear={words('select.clear')}
          onClear={selection.clear}
        >
          {isTooMany && <span>{words('select.most', { count: mostChangedCompanies })}</span>}
          <AssignMenu
            label={words('select.responsible')}
            isDisabled={isTooMany}
            onAssign={(responsibleUserId) => {
              void assign(selected, responsibleUserId)
              selection.clear()
            }}
          />
          <BulkTags
            kind="company"
            entityIds={selected.map(companyIdOf)}
            isDisabled={isTooMany}
            onDone={selection.clear}
          />
          <DeleteCompanies ids={selected.map(companyIdOf)} isDisabled={isTooMany} onDone={selection.clear} />
        </SelectionBar>
      )}
    </>
  )
}
