import { Checkbox } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { ContactRow, ContactSort } from '#contract/contacts'
import type { ContactColumn } from '#contract/people'
import { useColleagueName, useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { ChannelMark } from '../../ui/channel-mark.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Person, When } from '../../ui/list-cells.tsx'
import list from '../../ui/list-page.module.css'
import { SortHead } from '../../ui/sort-head.tsx'
import { boardWords } from '../deals/board-labels.ts'
import type { Selection } from '../deals/use-selection.ts'
import type { ContactFilter } from './contact-filter.ts'
import { contactWords } from './labels.ts'
import { TagChips } from '../tags/tag-chips.tsx'
import { tagWords } from '../tags/labels.ts'
import { phoneHref } from './phone-href.ts'

/** The names of the columns that can be left out. */
export function useContactColumnNames(): Record<ContactColumn, string> {
  const say = useWords(contactWords)
  return {
    phone: say('contacts.col.phone'),
    email: say('contacts.col.email'),
    company: say('contacts.col.company'),
    channels: say('contacts.col.channels'),
    responsible: say('contacts.col.responsible'),
    created: say('contacts.col.created'),
    updated: say('contacts.col.updated'),
    tags: useWords(tagWords)('tags.title'),
  }
}

const cells: Record<ContactColumn, Pick<Column<ContactRow>, 'width' | 'render'>> = {
  phone: {
    width: '16%',
    render: ({ phone }) =>
      phone && (
        <a href={phoneHref(phone)} className={list.link}>
          <bdi>{phone}</bdi>
        </a>
      ),
  },
  email: {
    width: '20%',
    render: ({ email }) =>
      email && (
        <a href={`mailto:${email}`} className={list.link} title={email}>
          <bdi>{email}</bdi>
        </a>
      ),
  },
  company: {
    width: '18%',
    render: ({ company }) =>
      company && (
        <AppLink href={`/companies/${company.id}`} className={list.link} title={company.name}>
          <bdi>{company.name}</bdi>
        </AppLink>
      ),
  },
  channels: {
    width: 104,
    render: ({ channels }) => (
      <span className={list.iconed}>
        {channels.map((kind) => (
          <ChannelMark key={kind} kind={kind} size={18} />
        ))}
      </span>
    ),
  },
  responsible: { width: '16%', render: ({ responsibleUserId }) => <Person userId={responsibleUserId} /> },
  created: { width: 112, render: ({ createdAt }) => <When at={createdAt} /> },
  updated: { width: 112, render: ({ updatedAt }) => <When at={updatedAt} /> },
  tags: { width: '16%', render: ({ tags }) => <TagChips tags={tags} most={3} /> },
}

const order = ['phone', 'email', 'company', 'channels', 'responsible', 'created', 'updated', 'tags'] as const
const sorts: Partial<Record<ContactColumn, ContactSort>> = { created: 'created', updated: 'updated' }

type Options = {
  filter: ContactFilter
  onSort: (change: Pick<ContactFilter, 'sort' | 'isAscending'>) => void
  selection: Selection
  rows: readonly ContactRow[]
}

/** What the list tells of a contact: the columns one has chosen, after those that are always there. */
export function useContactColumns({ filter, onSort, selection, rows }: Options): Column<ContactRow>[] {
  const say = useWords(contactWords)
  const words = useWords(boardWords)
  const names = useContactColumnNames()
  const chosen = useSession().user.preferences.contactColumns
  const head = (title: string, sort: ContactSort | undefined): Pick<Column<ContactRow>, 'title' | 'sorted'> =>
    sort === undefined
      ? { title }
      : {
          title: (
            <SortHead
              title={title}
              hint={words('sort.by', { name: title })}
              sorted={filter.sort === sort ? (filter.isAscending ? 'ascending' : 'descending') : undefined}
              onSort={(isAscending) => onSort({ sort, isAscending })}
              isAscendingFirst={sort === 'name'}
            />
          ),
          sorted: filter.sort === sort ? (filter.isAscending ? 'ascending' : 'descending') : undefined,
        }
  return [
    {
      key: 'select',
      title: (
        <Checkbox
          size="xs"
          aria-label={say('contacts.select.all')}
          checked={rows.length > 0 && selection.ids.size === rows.length}
          indeterminate={selection.ids.size > 0 && selection.ids.size < rows.length}
          onChange={selection.toggleAll}
        />
      ),
      width: 56,
      render: ({ id, name }) => (
        <Checkbox
          size="xs"
          aria-label={say('contacts.select.row', { name })}
          checked={selection.ids.has(id)}
          onClick={(event) => selection.toggle(id, event.shiftKey)}
          readOnly
        />
      ),
    },
    {
      key: 'name',
      ...head(say('contacts.col.name'), 'name'),
      width: '28%',
      render: (contact) => <ContactLink contact={contact} size={24} />,
    },
    ...order
      .filter((key) => chosen.includes(key))
      .map((key): Column<ContactRow> => ({ key, ...head(names[key], sorts[key]), ...cells[key] })),
  ]
}

/** A contact in the list of a phone. */
export function ContactListCard({ contact }: { contact: ContactRow }): ReactElement {
  const responsible = useColleagueName()(contact.responsibleUserId)
  const { phone, email, company } = contact
  return (
    <div className={list.card}>
      <div className={list.cardLine}>
        <ContactLink contact={contact} size={36} />
        <When at={contact.updatedAt} />
      </div>
      <div className={list.cardLine}>
        <span className={list.quiet}>
          {[phone, email, company?.name, responsible].filter(Boolean).join(' · ')}
        </span>
      </div>
    </div>
  )
}

function ContactLink({ contact, size }: { contact: ContactRow; size: number }): ReactElement {
  const say = useWords(contactWords)
  return (
    <span className={list.iconed} title={contact.name}>
      <Avatar name={contact.name} seed={contact.id} picture={contact.avatarUrl} size={size} />
      <AppLink href={`/contacts/${contact.id}`} className={list.name}>
        <bdi>{contact.name}</bdi>
      </AppLink>
      {contact.isBlocked && (
        <IconBan size={16} stroke={1.75} role="img" aria-label={say('contacts.isBlocked')} />
      )}
    </span>
  )
}
