import { MultiSelect } from '@mantine/core'
import type { ReactElement } from 'react'
import type { StageWish } from '#contract/conversation-filter'
import { useWords } from '../../../lib/words.ts'
import { usePipelines } from '../../deals/use-pipelines.ts'
import { imboxWords } from '../labels.ts'

type Props = {
  stages: readonly StageWish[]
  onChange: (stages: StageWish[] | undefined) => void
}

const keyOf = ({ pipelineId, stageId }: StageWish): string =>
  stageId === null ? `${pipelineId}` : `${pipelineId}:${stageId}`

/** Pipelines whole, or some of their stages. */
export function StageChoice({ stages, onChange }: Props): ReactElement {
  const say = useWords(imboxWords)
  const pipelines = usePipelines()
  const data = pipelines.map((pipeline) => ({
    group: pipeline.name,
    items: [
      { value: `${pipeline.id}`, label: say('imbox.f.stage.all', { name: pipeline.name }) },
      ...pipeline.stages.map((stage) => ({
        value: `${pipeline.id}:${stage.id}`,
        label: `${pipeline.name}: ${stage.name}`,
      })),
    ],
  }))
  return (
    <MultiSelect
      label={say('imbox.f.stage')}
      placeholder={stages.length === 0 ? say('imbox.f.any') : ''}
      // Choices outside the layer they belong to would close it.
      comboboxProps={{ withinPortal: false }}
      searchable
      clearable
      hidePickedOptions
      data={data}
      value={stages.map(keyOf)}
      onChange={(values) =>
        onChange(
          values.map((value) => {
            const [pipelineId = 0, stageId] = value.split(':').map(Number)
            return { pipelineId, stageId: stageId ?? null }
          }),
        )
      }
    />
  )
}
