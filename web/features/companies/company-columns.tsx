import { Checkbox } from '@mantine/core'
import type { ReactElement } from 'react'
import type { CompanyRow } from '#contract/companies'
import { useColleagueName } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Person, When } from '../../ui/list-cells.tsx'
import list from '../../ui/list-page.module.css'
import { phoneHref } from '../contacts/phone-href.ts'
import type { Selection } from '../deals/use-selection.ts'
import { companyWords } from './labels.ts'
import { siteName } from './site-name.ts'

type Wanted = { selection: Selection; rows: readonly CompanyRow[] }

/** What the list tells of a company. */
export function useCompanyColumns({ selection, rows }: Wanted): Column<CompanyRow>[] {
  const say = useWords(companyWords)
  return [
    {
      key: 'select',
      title: (
        <Checkbox
          size="xs"
          aria-label={say('companies.select.all')}
          checked={rows.length > 0 && selection.ids.size === rows.length}
          indeterminate={selection.ids.size > 0 && selection.ids.size < rows.length}
          onChange={selection.toggleAll}
        />
      ),
      width: 56,
      render: ({ id, name }) => (
        <Checkbox
          size="xs"
          aria-label={say('companies.select.row', { name })}
          checked={selection.ids.has(id)}
          onClick={(event) => selection.toggle(id, event.shiftKey)}
          readOnly
        />
      ),
    },
    {
      key: 'name',
      title: say('companies.col.name'),
      width: '28%',
      render: (company) => <CompanyLink company={company} size={24} />,
    },
    {
      key: 'phone',
      title: say('companies.col.phone'),
      width: '18%',
      render: ({ phone }) =>
        phone && (
          <a href={phoneHref(phone)} className={list.link}>
            <bdi>{phone}</bdi>
          </a>
        ),
    },
    {
      key: 'email',
      title: say('companies.col.email'),
      width: '20%',
      render: ({ email }) =>
        email && (
          <a href={`mailto:${email}`} className={list.link} title={email}>
            <bdi>{email}</bdi>
          </a>
        ),
    },
    {
      key: 'website',
      title: say('companies.col.website'),
      width: '16%',
      render: ({ website }) =>
        website && (
          <a href={website} className={list.link} title={website} target="_blank" rel="noopener noreferrer">
            <bdi>{siteName(website)}</bdi>
          </a>
        ),
    },
    {
      key: 'responsible',
      title: say('companies.col.responsible'),
      width: '18%',
      render: ({ responsibleUserId }) => <Person userId={responsibleUserId} />,
    },
    {
      key: 'updated',
      title: say('companies.col.updated'),
      width: 112,
      render: ({ updatedAt }) => <When at={updatedAt} />,
    },
  ]
}

/** A company in the list of a phone. */
export function CompanyListCard({ company }: { company: CompanyRow }): ReactElement {
  const responsible = useColleagueName()(company.responsibleUserId)
  const { phone, email } = company
  return (
    <div className={list.card}>
      <div className={list.cardLine}>
        <CompanyLink company={company} size={36} />
        <When at={company.updatedAt} />
      </div>
      <div className={list.cardLine}>
        <span className={list.quiet}>{[phone, email, responsible].filter(Boolean).join(' · ')}</span>
      </div>
    </div>
  )
}

function CompanyLink({ company, size }: { company: CompanyRow; size: number }): ReactElement {
  return (
    <span className={list.iconed} title={company.name}>
      <Avatar name={company.name} seed={`company ${company.id}`} size={size} />
      <AppLink href={`/companies/${company.id}`} className={list.name}>
        <bdi>{company.name}</bdi>
      </AppLink>
    </span>
  )
}
