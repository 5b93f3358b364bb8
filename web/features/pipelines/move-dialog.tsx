import { Button, Group, Modal, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import type { ReactElement } from 'react'
import type { PipelineView, StageView } from '#contract/pipelines'
import { errorText } from '../../lib/error-text.ts'
import { useWords } from '../../lib/words.ts'
import { FormFailure } from '../../ui/form-failure.tsx'
import { pipelineWords } from './labels.ts'

export type MoveTo = { pipelineId: number; stageId: number }
/** What is about to be deleted with deals in it: a stage, or a whole pipeline. */
export type Leaving = { pipeline: PipelineView; stage: StageView | null; count: number }

type Props = {
  leaving: Leaving | null
  pipelines: readonly PipelineView[]
  onMove: (to: MoveTo) => Promise<void>
  onClose: () => void
}

/** Asks where the deals of what is deleted go. */
export function MoveDialog({ leaving, onClose, ...rest }: Props): ReactElement {
  const say = useWords(pipelineWords)
  return (
    <Modal opened={leaving !== null} onClose={onClose} title={say('pl.move.title')}>
      {leaving ? <MoveForm {...rest} leaving={leaving} onClose={onClose} /> : null}
    </Modal>
  )
}

function MoveForm({ leaving, pipelines, onMove, onClose }: Props & { leaving: Leaving }): ReactElement {
  const say = useWords(pipelineWords)
  const { pipeline: from, stage: gone, count } = leaving
  const places = pipelines
    .filter(({ id }) => gone !== null || id !== from.id)
    .map((pipeline) => ({
      pipeline,
      stages: pipeline.stages.filter(({ id }) => pipeline.id !== from.id || id !== gone?.id),
    }))
  const [chosen, setChosen] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [isSaving, setSaving] = useState(false)
  const move = async (): Promise<void> => {
    const [pipelineId = 0, stageId = 0] = (chosen ?? '').split(':').map(Number)
    setSaving(true)
    try {
      await onMove({ pipelineId, stageId })
      onClose()
    } catch (error) {
      setFailure(errorText(error))
      setSaving(false)
    }
  }
  return (
    <Stack gap="md">
      <span>{say('pl.move.d', { count })}</span>
      <Select
        label={say('pl.move.to')}
        data={places.map(({ pipeline, stages }) => ({
          group: pipeline.name,
          items: stages.map(({ id, name }) => ({ value: `${pipeline.id}:${id}`, label: name })),
        }))}
        value={chosen}
        onChange={setChosen}
        data-autofocus
      />
      <FormFailure text={failure} />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {say('c.cancel')}
        </Button>
        <Button color="red" disabled={chosen === null} loading={isSaving} onClick={() => void move()}>
          {say('pl.move.do')}
        </Button>
      </Group>
    </Stack>
  )
}
