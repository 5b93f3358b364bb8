import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { ReactElement } from 'react'
import { useHotkeys } from '../../lib/keyboard.ts'
import { useSession } from '../../lib/session.ts'
import { useKeptText } from '../../lib/use-kept-text.ts'
import { useIsFirst } from '../../lib/use-is-first.ts'
import { useWords } from '../../lib/words.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import list from '../../ui/list-page.module.css'
import { LiveTable } from '../../ui/live-table.tsx'
import type { LiveTableHandle } from '../../ui/live-table.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { TableSkeleton } from '../../ui/skeletons.tsx'
import { ContactListCard, useContactColumns } from './contact-columns.tsx'
import { contactIdOf } from './contact-list.ts'
import { ContactsEmpty } from './contacts-empty.tsx'
import { contactWords } from './labels.ts'
import { NewContactDialog } from './new-contact-dialog.tsx'
import { useContactList } from './use-contact-list.ts'

const searchPauseMs = 250

/** All contacts one may see, as a list. */
export function ContactsPage(): ReactElement {
  const say = useWords(contactWords)
  const { rights } = useSession()
  const [typed, setTyped] = useKeptText('beseda.contacts.search')
  const [search] = useDebouncedValue(typed.trim(), searchPauseMs)
  const [isNew, setNew] = useState(false)
  const searchField = useRef<HTMLInputElement>(null)
  const table = useRef<LiveTableHandle>(null)
  const contacts = useContactList({ search })
  const name = `contacts ${search}`
  const returns = useIsFirst(name)
  const columns = useContactColumns()
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
        </div>
        {contacts.isLoading ? (
          <TableSkeleton />
        ) : contacts.error && contacts.rows.length === 0 ? (
          <ErrorState title={say('contacts.error')} error={contacts.error} onRetry={contacts.retry} />
        ) : contacts.rows.length === 0 ? (
          <ContactsEmpty search={search} onReset={() => setTyped('')} onNew={() => setNew(true)} />
        ) : (
          <LiveTable
            ref={table}
            name={name}
            returns={returns}
            label={say('nav.contacts')}
            columns={columns}
            renderCard={(contact) => <ContactListCard contact={contact} />}
            rows={contacts.rows}
            rowKey={contactIdOf}
            rowHref={(contact) => `/contacts/${contact.id}`}
            isStale={contacts.isStale}
            hasMore={contacts.hasMore}
            isLoadingMore={contacts.isLoadingMore}
            onLoadMore={contacts.loadMore}
          />
        )}
      </div>
      <NewContactDialog
        isOpen={isNew}
        onClose={() => setNew(false)}
        name={contacts.rows.length === 0 ? search : ''}
      />
    </Page>
  )
}
