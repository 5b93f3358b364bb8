import { MultiSelect, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { listChannels } from '#contract/channels'
import { getCompany } from '#contract/companies'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { FilterMenu } from '../../ui/filter-menu.tsx'
import { ResponsibleFilter } from '../../ui/responsible-filter.tsx'
import { CompanySelect } from '../companies/company-select.tsx'
import { companyWords } from '../companies/labels.ts'
import { companyKey } from '../companies/use-change-company.ts'
import { FieldFilters } from '../fields/field-filters.tsx'
import { TagFilter } from '../tags/tag-filter.tsx'
import { countChoices, noFilter } from './contact-filter.ts'
import type { ContactFilter } from './contact-filter.ts'
import { contactWords } from './labels.ts'
import classes from './contact-filter-menu.module.css'

type Props = { filter: ContactFilter; onChange: (change: Partial<ContactFilter>) => void }

/** What narrows the contacts; a choice holds as soon as it is made. */
export function ContactFilterMenu({ filter, onChange }: Props): ReactElement {
  const say = useWords(contactWords)
  const [isOpen, setOpen] = useState(false)
  const count = countChoices(filter)
  const { search, sort, isAscending } = filter
  return (
    <FilterMenu
      label={count > 0 ? say('contacts.filter.count', { count }) : say('contacts.filter')}
      resetLabel={say('contacts.filter.reset')}
      count={count}
      onReset={() => onChange({ ...noFilter, search, sort, isAscending })}
      isOpen={isOpen}
      onOpen={setOpen}
    >
      <ResponsibleFilter
        label={say('contacts.col.responsible')}
        anybody={say('contacts.filter.any')}
        nobody={say('c.nobody')}
        ids={filter.responsibleUserIds}
        onChange={(responsibleUserIds) => onChange({ responsibleUserIds })}
      />
      <Company filter={filter} onChange={onChange} />
      <Channels filter={filter} onChange={onChange} />
      <TagFilter kind="contact" tagIds={filter.tagIds} onChange={(tagIds) => onChange({ tagIds })} />
      <Flag
        label={say('contacts.filter.chat')}
        names={{ yes: say('contacts.filter.chat.yes'), no: say('contacts.filter.chat.no') }}
        value={filter.hasChat}
        onChange={(hasChat) => onChange({ hasChat })}
      />
      <Flag
        label={say('contacts.filter.blocked')}
        names={{ yes: say('contacts.filter.blocked.yes'), no: say('contacts.filter.blocked.no') }}
        value={filter.isBlocked}
        onChange={(isBlocked) => onChange({ isBlocked })}
      />
      <FieldFilters kind="contact" conditions={filter.fields} onChange={(fields) => onChange({ fields })} />
    </FilterMenu>
  )
}

/** Choices outside the layer they belong to would close it. */
const inside = { withinPortal: false } as const

function Company({ filter, onChange }: Props): ReactElement {
  const say = useWords(companyWords)
  const { companyId } = filter
  const { data } = useQuery({
    queryKey: companyKey(companyId ?? 0),
    queryFn: ({ signal }) => call(getCompany, { companyId: companyId ?? 0 }, { signal }),
    enabled: companyId !== null,
    staleTime: 60_000,
  })
  const name = data?.id === companyId ? data.name : `#${companyId}`
  return (
    <CompanySelect
      key={`${companyId} ${name}`}
      label={say('company.field')}
      value={companyId === null ? null : { id: companyId, name }}
      isInside
      onlyKnown
      onChange={(company) => onChange({ companyId: company?.id ?? null })}
    />
  )
}

function Channels({ filter, onChange }: Props): ReactElement {
  const say = useWords(contactWords)
  const channels = useQuery({
    queryKey: ['channels'],
    queryFn: ({ signal }) => call(listChannels, undefined, { signal }),
  })
  return (
    <MultiSelect
      label={say('contacts.filter.channel')}
      placeholder={filter.channelIds.length === 0 ? say('contacts.filter.any') : ''}
      comboboxProps={inside}
      clearable
      hidePickedOptions
      data={(channels.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
      value={filter.channelIds.map(String)}
      onChange={(values) => onChange({ channelIds: values.map(Number) })}
    />
  )
}

type FlagProps = {
  label: string
  names: { yes: string; no: string }
  value: 'yes' | 'no' | null
  onChange: (value: 'yes' | 'no' | null) => void
}

function Flag({ label, names, value, onChange }: FlagProps): ReactElement {
  const say = useWords(contactWords)
  return (
    <div>
      <div className={classes.label}>{label}</div>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={label}
        value={value ?? 'any'}
        onChange={(chosen) => onChange(chosen === 'yes' || chosen === 'no' ? chosen : null)}
        data={[
          { value: 'any', label: say('contacts.filter.any') },
          { value: 'yes', label: names.yes },
          { value: 'no', label: names.no },
        ]}
      />
    </div>
  )
}
