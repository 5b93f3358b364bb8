import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { contactColumns } from '#contract/people'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useSession } from '../../lib/session.ts'
import { useAddressFilter } from '../../lib/use-address-filter.ts'
import { useTyped } from '../../lib/use-typed.ts'
import { useWords } from '../../lib/words.ts'
import { ColumnsMenu } from '../../ui/columns-menu.tsx'
import list from '../../ui/list-page.module.css'
import type { LiveTableHandle } from '../../ui/live-table.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { PeopleTabs } from '../companies/people-tabs.tsx'
import { TableMenu } from '../imports/table-menu.tsx'
import { boardWords } from '../deals/board-labels.ts'
import { useChangePreferences } from '../deals/use-preferences.ts'
import { useContactColumnNames } from './contact-columns.tsx'
import { ContactFilterMenu } from './contact-filter-menu.tsx'
import { filterToSearch, searchToFilter, wishesOf } from './contact-filter.ts'
import type { ContactFilter } from './contact-filter.ts'
import { ContactsTable } from './contacts-table.tsx'
import { contactWords } from './labels.ts'
import { NewContactDialog } from './new-contact-dialog.tsx'

/** All contacts one may see, as a list. */
export function ContactsPage(): ReactElement {
  const say = useWords(contactWords)
  const words = useWords(boardWords)
  const { rights, user } = useSession()
  const [filter, change] = useAddressFilter<ContactFilter>({
    key: 'beseda.contacts.search',
    toSearch: filterToSearch,
    fromSearch: searchToFilter,
  })
  const [typed, setTyped] = useTyped(filter.search, (search) => change({ search }))
  const [isNew, setNew] = useState(false)
  const searchField = useRef<HTMLInputElement>(null)
  const table = useRef<LiveTableHandle>(null)
  const names = useContactColumnNames()
  const prefer = useChangePreferences()
  useHotkeys(say('contacts.keys'), [
    { keys: 'f', label: say('contacts.key.search'), run: () => searchField.current?.focus() },
    ...(rights.addsContacts ? [{ keys: 'c', label: say('contacts.key.new'), run: () => setNew(true) }] : []),
  ])
  const make = rights.addsContacts && (
    <Button
      leftSection={<IconPlus size={16} stroke={1.75} aria-hidden="true" />}
      onClick={() => setNew(true)}
    >
      {say('contacts.new')}
    </Button>
  )
  return (
    <Page title={say('nav.contacts')} width="bare" actions={make}>
      <title>{say('nav.contacts')}</title>
      <div className={list.fill}>
        <div className={list.tools} role="search">
          <PeopleTabs current="contacts" />
          <SearchField
            className={list.search}
            inputRef={searchField}
            value={typed}
            onChange={setTyped}
            placeholder={say('contacts.search')}
            hotkey="f"
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown') return
              event.preventDefault()
              table.current?.focus()
            }}
          />
          <ContactFilterMenu filter={filter} onChange={change} />
          <ColumnsMenu
            title={words('columns.title')}
            columns={contactColumns.map((key) => ({ key, name: names[key] }))}
            shown={user.preferences.contactColumns}
            onChange={(shown) => prefer({ contactColumns: shown })}
          />
          <TableMenu kind="contacts" wishes={wishesOf(filter)} />
        </div>
        <ContactsTable ref={table} filter={filter} onChange={change} onNew={() => setNew(true)} />
      </div>
      <NewContactDialog isOpen={isNew} onClose={() => setNew(false)} name={filter.search} />
    </Page>
  )
}
