import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useSession } from '../../lib/session.ts'
import { useAddressFilter } from '../../lib/use-address-filter.ts'
import { useTyped } from '../../lib/use-typed.ts'
import { useWords } from '../../lib/words.ts'
import list from '../../ui/list-page.module.css'
import type { LiveTableHandle } from '../../ui/live-table.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { TableMenu } from '../imports/table-menu.tsx'
import { CompaniesTable } from './companies-table.tsx'
import { CompanyFilterMenu } from './company-filter-menu.tsx'
import { filterToSearch, searchToFilter, wishesOf } from './company-filter.ts'
import type { CompanyFilter } from './company-filter.ts'
import { companyWords } from './labels.ts'
import { NewCompanyDialog } from './new-company-dialog.tsx'
import { PeopleTabs } from './people-tabs.tsx'

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
        <CompaniesTable ref={table} filter={filter} onChange={change} onNew={() => setNew(true)} />
      </div>
      <NewCompanyDialog isOpen={isNew} onClose={() => setNew(false)} name={filter.search} />
    </Page>
  )
}
