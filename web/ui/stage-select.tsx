import { Menu } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { Fragment } from 'react'
import type { ReactElement } from 'react'
import type { PipelineView, StageView } from '#contract/pipelines'
import { useWords } from '../lib/words.ts'
import classes from './stage-select.module.css'

type Props = {
  pipelines: readonly PipelineView[]
  /** Won and lost are the same stages in every pipeline. */
  pipelineId: number
  stageId: number
  onChange: (choice: { pipelineId: number; stageId: number }) => void
  isReadOnly?: boolean
  /** Say the pipeline too: Retail / Selection. */
  withPipeline?: boolean
}

/** The stage of a deal, to be changed to any stage of any pipeline. */
export function StageSelect({
  pipelines,
  pipelineId,
  stageId,
  onChange,
  isReadOnly,
  withPipeline = true,
}: Props): ReactElement {
  const say = useWords()
  const pipeline = pipelines.find((each) => each.id === pipelineId)
  const stage = pipeline?.stages.find((each) => each.id === stageId)
  const name = [withPipeline ? pipeline?.name : undefined, stage?.name].filter(Boolean).join(' / ')
  return (
    <Menu position="bottom-start" disabled={isReadOnly ?? false}>
      <Menu.Target>
        <button
          type="button"
          className={classes.button}
          data-stage-select
          disabled={isReadOnly}
          aria-label={`${say('stage.choose')}: ${name}`}
        >
          {stage ? <StageDot stage={stage} /> : null}
          <bdi className={classes.name}>{name}</bdi>
          {isReadOnly ? null : <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />}
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {pipelines.map((each) => (
          <Fragment key={each.id}>
            <Menu.Label>
              <bdi>{each.name}</bdi>
            </Menu.Label>
            {each.stages.map((option) => {
              const isCurrent = each.id === pipelineId && option.id === stageId
              return (
                <Menu.Item
                  key={option.id}
                  leftSection={<StageDot stage={option} />}
                  rightSection={isCurrent ? <IconCheck size={14} aria-hidden="true" /> : null}
                  aria-current={isCurrent}
                  onClick={() => onChange({ pipelineId: each.id, stageId: option.id })}
                >
                  <bdi>{option.name}</bdi>
                </Menu.Item>
              )
            })}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

export function StageDot({ stage }: { stage: Pick<StageView, 'color'> }): ReactElement {
  return (
    <span className={classes.dot} style={{ background: `var(--stage-${stage.color})` }} aria-hidden="true" />
  )
}
