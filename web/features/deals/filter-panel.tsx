import { Button, MultiSelect, Radio, Select, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { listChannels } from '#contract/channels'
import { talkStates, taskStates } from '#contract/deal-filter'
import { changeDeal } from '#contract/deals'
import type { PipelineView } from '#contract/pipelines'
import { call } from '../../lib/api.ts'
import { parseMoney } from '../../lib/parse-money.ts'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import { FieldFilters } from '../fields/field-filters.tsx'
import { TagFilter } from '../tags/tag-filter.tsx'
import { boardWords } from './board-labels.ts'
import { countChoices, noChoices } from './deal-filter.ts'
import type { DealFilter } from './deal-filter.ts'
import { SavedViewList, SaveViewButton } from './saved-views.tsx'
import classes from './filter-panel.module.css'

type Props = {
  filter: DealFilter
  /** The pipeline one looks at; null: all of them. */
  pipeline: PipelineView | null
  onChange: (change: Partial<DealFilter>) => void
}

/** Everything that narrows the deals; a choice holds as soon as it is made. */
export function FilterPanel({ filter, pipeline, onChange }: Props): ReactElement {
  const say = useWords(boardWords)
  return (
    <div className={classes.panel} role="search" aria-label={say('filter.title')}>
      <div className={classes.fields}>
        <SavedViewList filter={filter} onChange={onChange} />
        <Radio.Group
          label={say('filter.talks')}
          value={filter.talks ?? 'any'}
          onChange={(value) => onChange({ talks: talkStates.find((state) => state === value) ?? null })}
        >
          <Stack gap={6} mt={6}>
            {(['any', ...talkStates] as const).map((state) => (
              <Radio key={state} size="sm" value={state} label={say(`filter.talks.${state}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Choices filter={filter} pipeline={pipeline} onChange={onChange} />
        <Select
          label={say('filter.tasks')}
          placeholder={filter.tasks === null ? say('filter.any') : ''}
          comboboxProps={{ withinPortal: false }}
          clearable
          data={taskStates.map((state) => ({ value: state, label: say(`filter.tasks.${state}`) }))}
          value={filter.tasks}
          onChange={(value) => onChange({ tasks: taskStates.find((state) => state === value) ?? null })}
        />
        <TagFilter kind="deal" tagIds={filter.tagIds} onChange={(tagIds) => onChange({ tagIds })} />
        <Budget filter={filter} onChange={onChange} />
        <Period
          label={say('filter.created')}
          from={filter.createdFrom}
          to={filter.createdTo}
          onChange={(createdFrom, createdTo) => onChange({ createdFrom, createdTo })}
        />
        <Period
          label={say('filter.closed')}
          from={filter.closedFrom}
          to={filter.closedTo}
          onChange={(closedFrom, closedTo) => onChange({ closedFrom, closedTo })}
        />
        <FieldFilters kind="deal" conditions={filter.fields} onChange={(fields) => onChange({ fields })} />
      </div>
      <div className={classes.foot}>
        <SaveViewButton filter={filter} />
        <Button variant="subtle" disabled={countChoices(filter) === 0} onClick={() => onChange(noChoices)}>
          {say('filter.reset')}
        </Button>
      </div>
    </div>
  )
}

function Choices({ filter, pipeline, onChange }: Props): ReactElement {
  const say = useWords(boardWords)
  const { colleagues } = useSession()
  const channels = useQuery({
    queryKey: ['channels'],
    queryFn: ({ signal }) => call(listChannels, undefined, { signal }),
  })
  const people = colleagues.filter(({ id, isActive }) => isActive || filter.responsibleUserIds.includes(id))
  const fields = [
    {
      label: say('filter.stages'),
      hint: pipeline ? undefined : say('filter.stages.hint'),
      isOff: pipeline === null,
      ids: filter.stageIds,
      data: pipeline?.stages ?? [],
      choose: (stageIds: number[]) => onChange({ stageIds, pipelineId: pipeline?.id ?? null }),
    },
    {
      label: say('filter.responsible'),
      ids: filter.responsibleUserIds,
      data: [...people, { id: 0, name: say('c.nobody') }],
      choose: (responsibleUserIds: number[]) => onChange({ responsibleUserIds }),
    },
    {
      label: say('filter.channel'),
      ids: filter.channelIds,
      data: channels.data?.items ?? [],
      choose: (channelIds: number[]) => onChange({ channelIds }),
    },
  ]
  return (
    <>
      {fields.map(({ label, hint, isOff = false, ids, data, choose }) => (
        <MultiSelect
          key={label}
          label={label}
          placeholder={ids.length === 0 ? (hint ?? say('filter.any')) : ''}
          disabled={isOff}
          // Choices outside the layer they belong to would close it.
          comboboxProps={{ withinPortal: false }}
          searchable={data.length > 8}
          clearable
          hidePickedOptions
          data={data.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={ids.map(String)}
          onChange={(values) => choose(values.map(Number))}
        />
      ))}
    </>
  )
}

function Budget({ filter, onChange }: Pick<Props, 'filter' | 'onChange'>): ReactElement {
  const say = useWords(boardWords)
  return (
    <fieldset className={classes.pair}>
      <legend>{say('filter.budget')}</legend>
      <Sum
        label={say('filter.from')}
        value={filter.budgetFrom}
        onChange={(budgetFrom) => onChange({ budgetFrom })}
      />
      <Sum label={say('filter.to')} value={filter.budgetTo} onChange={(budgetTo) => onChange({ budgetTo })} />
    </fieldset>
  )
}

type SumProps = { label: string; value: number | null; onChange: (value: number | null) => void }

/** A sum holds when one leaves the field or presses Enter. */
function Sum({ label, value, onChange }: SumProps): ReactElement {
  const say = useWords(boardWords)
  const [typed, setTyped] = useState(value === null ? '' : String(value))
  const [isWrong, setWrong] = useState(false)
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    setTyped(value === null ? '' : String(value))
  }
  const keep = (): void => {
    const read = changeDeal.body.shape.budget.safeParse(parseMoney(typed))
    setWrong(!read.success)
    if (read.success && (read.data ?? null) !== value) onChange(read.data ?? null)
  }
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      inputMode="decimal"
      value={typed}
      error={isWrong ? say('filter.notSum') : null}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => event.key === 'Enter' && keep()}
    />
  )
}

type PeriodProps = {
  label: string
  from: string | null
  to: string | null
  onChange: (from: string | null, to: string | null) => void
}

function Period({ label, from, to, onChange }: PeriodProps): ReactElement {
  const say = useWords(boardWords)
  return (
    <fieldset className={classes.pair}>
      <legend>{label}</legend>
      <TextInput
        type="date"
        aria-label={`${label}: ${say('filter.since')}`}
        max={to ?? '9999-12-31'}
        value={from ?? ''}
        onChange={(event) => onChange(event.currentTarget.value || null, to)}
      />
      <TextInput
        type="date"
        aria-label={`${label}: ${say('filter.until')}`}
        min={from ?? undefined}
        max="9999-12-31"
        value={to ?? ''}
        onChange={(event) => onChange(from, event.currentTarget.value || null)}
      />
    </fieldset>
  )
}
