import { Button, Popover, Select, Stack } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReactElement } from 'react'
import { useSession } from '../../lib/session.ts'
import { useWords } from '../../lib/words.ts'
import list from '../../ui/list-page.module.css'
import type { DealFilter } from './deal-list.ts'
import { dealListWords } from './list-labels.ts'
import { stageKey } from './stage-key.ts'
import { usePipelines } from './use-pipelines.ts'

type FilterProps = {
  filter: DealFilter
  onChange: (change: Partial<DealFilter>) => void
}

const noChoice = { pipelineId: null, stageId: null, responsibleUserId: null }

/** How many of the choices narrow the list. A stage says its pipeline. */
export function countChoices({ pipelineId, stageId, responsibleUserId }: DealFilter): number {
  return [stageId ?? pipelineId, responsibleUserId].filter((each) => each !== null).length
}

/** Pipeline, stage and responsible: beside one another over the list. */
export function DealFilterFields({
  filter,
  onChange,
  isInLayer = false,
}: FilterProps & { isInLayer?: boolean }): ReactElement {
  const say = useWords(dealListWords)
  // Choices outside the layer they belong to would close it.
  const comboboxProps = { withinPortal: !isInLayer }
  const pipelines = usePipelines()
  const { colleagues } = useSession()
  const offered =
    filter.pipelineId === null ? pipelines : pipelines.filter(({ id }) => id === filter.pipelineId)
  const stages = offered.flatMap((pipeline) => pipeline.stages.map((stage) => ({ pipeline, stage })))
  const chosen = stages.find(
    ({ pipeline, stage }) => pipeline.id === filter.pipelineId && stage.id === filter.stageId,
  )
  const people = colleagues.filter((each) => each.isActive || each.id === filter.responsibleUserId)
  return (
    <>
      {pipelines.length > 1 && (
        <Select
          className={list.choice}
          aria-label={say('deals.pipeline')}
          placeholder={say('deals.any.pipeline')}
          clearable
          comboboxProps={comboboxProps}
          data={pipelines.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={filter.pipelineId === null ? null : String(filter.pipelineId)}
          onChange={(value) => onChange({ pipelineId: value === null ? null : Number(value), stageId: null })}
        />
      )}
      <Select
        className={list.choice}
        aria-label={say('deals.stage')}
        placeholder={say('deals.any.stage')}
        clearable
        comboboxProps={comboboxProps}
        data={offered.map((pipeline) => ({
          group: pipelines.length > 1 ? pipeline.name : '',
          items: pipeline.stages.map((stage) => ({ value: stageKey(pipeline, stage), label: stage.name })),
        }))}
        value={chosen ? stageKey(chosen.pipeline, chosen.stage) : null}
        onChange={(value) => {
          const next = stages.find(({ pipeline, stage }) => stageKey(pipeline, stage) === value)
          if (next) onChange({ pipelineId: next.pipeline.id, stageId: next.stage.id })
          else onChange({ stageId: null, ...(pipelines.length === 1 && { pipelineId: null }) })
        }}
      />
      <Select
        className={list.choice}
        aria-label={say('deals.responsible')}
        placeholder={say('deals.any.responsible')}
        clearable
        comboboxProps={comboboxProps}
        searchable={people.length > 8}
        data={people.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={filter.responsibleUserId === null ? null : String(filter.responsibleUserId)}
        onChange={(value) => onChange({ responsibleUserId: value === null ? null : Number(value) })}
      />
    </>
  )
}

/** The same behind a button, where there is no room for them. */
export function DealFilterButton({ filter, onChange }: FilterProps): ReactElement {
  const say = useWords(dealListWords)
  const [isOpen, setOpen] = useState(false)
  const count = countChoices(filter)
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={280} trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant={count > 0 ? 'light' : 'default'}
          leftSection={<IconFilter size={16} stroke={1.75} aria-hidden="true" />}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {count > 0 ? say('deals.filter.count', { count }) : say('deals.filter')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <DealFilterFields filter={filter} onChange={onChange} isInLayer />
          <Button variant="subtle" disabled={count === 0} onClick={() => onChange(noChoice)}>
            {say('deals.filter.reset')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
