import { Button, Checkbox, MultiSelect, Popover, Select, Stack, TextInput } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { customerSorts } from '#contract/customers'
import { talkStates } from '#contract/deal-filter'
import type { StageView } from '#contract/pipelines'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
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
  return (
    <Popover opened={isOpen} onChange={onOpen} position="bottom-start" trapFocus returnFocus withRoles>
      <Popover.Target>
        <Button
          variant={count > 0 ? 'light' : 'default'}
          leftSection={<IconFilter size={16} stroke={1.75} aria-hidden="true" />}
          onClick={() => onOpen(!isOpen)}
        >
          {say('cust.filter')}
          {count > 0 && ` ${count}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm" className={classes.filter ?? ''}>
          <Narrowing {...props} />
          {count > 0 && (
            <Button
              variant="default"
              onClick={() =>
                onChange({
                  ...noFilter,
                  search: filter.search,
                  sort: filter.sort,
                  isAscending: filter.isAscending,
                })
              }
            >
              {say('cust.filter.reset')}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}

function Narrowing({ filter, stages, onChange }: CustomerFilterProps): ReactElement {
  const say = useWords(customerWords)
  const { colleagues } = useSession()
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
      <MultiSelect
        label={say('cust.filter.responsible')}
        data={[
          ...colleagues.map(({ id, name }) => ({ value: String(id), label: name })),
          { value: '0', label: say('cust.filter.nobody') },
        ]}
        value={filter.responsibleUserIds.map(String)}
        onChange={(chosen) => onChange({ responsibleUserIds: chosen.map(Number) })}
        searchable
        clearable
        {...among}
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
