import { useQuery } from '@tanstack/react-query'
import { listPipelines } from '#contract/pipelines'
import type { PipelineView } from '#contract/pipelines'
import { call } from '../../lib/api.ts'

const none: readonly PipelineView[] = []

/** The pipelines of the account with their stages. */
export function usePipelines(): readonly PipelineView[] {
  const { data } = useQuery({
    queryKey: ['pipelines'],
    queryFn: ({ signal }) => call(listPipelines, undefined, { signal }),
  })
  return data?.items ?? none
}
