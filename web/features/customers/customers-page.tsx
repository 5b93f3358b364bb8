import { Button, SegmentedControl } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import list from '../../ui/list-page.module.css'
import type { LiveTableHandle } from '../../ui/live-table.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { TableSkeleton } from '../../ui/skeletons.tsx'
import { TableMenu } from '../imports/table-menu.tsx'
import { CustomerBoard } from './customer-board.tsx'
import { CustomerFilterButton } from './customer-filter-button.tsx'
import { noFilter, wishesOf } from './customer-filter.ts'
import type { CustomerFilter } from './customer-filter.ts'
import { CustomersTable } from './customers-table.tsx'
import { customerWords } from './labels.ts'
import { NewCustomerDialog } from './new-customer-dialog.tsx'
import { useCustomerFilter } from './use-customer-filter.ts'
import { useLiveCustomers } from './use-customer-list.ts'
import { useCustomerPipeline } from './use-customer-stages.ts'

const searchPauseMs = 250

/** All customers one may see, as a list or as a board. */
export function CustomersPage(): ReactElement {
  const say = useWords(customerWords)
  const { rights } = useSession()
  const [{ view, ...choice }, change] = useCustomerFilter()
  const [search] = useDebouncedValue(choice.search.trim(), searchPauseMs)
  const [isNew, setNew] = useState(false)
  const [isFiltering, setFiltering] = useState(false)
  const searchField = useRef<HTMLInputElement>(null)
  const table = useRef<LiveTableHandle>(null)
  const pipeline = useCustomerPipeline()
  const filter: CustomerFilter = { ...choice, search }
  useLiveCustomers()
  useHotkeys(say('cust.keys'), [
    { keys: 'f', label: say('cust.key.search'), run: () => searchField.current?.focus() },
    { keys: 'shift+f', label: say('cust.filter'), run: () => setFiltering(true) },
    {
      keys: 'v',
      label: say('cust.key.view'),
      run: () => change({ view: view === 'list' ? 'board' : 'list' }),
    },
    ...(rights.addsCustomers ? [{ keys: 'c', label: say('cust.key.new'), run: () => setNew(true) }] : []),
  ])
  const make = rights.addsCustomers && (
    <Button
      leftSection={<IconPlus size={16} stroke={1.75} aria-hidden="true" />}
      onClick={() => setNew(true)}
    >
      {say('cust.new')}
    </Button>
  )
  return (
    <Page title={say('cust.title')} width="bare" actions={make}>
      <title>{say('cust.title')}</title>
      <div className={list.fill}>
        <div className={list.tools} role="search">
          <SearchField
            className={list.search}
            inputRef={searchField}
            value={choice.search}
            onChange={(typed) => change({ search: typed })}
            placeholder={say('cust.search')}
            hotkey="f"
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown') return
              event.preventDefault()
              if (view === 'board') document.querySelector<HTMLElement>('a[data-card]')?.focus()
              else table.current?.focus()
            }}
          />
          <CustomerFilterButton
            filter={choice}
            stages={pipeline?.stages ?? []}
            isOpen={isFiltering}
            onOpen={setFiltering}
            onChange={change}
          />
          <SegmentedControl
            aria-label={say('cust.view')}
            value={view}
            onChange={(chosen) => change({ view: chosen === 'board' ? 'board' : 'list' })}
            data={[
              { value: 'list', label: say('cust.list') },
              { value: 'board', label: say('cust.board') },
            ]}
          />
          <TableMenu kind="customers" wishes={wishesOf(filter)} />
        </div>
        {view === 'board' ? (
          pipeline ? (
            <CustomerBoard filter={filter} pipeline={pipeline} />
          ) : (
            <TableSkeleton />
          )
        ) : (
          <CustomersTable
            ref={table}
            filter={filter}
            onReset={() => change({ ...noFilter })}
            onNew={() => setNew(true)}
          />
        )}
      </div>
      <NewCustomerDialog isOpen={isNew} onClose={() => setNew(false)} />
    </Page>
  )
}
