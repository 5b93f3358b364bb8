import { useState } from 'react'
import { deletePipeline, deleteStage } from '#contract/pipelines'
import type { PipelineView, StageView } from '#contract/pipelines'
import { call } from '../../lib/api.ts'
import { isApiError } from '../../lib/api-error.ts'
import { errorToast } from '../../ui/toasts.tsx'
import type { Leaving, MoveTo } from './move-dialog.tsx'
import { useSaved } from './pipelines-data.ts'

/** Deletes a stage or a pipeline; when deals stand there it is asked where they go. */
export function useDeleting(): {
  remove: (pipeline: PipelineView, stage: StageView | null) => void
  leaving: Leaving | null
  moveAndRemove: (to: MoveTo) => Promise<void>
  stay: () => void
} {
  const { save } = useSaved('pipelines')
  const [leaving, setLeaving] = useState<Leaving | null>(null)
  const ask = (pipeline: PipelineView, stage: StageView | null, moveTo?: MoveTo): Promise<void> => {
    const body = { pipelineId: pipeline.id, ...(moveTo && { moveTo }) }
    return save(stage ? call(deleteStage, { ...body, stageId: stage.id }) : call(deletePipeline, body))
  }
  return {
    leaving,
    remove: (pipeline, stage) =>
      void ask(pipeline, stage).catch((error: unknown) => {
        const hasDeals = isApiError(error, 'stage.has_deals') || isApiError(error, 'pipeline.has_deals')
        if (hasDeals) setLeaving({ pipeline, stage, count: Number(error.details['count']) })
        else errorToast(error)
      }),
    moveAndRemove: async (to) => {
      if (leaving) await ask(leaving.pipeline, leaving.stage, to)
    },
    stay: () => setLeaving(null),
  }
}
