import type { DealRow, DealStanding, DealView } from '#contract/deals'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { changeLockedDeal } from './change-deal.ts'
import { findDealRows } from './deal-rows.ts'
import { findDealView } from './deal-view.ts'
import type { StageWish } from './find-stage.ts'
import { lockChatsOfLeads } from './incoming/lock-chats-of-leads.ts'
import { lostStageId } from './insert-pipeline.ts'
import { lockDeals, lockDealsWithConversations } from './lock-deal.ts'

type OneChange = StageWish & {
  dealId: number
  lossReasonId?: number | null | undefined
  responsibleUserId?: number | null | undefined
  seen?: DealStanding | undefined
}
export type Stood = DealStanding & { dealId: number }
type Skipped = {
  dealId: number
  code: 'deal.not_found' | 'session.forbidden' | 'deal.changed' | 'field.required'
}

/**
 * Changes many deals under locks taken together; those the viewer may not see or edit, or that are no longer as he saw them,
 * are skipped and told. Throws `pipeline.not_found`, `stage.not_found`, `loss_reason.not_found`, `user.not_found`: then
 * nothing is changed.
 */
export async function changeDeals(
  tx: Tx,
  viewer: Viewer,
  changes: OneChange[],
  now: Date,
): Promise<{ rows: DealRow[]; before: Stood[]; after: Stood[]; skipped: Skipped[] }> {
  const { accountId } = viewer
  // Named twice, the last word holds: the conversations of each are those that were locked before the first change.
  const wanted = [...new Map(changes.map((one) => [one.dealId, one])).values()]
  const ids = wanted.map(({ dealId }) => dealId).toSorted((one, other) => one - other)
  if (wanted.some(({ stageId }) => stageId === lostStageId)) await lockChatsOfLeads(tx, accountId, ids)
  const reassigns = wanted.some(({ responsibleUserId }) => responsibleUserId !== undefined)
  const open = reassigns ? await lockDealsWithConversations(tx, accountId, ids) : null
  if (!reassigns) await lockDeals(tx, accountId, ids)
  const before: Stood[] = []
  const after: Stood[] = []
  const skipped: Skipped[] = []
  for (const { seen, ...wish } of wanted) {
    const { dealId } = wish
    const view = await findDealView(tx, viewer, dealId)
    const code = whyNot(view, seen)
    if (code !== null || !view) {
      skipped.push({ dealId, code: code ?? 'deal.not_found' })
      continue
    }
    try {
      // A stage that asks for more fields, and an incoming lead that is not his to accept, refuse before anything is written.
      after.push(standingOf(await changeLockedDeal(tx, viewer, wish, open?.get(dealId) ?? [], now)))
      before.push(standingOf(view))
    } catch (error) {
      const isRefused = error instanceof AppError && isSkipped(error.code)
      if (!isRefused) throw error
      skipped.push({ dealId, code: error.code })
    }
  }
  const changed = before.map(({ dealId }) => dealId)
  return { rows: await findDealRows(tx, accountId, changed), before, after, skipped }
}

function isSkipped(code: string): code is 'field.required' | 'session.forbidden' {
  return code === 'field.required' || code === 'session.forbidden'
}

function whyNot(view: DealView | null, seen: DealStanding | undefined): Skipped['code'] | null {
  if (!view) return 'deal.not_found'
  if (!seen) return null
  const isSame =
    view.pipelineId === seen.pipelineId &&
    view.stage.id === seen.stageId &&
    view.lossReasonId === seen.lossReasonId &&
    view.responsibleUserId === seen.responsibleUserId
  return isSame ? null : 'deal.changed'
}

export function standingOf({ id, pipelineId, stage, lossReasonId, responsibleUserId }: DealView): Stood {
  return { dealId: id, pipelineId, stageId: stage.id, lossReasonId, responsibleUserId }
}
