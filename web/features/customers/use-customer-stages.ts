import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getCustomerStages } from '#contract/customers'
import type { PipelineView } from '#contract/pipelines'
import { call } from '../../lib/api.ts'
import { useLive } from '../../lib/live-hooks.ts'

const stagesKey = ['customers', 'stages'] as const

/** The pipeline of customers; null until it is loaded. */
export function useCustomerPipeline(): PipelineView | null {
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: stagesKey,
    queryFn: ({ signal }) => call(getCustomerStages, undefined, { signal }),
  })
  useLive('pipelines', () => void client.invalidateQueries({ queryKey: stagesKey }))
  return data ? { id: data.pipelineId, name: data.name, isMain: true, stages: data.stages } : null
}
