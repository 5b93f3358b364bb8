import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import type { ConversationDetail } from '#contract/conversations'
import { changeDeal } from '#contract/deals'
import type { DealView } from '#contract/deals'
import type { PipelineView } from '#contract/pipelines'
import { call } from '../../lib/api.ts'
import { cardKey } from '../cards/card.ts'
import { feedKey } from '../cards/use-card-feed.ts'
import { valuesKey } from '../fields/fields-data.ts'
import type { FilledFields } from '../fields/use-required-fields.tsx'
import { usePipelines } from './use-pipelines.ts'

export type DealChange = Partial<Pick<DealView, 'name' | 'budget' | 'responsibleUserId' | 'lossReasonId'>> & {
  pipelineId?: number
  stageId?: number
  /** Custom fields that the stage asks for. */
  fields?: FilledFields
}

export const dealKey = (dealId: number): ReturnType<typeof cardKey> => cardKey({ kind: 'deal', id: dealId })

/** Changes a deal: seen at once wherever the deal is shown, put back when the server refuses. Rejects with the reason. */
export function useChangeDeal(): (deal: DealView, change: DealChange) => Promise<void> {
  const client = useQueryClient()
  const pipelines = usePipelines()
  return async (deal, change) => {
    showDeal(client, changed(deal, change, pipelines))
    try {
      showDeal(client, await call(changeDeal, { dealId: deal.id, ...change }))
      void client.invalidateQueries({ queryKey: feedKey({ kind: 'deal', id: deal.id }) })
      if (change.fields) void client.invalidateQueries({ queryKey: valuesKey({ kind: 'deal', id: deal.id }) })
    } catch (error) {
      showDeal(client, deal)
      throw error
    }
  }
}

function changed(deal: DealView, change: DealChange, pipelines: readonly PipelineView[]): DealView {
  const { stageId, fields: _fields, ...rest } = change
  const pipeline = pipelines.find((each) => each.id === (change.pipelineId ?? deal.pipelineId))
  const stage = pipeline?.stages.find((each) => each.id === stageId)
  return { ...deal, ...rest, ...(stage ? { stage, stageSince: new Date().toISOString() } : {}) }
}

/** Puts a deal as it is now into its card and into every opened conversation that belongs to it. */
function showDeal(client: QueryClient, deal: DealView): void {
  client.setQueryData<DealView>(dealKey(deal.id), (known) => known && deal)
  client.setQueriesData<ConversationDetail>({ queryKey: ['conversations', 'detail'] }, (detail) =>
    detail?.deal?.id === deal.id ? { ...detail, deal } : detail,
  )
}
