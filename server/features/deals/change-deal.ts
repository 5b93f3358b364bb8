import { sql } from 'kysely'
import type { DealView } from '#contract/deals'
import type { EventType, Road } from '#contract/events'
import { requireActiveUser, takesIncoming, type Viewer } from '#features/access'
import {
  closeConversation,
  lockOpenOf,
  reassignConversations,
  tellOpenOf,
  type ConversationState,
} from '#features/conversations'
import { changesOf, fillFields, requireFilled } from '#features/fields'
import type { FieldValue } from '#contract/field-values'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { actorBy, change, emit } from '#lib/events'
import { requireSeen } from '#lib/require-seen'
import { findDealRows } from './deal-rows.ts'
import { findDealView } from './deal-view.ts'
import { holdStage, type StagePlace, type StageWish } from './find-stage.ts'
import { reopenRow, settleRow } from './incoming/incoming-rows.ts'
import { lockChatsOfLeads } from './incoming/lock-chats-of-leads.ts'
import { lostStageId } from './insert-pipeline.ts'
import { closedAt } from './insert-deal.ts'
import { requireLossReason } from './loss-reasons/require-loss-reason.ts'
import { lockDeal, lockDealWithConversations } from './lock-deal.ts'

export type DealChange = StageWish & {
  dealId: number
  name?: string | undefined
  budget?: number | null | undefined
  /** Why it is lost; only in the stage of lost deals. */
  lossReasonId?: number | null | undefined
  responsibleUserId?: number | null | undefined
  /** Values of custom fields, by the ids of the fields. */
  fields?: Record<string, FieldValue | null> | undefined
  /** Fields as their editor saw them. */
  seen?: Partial<Seen> | undefined
}
type Seen = Pick<DealView, 'name' | 'budget' | 'pipelineId' | 'lossReasonId' | 'responsibleUserId'> & {
  stageId: number
}

/** A change being made: by whom, to the deal as it stood under its lock, when. */
type Changing = { viewer: Viewer; seen: DealView; now: Date; road: Road }

/**
 * Changes a deal, each kind of change with its own event. A new responsible goes to the deal's conversations and their
 * counters; winning and losing change nothing on conversations (R2). Throws `deal.not_found`, `session.forbidden`,
 * `pipeline.not_found`, `stage.not_found`, `loss_reason.not_found`, `user.not_found`, `field.not_found`, `field.required`,
 * `request.invalid`, `card.changed_meanwhile`.
 */
export async function changeDeal(tx: Tx, viewer: Viewer, input: DealChange, now: Date): Promise<DealView> {
  const { accountId } = viewer
  const { dealId, responsibleUserId } = input
  const reassigns = responsibleUserId !== undefined
  if (input.stageId === lostStageId) await lockChatsOfLeads(tx, accountId, [dealId])
  const open = reassigns ? await lockDealWithConversations(tx, accountId, dealId) : []
  if (!reassigns) await lockDeal(tx, accountId, dealId)
  return changeLockedDeal(tx, viewer, input, open, now)
}

/** The same under locks that are held already; `open`: the deal's open conversations when it gets another responsible. */
export async function changeLockedDeal(
  tx: Tx,
  viewer: Viewer,
  input: DealChange,
  open: ConversationState[],
  now: Date,
  road: Road = 'hand',
): Promise<DealView> {
  const { accountId } = viewer
  const { dealId, responsibleUserId } = input
  const seen = await findDealView(tx, viewer, dealId)
  if (!seen) throw new AppError('deal.not_found')
  if (!seen.canEdit && !isTaking(viewer, seen, input)) throw new AppError('session.forbidden')
  requireSeen('card.changed_meanwhile', seenFields(seen), input, input.seen)
  const changing = { viewer, seen, now, road }
  const filled = await fill(tx, changing, input)
  const isRewritten = await rewrite(tx, changing, input)
  const isMoved = await move(tx, changing, input)
  const isReassigned =
    responsibleUserId !== undefined && (await reassign(tx, changing, responsibleUserId, open))
  if (!isRewritten && !isMoved && !isReassigned && !filled) return seen
  if (isMoved && isDeclining(seen, input)) await closeOpen(tx, changing)
  await sql`update deals set updated_at = ${now} where account_id = ${accountId} and id = ${dealId}`.execute(
    tx,
  )
  if (isRewritten || isMoved) await tellOpenOf(tx, accountId, { kind: 'deal', id: dealId })
  const view = await findDealView(tx, viewer, dealId)
  if (view) return view
  // Who has just given a deal away, out of his own sight, is shown it this last time.
  const [row] = await findDealRows(tx, accountId, [dealId])
  return { ...seen, ...row, canEdit: false }
}

/** An incoming lead is nobody's to edit: moving it on is the right to take them, and nothing else of it is changed by it. */
function isTaking(viewer: Viewer, seen: DealView, { stageId, name, budget }: DealChange): boolean {
  const isMoved = stageId !== undefined && stageId !== seen.stage.id
  const isOnlyMoved = isMoved && name === undefined && budget === undefined
  return seen.stage.kind === 'incoming' && isOnlyMoved && takesIncoming(viewer)
}

function seenFields({ name, budget, pipelineId, stage, lossReasonId, responsibleUserId }: DealView): Seen {
  return { name, budget, pipelineId, stageId: stage.id, lossReasonId, responsibleUserId }
}

/** Custom fields. @returns whether any differs from how it stood. */
async function fill(tx: Tx, { viewer, seen, now }: Changing, { fields }: DealChange): Promise<boolean> {
  const filled = await fillFields(tx, viewer, { kind: 'deal', id: seen.id }, changesOf(fields), { now })
  return filled.length > 0
}

/** Name and budget. @returns whether they differ from what stood there. */
async function rewrite(tx: Tx, changing: Changing, input: DealChange): Promise<boolean> {
  const { viewer, seen } = changing
  const name = input.name ?? seen.name
  const budget = input.budget === undefined ? seen.budget : toCents(input.budget)
  const isRenamed = name !== seen.name
  const isRepriced = budget !== seen.budget
  if (!isRenamed && !isRepriced) return false
  await sql`update deals set name = ${name}, budget = ${budget}::numeric
    where account_id = ${viewer.accountId} and id = ${seen.id}`.execute(tx)
  await tell(tx, changing, 'deal.changed', {
    before: { ...(isRenamed && { name: seen.name }), ...(isRepriced && { budget: seen.budget }) },
    after: { ...(isRenamed && { name }), ...(isRepriced && { budget }) },
  })
  return true
}

function toCents(budget: number | null): number | null {
  return budget === null ? null : Math.round(budget * 100) / 100
}

/** Stage and reason of losing. @returns whether anything differs from how it stood. */
async function move(tx: Tx, changing: Changing, input: DealChange): Promise<boolean> {
  const { viewer, seen, now } = changing
  const { accountId } = viewer
  const asked = input.stageId !== undefined || input.pipelineId !== undefined
  // Naming the pipeline where the deal is does not throw it back to the first stage.
  const stays = !asked || (input.stageId === undefined && input.pipelineId === seen.pipelineId)
  const place = stays
    ? { pipelineId: seen.pipelineId, stageId: seen.stage.id, kind: seen.stage.kind }
    : await holdStage(tx, accountId, input, seen.pipelineId)
  const isThere = place.pipelineId === seen.pipelineId && place.stageId === seen.stage.id
  if (isThere && input.lossReasonId === undefined) return false
  // To accept an incoming lead, to decline it and to put it back is a right of its own.
  const isIncoming = seen.stage.kind === 'incoming' || place.kind === 'incoming'
  if (!isThere && isIncoming && !takesIncoming(viewer)) throw new AppError('session.forbidden')
  const lossReasonId = input.lossReasonId ?? null
  if (lossReasonId !== null) await requireLossReason(tx, accountId, place.kind, lossReasonId)
  if (isThere) return giveReason(tx, changing, lossReasonId)
  await requireFilled(tx, viewer, { kind: 'deal', id: seen.id }, place)
  await sql`update deals set pipeline_id = ${place.pipelineId}, stage_id = ${place.stageId}, stage_since = ${now},
      closed_at = ${closedAt(place, now)}, loss_reason_id = ${lossReasonId}
    where account_id = ${accountId} and id = ${seen.id}`.execute(tx)
  await tell(tx, changing, 'deal.moved', {
    before: { pipelineId: seen.pipelineId, stageId: seen.stage.id },
    after: {
      pipelineId: place.pipelineId,
      stageId: place.stageId,
      ...(lossReasonId !== null && { lossReasonId }),
    },
  })
  await settle(tx, changing, place)
  return true
}

/** A deal that leaves the stage of incoming leads was accepted, or declined; one that comes there waits. */
async function settle(tx: Tx, changing: Changing, { kind }: StagePlace): Promise<void> {
  const { viewer, seen, now } = changing
  const { accountId } = viewer
  if (kind === seen.stage.kind) return
  if (kind === 'incoming') return reopenRow(tx, accountId, seen.id, now)
  if (seen.stage.kind !== 'incoming') return
  const outcome = kind === 'lost' ? 'declined' : 'accepted'
  await settleRow(tx, { accountId, dealId: seen.id, outcome, byUserId: viewer.userId, now })
  await tell(tx, changing, `incoming_lead.${outcome}`, { before: {}, after: {} })
  await change(tx, { accountId, topic: 'deal.settled', card: { kind: 'deal', id: seen.id } })
}

function isDeclining({ stage }: DealView, { stageId }: DealChange): boolean {
  return stage.kind === 'incoming' && stageId === lostStageId
}

/** With a declined lead its talk is over, without asking for a rate (R2). Its chats are locked. */
async function closeOpen(tx: Tx, { viewer, seen, now, road }: Changing): Promise<void> {
  const { accountId, userId } = viewer
  for (const { number } of await lockOpenOf(tx, accountId, { kind: 'deal', id: seen.id })) {
    const way = road === 'api' ? 'api' : 'hand'
    await closeConversation(tx, { accountId, number, actor: actorBy(road, userId), way, road, now })
  }
}

async function giveReason(tx: Tx, changing: Changing, lossReasonId: number | null): Promise<boolean> {
  const { viewer, seen } = changing
  if (lossReasonId === seen.lossReasonId) return false
  await sql`update deals set loss_reason_id = ${lossReasonId}
    where account_id = ${viewer.accountId} and id = ${seen.id}`.execute(tx)
  await tell(tx, changing, 'deal.changed', {
    before: { lossReasonId: seen.lossReasonId },
    after: { lossReasonId },
  })
  return true
}

async function reassign(
  tx: Tx,
  changing: Changing,
  responsibleUserId: number | null,
  open: ConversationState[],
): Promise<boolean> {
  const { viewer, seen } = changing
  const { accountId } = viewer
  if (responsibleUserId === seen.responsibleUserId) return false
  if (responsibleUserId !== null) await requireActiveUser(tx, accountId, responsibleUserId)
  await sql`update deals set responsible_user_id = ${responsibleUserId}
    where account_id = ${accountId} and id = ${seen.id}`.execute(tx)
  await reassignConversations(tx, accountId, { kind: 'deal', id: seen.id }, open, responsibleUserId)
  await tell(tx, changing, 'deal.reassigned', {
    before: { responsibleUserId: seen.responsibleUserId },
    after: { responsibleUserId },
  })
  return true
}

async function tell(
  tx: Tx,
  { viewer, seen, now, road }: Changing,
  type: EventType,
  difference: { before: Record<string, unknown>; after: Record<string, unknown> },
): Promise<void> {
  await emit(tx, {
    accountId: viewer.accountId,
    type,
    actor: actorBy(road, viewer.userId),
    road,
    subject: { kind: 'deal', id: seen.id },
    contactId: seen.mainContact?.id ?? null,
    card: { kind: 'deal', id: seen.id },
    ...difference,
    at: now,
  })
}
