import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useSession } from '../../lib/session.ts'
import { useAddressFilter } from '../../lib/use-address-filter.ts'
import { useIsFirst } from '../../lib/use-is-first.ts'
import { useTyped } from '../../lib/use-typed.ts'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import list from '../../ui/list-page.module.css'
import { LiveTable } from '../../ui/live-table.tsx'
import type { LiveTableHandle } from '../../ui/live-table.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { TableSkeleton } from '../../ui/skeletons.tsx'
import { TableMenu } from '../imports/table-menu.tsx'
import { CompaniesEmpty } from './companies-empty.tsx'
import { CompanyListCard, useCompanyColumns } from './company-columns.tsx'
import { CompanyFilterMenu } from './company-filter-menu.tsx'
import { filterToSearch, noFilter, searchToFilter, wishesOf } from './company-filter.ts'
import type { CompanyFilter } from './company-filter.ts'
import { companyIdOf } from './company-list.ts'
import { companyWords } from './labels.ts'
import { NewCompanyDialog } from './new-company-dialog.tsx'
import { PeopleTabs } from './people-tabs.tsx'
import { useCompanyList } from './use-company-list.ts'

/** All companies one may see, as a list. */
export function CompaniesPage(): ReactElement {
  const say = useWords(companyWords)
  const { rights } = useSession()
  const [filter, change] = useAddressFilter<CompanyFilter>({
    key: 'beseda.companies.search',
    toSearch: filterToSearch,
    fromSearch: searchToFilter,
  })
  const [typed, setTyped] = useTyped(filter.search, (search) => change({ search }))
  const [isNew, setNew] = useState(false)
  const searchField = useRef<HTMLInputElement>(null)
  const table = useRef<LiveTableHandle>(null)
  const companies = useCompanyList(filter)
  const name = `companies ${filterToSearch(filter)}`
  const returns = useIsFirst(name)
  const columns = useCompanyColumns()
  useHotkeys(say('companies.keys'), [
    { keys: 'f', label: say('companies.key.search'), run: () => searchField.current?.focus() },
    ...(rights.addsCompanies
      ? [{ keys: 'c', label: say('companies.key.new'), run: () => setNew(true) }]
      : []),
  ])
  const make = rights.addsCompanies && (
    <Button
      leftSection={<IconPlus size={16} stroke={1.75} aria-hidden="true" />}
      onClick={() => setNew(true)}
    >
      {say('companies.new')}
    </Button>
  )
  return (
    <Page title={say('companies.title')} width="bare" actions={make}>
      <title>{say('companies.title')}</title>
      <div className={list.fill}>
        <div className={list.tools} role="search">
          <PeopleTabs current="companies" />
          <SearchField
            className={list.search}
            inputRef={searchField}
            value={typed}
            onChange={setTyped}
            placeholder={say('companies.search')}
            hotkey="f"
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown') return
              event.preventDefault()
              table.current?.focus()
            }}
          />
          <CompanyFilterMenu filter={filter} onChange={change} />
          <TableMenu kind="companies" wishes={wishesOf(filter)} />
        </div>
        {companies.isLoading ? (
          <TableSkeleton />
        ) : companies.error && companies.rows.length === 0 ? (
          <ErrorState title={say('companies.error')} error={companies.error} onRetry={companies.retry} />
        ) : companies.rows.length === 0 ? (
          <CompaniesEmpty filter={filter} onReset={() => change(noFilter)} onNew={() => setNew(true)} />
        ) : (
          <LiveTable
            ref={table}
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
        )}
      </div>
      <NewCompanyDialog
        isOpen={isNew}
        onClose={() => setNew(false)}
        name={companies.rows.length === 0 ? filter.search : ''}
      />
    </Page>
  )
}
