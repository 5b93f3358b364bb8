import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconBuilding, IconPlus, IconSearchOff } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useSession } from '../../lib/session.ts'
import { useIsFirst } from '../../lib/use-is-first.ts'
import { useKeptText } from '../../lib/use-kept-text.ts'
import { useWords } from '../../lib/words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import list from '../../ui/list-page.module.css'
import { LiveTable } from '../../ui/live-table.tsx'
import type { LiveTableHandle } from '../../ui/live-table.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { TableSkeleton } from '../../ui/skeletons.tsx'
import { TableMenu } from '../imports/table-menu.tsx'
import { CompanyListCard, useCompanyColumns } from './company-columns.tsx'
import { companyIdOf } from './company-list.ts'
import { companyWords } from './labels.ts'
import { NewCompanyDialog } from './new-company-dialog.tsx'
import { PeopleTabs } from './people-tabs.tsx'
import { useCompanyList } from './use-company-list.ts'

const searchPauseMs = 250

/** All companies one may see, as a list. */
export function CompaniesPage(): ReactElement {
  const say = useWords(companyWords)
  const { rights } = useSession()
  const [typed, setTyped] = useKeptText('beseda.companies.search')
  const [search] = useDebouncedValue(typed.trim(), searchPauseMs)
  const [isNew, setNew] = useState(false)
  const searchField = useRef<HTMLInputElement>(null)
  const table = useRef<LiveTableHandle>(null)
  const companies = useCompanyList({ search })
  const name = `companies ${search}`
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
          <TableMenu kind="companies" wishes={search === '' ? {} : { search }} />
        </div>
        {companies.isLoading ? (
          <TableSkeleton />
        ) : companies.error && companies.rows.length === 0 ? (
          <ErrorState title={say('companies.error')} error={companies.error} onRetry={companies.retry} />
        ) : companies.rows.length === 0 ? (
          <Empty search={search} onReset={() => setTyped('')} onNew={() => setNew(true)} />
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
        name={companies.rows.length === 0 ? search : ''}
      />
    </Page>
  )
}

const icon = { size: 28, stroke: 1.5 } as const

/** Why there is no company, and the one next step. */
function Empty({
  search,
  onReset,
  onNew,
}: {
  search: string
  onReset: () => void
  onNew: () => void
}): ReactElement {
  const say = useWords(companyWords)
  const { rights } = useSession()
  if (search !== '') {
    return (
      <EmptyState
        icon={<IconSearchOff {...icon} />}
        title={say('companies.none.title')}
        text={say('companies.none.text', { search })}
        action={
          <Button variant="default" onClick={onReset}>
            {say('companies.none.action')}
          </Button>
        }
      />
    )
  }
  return (
    <EmptyState
      icon={<IconBuilding {...icon} />}
      title={say('companies.empty.title')}
      text={rights.addsCompanies ? say('companies.empty.text') : say('companies.empty.see')}
      action={
        rights.addsCompanies && (
          <Button variant="default" onClick={onNew}>
            {say('companies.new')}
          </Button>
        )
      }
    />
  )
}
