import type { EntityKind } from '#contract/common'
import type { PipelineView } from '#contract/pipelines'
import { useCustomerPipeline } from '../../customers/use-customer-stages.ts'
import { usePipelines } from '../../deals/use-pipelines.ts'

const none: readonly PipelineView[] = []

/** The stages in which a field of this kind can be required; only cards have any. */
export function useStagesOf(kind: EntityKind): readonly PipelineView[] {
  const ofDeals = usePipelines()
  const ofCustomers = useCustomerPipeline()
  if (kind === 'deal') return ofDeals
  return kind === 'customer' && ofCustomers ? [ofCustomers] : none
}
