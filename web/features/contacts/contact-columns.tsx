import type { ReactElement } from 'react'
import type { ContactRow } from '#contract/contacts'
import { useColleagueName } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Person, When } from '../../ui/list-cells.tsx'
import list from '../../ui/list-page.module.css'
import { contactWords } from './labels.ts'
import { phoneHref } from './phone-href.ts'

/** What the list tells of a contact. */
export function useContactColumns(): Column<ContactRow>[] {
  const say = useWords(contactWords)
  return [
    {
      key: 'name',
      title: say('contacts.col.name'),
      width: '30%',
      render: (contact) => <ContactLink contact={contact} size={24} />,
    },
    {
      key: 'phone',
      title: say('contacts.col.phone'),
      width: '20%',
      render: ({ phone }) =>
        phone && (
          <a href={phoneHref(phone)} className={list.link}>
            <bdi>{phone}</bdi>
          </a>
        ),
    },
    {
      key: 'email',
      title: say('contacts.col.email'),
      width: '24%',
      render: ({ email }) =>
        email && (
          <a href={`mailto:${email}`} className={list.link} title={email}>
            <bdi>{email}</bdi>
          </a>
        ),
    },
    {
      key: 'responsible',
      title: say('contacts.col.responsible'),
      width: '18%',
      render: ({ responsibleUserId }) => <Person userId={responsibleUserId} />,
    },
    {
      key: 'updated',
      title: say('contacts.col.updated'),
      width: 112,
      render: ({ updatedAt }) => <When at={updatedAt} />,
    },
  ]
}

/** A contact in the list of a phone. */
export function ContactListCard({ contact }: { contact: ContactRow }): ReactElement {
  const responsible = useColleagueName()(contact.responsibleUserId)
  const { phone, email } = contact
  return (
    <div className={list.card}>
      <div className={list.cardLine}>
        <ContactLink contact={contact} size={36} />
        <When at={contact.updatedAt} />
      </div>
      <div className={list.cardLine}>
        <span className={list.quiet}>{[phone, email, responsible].filter(Boolean).join(' · ')}</span>
      </div>
    </div>
  )
}

function ContactLink({ contact, size }: { contact: ContactRow; size: number }): ReactElement {
  return (
    <span className={list.iconed} title={contact.name}>
      <Avatar name={contact.name} seed={contact.id} picture={contact.avatarUrl} size={size} />
      <AppLink href={`/contacts/${contact.id}`} className={list.name}>
        <bdi>{contact.name}</bdi>
      </AppLink>
    </span>
  )
}
