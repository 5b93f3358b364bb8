import type { DealRow } from '#contract/deals'
import type { Road } from '#contract/events'
import type { FieldValue } from '#contract/field-values'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { changeLockedDeal } from '../change-deal.ts'
import { standingOf, type Stood } from '../change-deals.ts'
import { findDealRows } from '../deal-rows.ts'
import { findStage, type StageWish } from '../find-stage.ts'
import { lockDealWithConversations } from '../lock-deal.ts'
import { requireIncoming } from './require-incoming.ts'

export type Acceptance = StageWish & {
  dealId: number
  /** Left out: whoever accepts it. */
  responsibleUserId?: number | undefined
  fields?: Record<string, FieldValue | null> | undefined
}
export type Taken = { row: DealRow; before: Stood; after: Stood }

/**
 * Accepts an incoming lead: the same deal, in the first stage of its pipeline unless another is chosen (R2). Throws
 * `deal.not_found`, `incoming_lead.settled`, `session.forbidden`, `pipeline.not_found`, `stage.not_found`,
 * `user.not_found`, `field.not_found`, `field.required`.
 */
export async function acceptLead(
  tx: Tx,
  viewer: Viewer,
  wish: Acceptance,
  now: Date,
  road: Road = 'hand',
): Promise<Taken> {
  const { accountId, userId } = viewer
  const { dealId, pipelineId, stageId, responsibleUserId = userId, fields } = wish
  const open = await lockDealWithConversations(tx, accountId, dealId)
  const before = await requireIncoming(tx, viewer, dealId, now)
  const home = stageId === undefined ? (pipelineId ?? before.pipelineId) : pipelineId
  const place = await findStage(tx, accountId, { pipelineId: home, stageId }, before.pipelineId)
  if (place.kind !== 'normal' && place.kind !== 'won') throw new AppError('stage.not_found')
  const change = { dealId, pipelineId: place.pipelineId, stageId: place.stageId, responsibleUserId, fields }
  const after = await changeLockedDeal(tx, viewer, change, open, now, road)
  return takenOf(tx, accountId, standingOf(before), standingOf(after))
}

export async function takenOf(tx: Tx, accountId: number, before: Stood, after: Stood): Promise<Taken> {
  const [row] = await findDealRows(tx, accountId, [before.dealId])
  if (!row) throw new Error('A deal without its row')
  return { row, before, after }
}
