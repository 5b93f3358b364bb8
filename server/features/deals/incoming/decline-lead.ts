import type { Road } from '#contract/events'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { changeLockedDeal } from '../change-deal.ts'
import { standingOf } from '../change-deals.ts'
import { lostStageId } from '../insert-pipeline.ts'
import { lockDealWithConversations } from '../lock-deal.ts'
import { takenOf, type Taken } from './accept-lead.ts'
import { lockChatsOfLeads } from './lock-chats-of-leads.ts'
import { requireIncoming } from './require-incoming.ts'

export type Declining = { dealId: number; lossReasonId: number | null }

/**
 * Declines an incoming lead: the deal is lost, its open conversations are closed without asking for a rate; the client's next
 * message is judged anew (R2). Throws `deal.not_found`, `incoming_lead.settled`, `session.forbidden`,
 * `loss_reason.not_found`, `field.required`.
 */
export async function declineLead(
  tx: Tx,
  viewer: Viewer,
  { dealId, lossReasonId }: Declining,
  now: Date,
  road: Road = 'hand',
): Promise<Taken> {
  const { accountId, userId } = viewer
  await lockChatsOfLeads(tx, accountId, [dealId])
  const open = await lockDealWithConversations(tx, accountId, dealId)
  const before = await requireIncoming(tx, viewer, dealId, now)
  const place = { pipelineId: before.pipelineId, stageId: lostStageId, lossReasonId }
  // Somebody has answered for what nobody did: he can find it again, and take it back.
  const responsibleUserId = before.responsibleUserId ?? userId
  const change = { dealId, ...place, responsibleUserId }
  const after = await changeLockedDeal(tx, viewer, change, open, now, road)
  return takenOf(tx, accountId, standingOf(before), standingOf(after))
}
