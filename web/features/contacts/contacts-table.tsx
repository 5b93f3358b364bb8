import type { ReactElement, Ref } from 'react'
import { mostChangedContacts } from '#contract/contacts'
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
import { ContactListCard, useContactColumns } from './contact-columns.tsx'
import { noFilter } from './contact-filter.ts'
import type { ContactFilter } from './contact-filter.ts'
import { contactIdOf } from './contact-list.ts'
import { ContactsEmpty } from './contacts-empty.tsx'
import { contactWords } from './labels.ts'
import { useAssignContacts } from './use-change-contacts.ts'
import { useContactList } from './use-contact-list.ts'

type Props = {
  ref?: Ref<LiveTableHandle>
  filter: ContactFilter
  onChange: (change: Partial<ContactFilter>) => void
  onNew: () => void
}

/** Contacts as a list, several of which can get another responsible at once. */
export function ContactsTable({ ref, filter, onChange, onNew }: Props): ReactElement {
  const say = useWords(contactWords)
  const words = useWords(boardWords)
  const contacts = useContactList(filter)
  const name = `contacts ${JSON.stringify(filter)}`
  const returns = useIsFirst(name)
  const selection = useSelection(name, contacts.rows.map(contactIdOf))
  const columns = useContactColumns({ filter, onSort: onChange, selection, rows: contacts.rows })
  const assign = useAssignContacts()
  const selected = contacts.rows.filter(({ id }) => selection.ids.has(id))
  const isTooMany = selected.length > mostChangedContacts
  useHotkeys(say('contacts.keys'), [
    {
      keys: 'x',
      label: say('contacts.key.select'),
      run: () => {
        const row = document.activeElement?.closest('tr')
        row?.querySelector<HTMLInputElement>('input[type="checkbox"]')?.click()
      },
    },
    { keys: 'escape', label: words('select.clear'), run: selection.clear },
  ])
  if (contacts.isLoading) return <TableSkeleton />
  if (contacts.error && contacts.rows.length === 0) {
    return <ErrorState title={say('contacts.error')} error={contacts.error} onRetry={contacts.retry} />
  }
  if (contacts.rows.length === 0) {
    return <ContactsEmpty filter={filter} onReset={() => onChange(noFilter)} onNew={onNew} />
  }
  return (
    <>
      <LiveTable
        ref={ref}
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
      {selected.length > 0 && (
        <SelectionBar
          label={say('contacts.select.bar')}
          count={words('select.count', { count: selected.length })}
          clear={words('select.clear')}
          onClear={selection.clear}
        >
          {isTooMany && <span>{words('select.most', { count: mostChangedContacts })}</span>}
          <AssignMenu
            label={words('select.responsible')}
            isDisabled={isTooMany}
            onAssign={(responsibleUserId) => {
              void assign(selected, responsibleUserId)
              selection.clear()
            }}
          />
          <BulkTags
            kind="contact"
            entityIds={selected.map(contactIdOf)}
            isDisabled={isTooMany}
            onDone={selection.clear}
          />
        </SelectionBar>
      )}
    </>
  )
}
