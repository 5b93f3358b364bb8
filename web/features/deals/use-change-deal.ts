import { useQueryClient } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import type { ConversationDetail } from '#contract/conversations'
import { changeDeal } from '#contract/deals'
import type { DealView } from '#contract/deals'
import type { PipelineView } from '#contract/pipelines'
import { call } from '../../lib/api.ts'
import { changeAhead } from '../../lib/change-ahead.ts'
import { newer } from '../../lib/newer.ts'
import { changedTo } from '../../ui/changed-meanwhile.tsx'
import { savedToast } from '../../ui/saved-toast.ts'
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

type Fields = Omit<DealChange, 'fields'>

const detailsKey = ['conversations', 'detail'] as const

export const dealKey = (dealId: number): ReturnType<typeof cardKey> => cardKey({ kind: 'deal', id: dealId })

/**
 * Changes a deal: seen at once wherever it is shown, put back when the server refuses, and undone for whoever asks. Rejects
 * with the reason; `card.changed_meanwhile` when somebody else has changed the same.
 */
export function useChangeDeal(): (
  deal: DealView,
  change: DealChange,
  /** Fields as their editor saw them, when that is not what is shown now. */
  seen?: Fields,
) => Promise<void> {
  const client = useQueryClient()
  const pipelines = usePipelines()
  return async (deal, change, seen) => {
    const takeBack = changeAhead(client, [dealKey(deal.id), detailsKey], () =>
      showDeal(client, changed(deal, change, pipelines)),
    )
    try {
      const before = { ...fieldsOf(deal, change), ...seen }
      const saved = await call(changeDeal, { dealId: deal.id, ...change, seen: before })
      showDeal(client, saved)
      if (saved.updatedAt !== deal.updatedAt) offerUndo(client, saved, before)
      void client.invalidateQueries({ queryKey: feedKey({ kind: 'deal', id: deal.id }) })
      if (change.fields) void client.invalidateQueries({ queryKey: valuesKey({ kind: 'deal', id: deal.id }) })
    } catch (error) {
      takeBack()
      if (changedTo(error)) void client.invalidateQueries({ queryKey: dealKey(deal.id) })
      throw error
    }
  }
}

function offerUndo(client: QueryClient, saved: DealView, before: Fields): void {
  savedToast(async () => {
    const seen = fieldsOf(saved, before)
    showDeal(client, await call(changeDeal, { dealId: saved.id, ...before, seen }))
    void client.invalidateQueries({ queryKey: feedKey({ kind: 'deal', id: saved.id }) })
  })
}

/** How the fields of a change stand on a deal. */
function fieldsOf(deal: DealView, change: Fields): Fields {
  const isMove = change.stageId !== undefined || change.pipelineId !== undefined
  return {
    ...(change.name === undefined ? {} : { name: deal.name }),
    ...(change.budget === undefined ? {} : { budget: deal.budget }),
    ...(change.responsibleUserId === undefined ? {} : { responsibleUserId: deal.responsibleUserId }),
    ...(change.lossReasonId === undefined && !isMove ? {} : { lossReasonId: deal.lossReasonId }),
    ...(isMove ? { pipelineId: deal.pipelineId, stageId: deal.stage.id } : {}),
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
  client.setQueryData<DealView>(dealKey(deal.id), (known) => known && newer(known, deal))
  client.setQueriesData<ConversationDetail>({ queryKey: detailsKey }, (detail) =>
    detail?.deal?.id === deal.id ? { ...detail, deal: newer(detail.deal, deal) } : detail,
  )
}
