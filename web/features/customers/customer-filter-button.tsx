import { Checkbox, Select, Stack, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import { customerSorts } from '#contract/customers'
import { talkStates } from '#contract/deal-filter'
import type { StageView } from '#contract/pipelines'
import { useWords } from '../../lib/words.ts'
import { FilterMenu } from '../../ui/filter-menu.tsx'
import { ResponsibleFilter } from '../../ui/responsible-filter.tsx'
import { FieldFilters } from '../fields/field-filters.tsx'
import { TagFilter } from '../tags/tag-filter.tsx'
import { countNarrowing, noFilter } from './customer-filter.ts'
import type { CustomerFilter } from './customer-filter.ts'
import { customerWords } from './labels.ts'
import classes from './customers.module.css'

type CustomerFilterProps = {
  filter: CustomerFilter
  stages: readonly StageView[]
  isOpen: boolean
  onOpen: (isOpen: boolean) => void
  onChange: (change: Partial<CustomerFilter>) => void
}

/** What narrows the customers; a choice holds as soon as it is made. */
export function CustomerFilterButton(props: CustomerFilterProps): ReactElement {
  const { filter, isOpen, onOpen, onChange } = props
  const say = useWords(customerWords)
  const count = countNarrowing(filter)
  const { search, sort, isAscending } = filter
  return (
    <FilterMenu
      label={count > 0 ? `${say('cust.filter')} ${count}` : say('cust.filter')}
      resetLabel={say('cust.filter.reset')}
      count={count}
      onReset={() => onChange({ ...noFilter, search, sort, isAscending })}
      isOpen={isOpen}
      onOpen={onOpen}
    >
      <Narrowing {...props} />
    </FilterMenu>
  )
}

function Narrowing({ filter, stages, onChange }: CustomerFilterProps): ReactElement {
  const say = useWords(customerWords)
  const among = { comboboxProps: { withinPortal: false } } as const
  return (
    <>
      <Checkbox.Group
        label={say('cust.filter.stages')}
        value={filter.customerStageIds.map(String)}
        onChange={(chosen) => onChange({ customerStageIds: chosen.map(Number) })}
      >
        <Stack gap={6} mt={6}>
          {stages.map(({ id, name }) => (
            <Checkbox key={id} value={String(id)} label={<bdi>{name}</bdi>} />
          ))}
        </Stack>
      </Checkbox.Group>
      <ResponsibleFilter
        label={say('cust.filter.responsible')}
        anybody={say('cust.filter.talks.any')}
        nobody={say('cust.filter.nobody')}
        ids={filter.responsibleUserIds}
        onChange={(responsibleUserIds) => onChange({ responsibleUserIds })}
      />
      <div className={classes.days} role="group" aria-label={say('cust.filter.next')}>
        {(['nextFrom', 'nextTo'] as const).map((side) => (
          <TextInput
            key={side}
            type="date"
            label={`${say('cust.filter.next')}: ${say(side === 'nextFrom' ? 'cust.filter.from' : 'cust.filter.to').toLowerCase()}`}
            value={filter[side] ?? ''}
            onChange={(event) => onChange({ [side]: event.currentTarget.value || null })}
          />
        ))}
      </div>
      <Select
        label={say('cust.filter.talks')}
        data={(['any', ...talkStates] as const).map((state) => ({
          value: state,
          label: say(`cust.filter.talks.${state}`),
        }))}
        value={filter.talks ?? 'any'}
        onChange={(chosen) => onChange({ talks: talkStates.find((state) => state === chosen) ?? null })}
        allowDeselect={false}
        {...among}
      />
      <TagFilter kind="customer" tagIds={filter.tagIds} onChange={(tagIds) => onChange({ tagIds })} />
      <FieldFilters kind="customer" conditions={filter.fields} onChange={(fields) => onChange({ fields })} />
      <Select
        label={say('cust.sort')}
        data={customerSorts.map((sort) => ({ value: sort, label: say(`cust.sort.${sort}`) }))}
        value={filter.sort}
        onChange={(chosen) => {
          const sort = customerSorts.find((each) => each === chosen) ?? 'updated'
          // The nearest day first; of everything else the newest or largest.
          onChange({ sort, isAscending: sort === 'next' })
        }}
        allowDeselect={false}
        {...among}
      />
    </>
  )
}
