import { sql } from 'kysely'
import type { CustomerView } from '#contract/customers'
import type { EventType } from '#contract/events'
import type { FieldValue } from '#contract/field-values'
import { requireActiveUser, type Viewer } from '#features/access'
import { reassignConversations, tellOpenOf, type ConversationState } from '#features/conversations'
import { changesOf, fillFields, requireFilled } from '#features/fields'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { emit } from '#lib/events'
import { requireSeen } from '#lib/require-seen'
import { findCustomerRows } from './customer-rows.ts'
import { holdCustomerStage } from './customer-stages.ts'
import { findCustomerView } from './customer-view.ts'
import { lockCustomer, lockCustomerWithConversations } from './lock-customer.ts'

export type CustomerChange = {
  customerId: number
  name?: string | undefined
  stageId?: number | undefined
  responsibleUserId?: number | null | undefined
  nextPurchaseOn?: string | null | undefined
  /** Custom fields, for a stage that asks for some. */
  fields?: Record<string, FieldValue | null> | undefined
  /** Fields as their editor saw them. */
  seen?: Partial<Seen> | undefined
}
type Seen = Pick<CustomerView, 'name' | 'responsibleUserId' | 'nextPurchaseOn'> & { stageId: number }

/** A change being made: by whom, to the customer as it stood under its lock, when. */
export type Changing = { viewer: Viewer; seen: CustomerView; now: Date }

/**
 * Changes a customer, each kind of change with its own event. A new responsible goes to its conversations and their counters.
 * Throws `customer.not_found`, `session.forbidden`, `stage.not_found`, `user.not_found`, `field.required`,
 * `card.changed_meanwhile`, and what `fillFields` does.
 */
export async function changeCustomer(
  tx: Tx,
  viewer: Viewer,
  input: CustomerChange,
  now: Date,
): Promise<CustomerView> {
  const { accountId } = viewer
  const { customerId, responsibleUserId } = input
  const reassigns = responsibleUserId !== undefined
  const open = reassigns ? await lockCustomerWithConversations(tx, accountId, customerId) : []
  if (!reassigns) await lockCustomer(tx, accountId, customerId)
  return changeLockedCustomer(tx, viewer, input, open, now)
}

/** The same under locks that are held already; `open`: the customer's open conversations when it gets another responsible. */
export async function changeLockedCustomer(
  tx: Tx,
  viewer: Viewer,
  input: CustomerChange,
  open: ConversationState[],
  now: Date,
): Promise<CustomerView> {
  const { accountId } = viewer
  const { customerId, responsibleUserId } = input
  const seen = await requireEditable(tx, viewer, customerId)
  const { name, stage, nextPurchaseOn } = seen
  const stands = { name, stageId: stage.id, responsibleUserId: seen.responsibleUserId, nextPurchaseOn }
  requireSeen('card.changed_meanwhile', stands, input, input.seen)
  const changing = { viewer, seen, now }
  const card = { kind: 'customer', id: customerId } as const
  const filled = await fillFields(tx, viewer, card, changesOf(input.fields), { now })
  const isRewritten = await rewrite(tx, changing, input)
  const isMoved = await move(tx, changing, input.stageId)
  const isReassigned =
    responsibleUserId !== undefined && (await reassign(tx, changing, responsibleUserId, open))
  if (!isRewritten && !isMoved && !isReassigned && filled.length === 0) return seen
  if (isRewritten || isMoved) await tellOpenOf(tx, accountId, card)
  return viewAfter(tx, viewer, seen)
}

/** The customer as its editor sees it. Throws `customer.not_found`, `session.forbidden`. */
export async function requireEditable(tx: Tx, viewer: Viewer, customerId: number): Promise<CustomerView> {
  const seen = await findCustomerView(tx, viewer, customerId)
  if (!seen) throw new AppError('customer.not_found')
  if (!seen.canEdit) throw new AppError('session.forbidden')
  return seen
}

/** How it stands now. Who has just given it away, out of his own sight, is shown it this last time. */
export async function viewAfter(tx: Tx, viewer: Viewer, seen: CustomerView): Promise<CustomerView> {
  const view = await findCustomerView(tx, viewer, seen.id)
  if (view) return view
  const [row] = await findCustomerRows(tx, viewer.accountId, [seen.id])
  return { ...seen, ...row, canEdit: false }
}

/** Name and day of the next purchase. @returns whether they differ from what stood there. */
async function rewrite(tx: Tx, changing: Changing, input: CustomerChange): Promise<boolean> {
  const { viewer, seen, now } = changing
  const name = input.name ?? seen.name
  const nextPurchaseOn = input.nextPurchaseOn === undefined ? seen.nextPurchaseOn : input.nextPurchaseOn
  const isRenamed = name !== seen.name
  const isPlanned = nextPurchaseOn !== seen.nextPurchaseOn
  if (!isRenamed && !isPlanned) return false
  await sql`update customers set name = ${name}, next_purchase_on = ${nextPurchaseOn}::date, updated_at = ${now}
    where account_id = ${viewer.accountId} and id = ${seen.id}`.execute(tx)
  await tell(tx, changing, 'customer.changed', {
    before: {
      ...(isRenamed && { name: seen.name }),
      ...(isPlanned && { nextPurchaseOn: seen.nextPurchaseOn }),
    },
    after: { ...(isRenamed && { name }), ...(isPlanned && { nextPurchaseOn }) },
  })
  return true
}

async function move(tx: Tx, changing: Changing, stageId: number | undefined): Promise<boolean> {
  const { viewer, seen, now } = changing
  if (stageId === undefined || stageId === seen.stage.id) return false
  const { accountId } = viewer
  const place = await holdCustomerStage(tx, accountId, stageId)
  await requireFilled(tx, viewer, { kind: 'customer', id: seen.id }, place)
  await sql`update customers set pipeline_id = ${place.pipelineId}, stage_id = ${place.stageId}, stage_since = ${now}, updated_at = ${now}
    where account_id = ${accountId} and id = ${seen.id}`.execute(tx)
  await tell(tx, changing, 'customer.moved', {
    before: { pipelineId: seen.pipelineId, stageId: seen.stage.id },
    after: place,
  })
  return true
}

async function reassign(
  tx: Tx,
  changing: Changing,
  responsibleUserId: number | null,
  open: ConversationState[],
): Promise<boolean> {
  const { viewer, seen, now } = changing
  const { accountId } = viewer
  if (responsibleUserId === seen.responsibleUserId) return false
  if (responsibleUserId !== null) await requireActiveUser(tx, accountId, responsibleUserId)
  await sql`update customers set responsible_user_id = ${responsibleUserId}, updated_at = ${now}
    where account_id = ${accountId} and id = ${seen.id}`.execute(tx)
  await reassignConversations(tx, accountId, { kind: 'customer', id: seen.id }, open, responsibleUserId)
  await tell(tx, changing, 'customer.reassigned', {
    before: { responsibleUserId: seen.responsibleUserId },
    after: { responsibleUserId },
  })
  return true
}

export async function tell(
  tx: Tx,
  { viewer, seen, now }: Changing,
  type: EventType,
  difference: { before?: Record<string, unknown>; after?: Record<string, unknown> },
): Promise<void> {
  await emit(tx, {
    accountId: viewer.accountId,
    type,
    actor: { kind: 'user', id: viewer.userId },
    road: 'hand',
    subject: { kind: 'customer', id: seen.id },
    contactId: seen.mainContact?.id ?? null,
    card: { kind: 'customer', id: seen.id },
    ...difference,
    at: now,
  })
}
