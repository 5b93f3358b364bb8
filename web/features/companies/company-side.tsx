import { ActionIcon } from '@mantine/core'
import { IconArrowLeft, IconExternalLink } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { getCompany } from '#contract/companies'
import type { CompanyView } from '#contract/companies'
import { call } from '../../lib/api.ts'
import { useSession } from '../../lib/session.ts'
import { useFormat } from '../../lib/use-format.ts'
import { useWords } from '../../lib/words.ts'
import { AppLink } from '../../ui/app-link.tsx'
import { Avatar } from '../../ui/avatar.tsx'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { EditableField } from '../../ui/editable-field.tsx'
import { FieldRow } from '../../ui/field-row.tsx'
import { Section } from '../../ui/section.tsx'
import { plainPoints } from '../contacts/plain-points.ts'
import { PointsField } from '../contacts/points-field.tsx'
import { FieldsBlock } from '../fields/fields-block.tsx'
import { NotesBlock } from '../notes/notes-block.tsx'
import { TagsRow } from '../tags/tags-row.tsx'
import { TasksBlock } from '../tasks/tasks-block.tsx'
import { CompanyLinks } from './company-links.tsx'
import { CompanyMenu } from './company-menu.tsx'
import { companyWords } from './labels.ts'
import { siteName } from './site-name.ts'
import { companyKey, useChangeCompany } from './use-change-company.ts'
import classes from './company.module.css'

/** Left in the card: what the company is, who belongs to it, what is sold to it. */
export function CompanySide({ company }: { company: CompanyView }): ReactElement {
  const say = useWords(companyWords)
  const format = useFormat()
  const change = useChangeCompany()
  return (
    <div className={classes.side}>
      <header className={classes.sideHead}>
        <ActionIcon component={AppLink} href="/companies" aria-label={say('company.toList')} size={36}>
          <IconArrowLeft size={20} stroke={1.75} />
        </ActionIcon>
        <span className={classes.path}>{`${say('companies.title')} / #${company.id}`}</span>
      </header>
      <div className={classes.summary}>
        <Avatar name={company.name} seed={`company ${company.id}`} size={48} />
        <h1 className={classes.name}>
          <EditableField
            label={say('company.name')}
            value={company.name}
            isReadOnly={!company.canEdit}
            onSave={(name, saw) => change(company, { name }, { name: saw })}
          />
        </h1>
        {company.canDelete && <CompanyMenu company={company} />}
      </div>
      <Section title={say('company.fields')}>
        <Points company={company} kind="phone" />
        <Points company={company} kind="email" />
        <Website company={company} />
        <Address company={company} />
        <Responsible company={company} />
        <TagsRow card={{ kind: 'company', id: company.id }} tags={company.tags} canEdit={company.canEdit} />
        <FieldRow label={say('company.created')}>{format.dateTime(company.createdAt)}</FieldRow>
      </Section>
      <FieldsBlock card={{ kind: 'company', id: company.id }} canEdit={company.canEdit} />
      <CompanyLinks company={company} />
      <TasksBlock place={{ companyId: company.id }} name={company.name} />
      <NotesBlock holder={{ kind: 'company', id: company.id }} canEdit={company.canEdit} />
    </div>
  )
}

type Part = { company: CompanyView }

function Points({ company, kind }: Part & { kind: 'phone' | 'email' }): ReactElement {
  const client = useQueryClient()
  const change = useChangeCompany()
  return (
    <PointsField
      kind={kind}
      points={company.points}
      canEdit={company.canEdit}
      holder={{ exceptCompanyId: company.id }}
      onSave={(points, seen) => change(company, { points }, { points: plainPoints(seen) })}
      reload={async () => {
        const now = await call(getCompany, { companyId: company.id })
        client.setQueryData(companyKey(company.id), now)
        return now.points
      }}
    />
  )
}

function Website({ company }: Part): ReactElement | null {
  const say = useWords(companyWords)
  const change = useChangeCompany()
  const { website } = company
  if (website === null && !company.canEdit) return null
  return (
    <FieldRow label={say('company.website')}>
      <div className={classes.site}>
        <EditableField
          label={say('company.website')}
          value={website ?? ''}
          shown={website === null ? undefined : siteName(website)}
          isReadOnly={!company.canEdit}
          onSave={(typed, saw) => change(company, { website: typed || null }, { website: saw || null })}
        />
        {website !== null && (
          <ActionIcon
            component="a"
            href={website}
            target="_blank"
            rel="noopener noreferrer"
            size={24}
            aria-label={say('company.website.open')}
            title={say('company.website.open')}
          >
            <IconExternalLink size={16} stroke={1.75} />
          </ActionIcon>
        )}
      </div>
    </FieldRow>
  )
}

function Address({ company }: Part): ReactElement | null {
  const say = useWords(companyWords)
  const change = useChangeCompany()
  if (company.address === null && !company.canEdit) return null
  return (
    <FieldRow label={say('company.address')}>
      <EditableField
        label={say('company.address')}
        value={company.address ?? ''}
        isReadOnly={!company.canEdit}
        onSave={(typed, saw) => change(company, { address: typed || null }, { address: saw || null })}
      />
    </FieldRow>
  )
}

function Responsible({ company }: Part): ReactElement {
  const say = useWords(companyWords)
  const { colleagues } = useSession()
  const change = useChangeCompany()
  const people = colleagues.filter((each) => each.isActive || each.id === company.responsibleUserId)
  return (
    <FieldRow label={say('company.responsible')}>
      <ChoiceField
        label={say('company.responsible')}
        value={company.responsibleUserId}
        isReadOnly={!company.canEdit}
        choices={[
          ...people.map(({ id, name }) => ({
            value: id,
            label: name,
            icon: <Avatar name={name} seed={id} size={20} />,
          })),
          { value: null, label: say('c.nobody') },
        ]}
        onChange={(responsibleUserId, saw) =>
          change(company, { responsibleUserId }, { responsibleUserId: saw })
        }
      />
    </FieldRow>
  )
}
