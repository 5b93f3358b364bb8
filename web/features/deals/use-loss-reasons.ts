import { useQuery } from '@tanstack/react-query'
import { listLossReasons } from '#contract/pipelines'
import type { LossReasonView } from '#contract/pipelines'
import { call } from '../../lib/api.ts'

const none: readonly LossReasonView[] = []

/** Why deals are lost; those no longer offered are there too, for the deals that were lost for them. */
export function useLossReasons(): readonly LossReasonView[] {
  const { data } = useQuery({
    queryKey: ['loss-reasons'],
    queryFn: ({ signal }) => call(listLossReasons, undefined, { signal }),
  })
  return data?.items ?? none
}
