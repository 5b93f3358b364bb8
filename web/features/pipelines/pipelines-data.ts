import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { listLossReasons, listPipelines } from '#contract/pipelines'
import type { LossReasonView, PipelineView } from '#contract/pipelines'
import { call } from '../../lib/api.ts'
import { errorToast } from '../../ui/toasts.tsx'

export const pipelinesQuery = queryOptions({
  queryKey: ['pipelines'],
  queryFn: ({ signal }) => call(listPipelines, undefined, { signal }),
})

export const lossReasonsQuery = queryOptions({
  queryKey: ['loss-reasons'],
  queryFn: ({ signal }) => call(listLossReasons, undefined, { signal }),
})

type Lists = { pipelines: { items: PipelineView[] }; 'loss-reasons': { items: LossReasonView[] } }

/** Every change answers the whole list as it is now; a refused one is looked at anew. Rejects with the reason. */
export function useSaved<Key extends keyof Lists>(
  key: Key,
): { save: (work: Promise<Lists[Key]>) => Promise<void>; tell: (work: Promise<Lists[Key]>) => void } {
  const client = useQueryClient()
  const save = async (work: Promise<Lists[Key]>): Promise<void> => {
    try {
      client.setQueryData([key], await work)
    } catch (error) {
      void client.invalidateQueries({ queryKey: [key] })
      throw error
    }
  }
  return { save, tell: (work) => void save(work).catch(errorToast) }
}
