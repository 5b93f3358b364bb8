import type { CustomerRow, CustomerView } from '#contract/customers'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { changeLockedCustomer } from './change-customer.ts'
import { findCustomerRows } from './customer-rows.ts'
import { findCustomerView } from './customer-view.ts'
import { lockCustomers, lockCustomersWithConversations } from './lock-customer.ts'

type Standing = { stageId: number; responsibleUserId: number | null }
type Some = { [Key in keyof Standing]?: Standing[Key] | undefined }
type OneChange = Some & { customerId: number; seen?: Some | undefined }
type Stood = Standing & { customerId: number }
type Skipped = { customerId: number; code: SkipCode }

/** Refusals that come before anything of the customer is written. */
const skipCodes = [
  'customer.not_found',
  'session.forbidden',
  'card.changed_meanwhile',
  'field.required',
] as const
type SkipCode = (typeof skipCodes)[number]

/**
 * Changes stage or responsible of many customers under locks taken together; those the viewer may not see or edit, that are no
 * longer as he saw them, or that lack what the stage asks for, are skipped and told. Throws `stage.not_found`, `user.not_found`:
 * then nothing is changed.
 */
export async function changeCustomers(
  tx: Tx,
  viewer: Viewer,
  changes: OneChange[],
  now: Date,
): Promise<{ rows: CustomerRow[]; before: Stood[]; after: Stood[]; skipped: Skipped[] }> {
  const { accountId } = viewer
  // Named twice, the last word holds: the conversations of each are those that were locked before the first change.
  const wanted = [...new Map(changes.map((one) => [one.customerId, one])).values()]
  const ids = wanted.map(({ customerId }) => customerId).toSorted((one, other) => one - other)
  const reassigns = wanted.some(({ responsibleUserId }) => responsibleUserId !== undefined)
  const open = reassigns ? await lockCustomersWithConversations(tx, accountId, ids) : null
  if (!reassigns) await lockCustomers(tx, accountId, ids)
  const before: Stood[] = []
  const after: Stood[] = []
  const skipped: Skipped[] = []
  for (const change of wanted) {
    const { customerId } = change
    const stood = await findCustomerView(tx, viewer, customerId)
    try {
      const stands = await changeLockedCustomer(tx, viewer, change, open?.get(customerId) ?? [], now)
      if (stood) before.push(standingOf(stood))
      after.push(standingOf(stands))
    } catch (error) {
      const code = error instanceof AppError ? skipCodes.find((each) => each === error.code) : undefined
      if (code === undefined) throw error
      skipped.push({ customerId, code })
    }
  }
  const changed = after.map(({ customerId }) => customerId)
  return { rows: await findCustomerRows(tx, accountId, changed), before, after, skipped }
}

function standingOf({ id, stage, responsibleUserId }: CustomerView): Stood {
  return { customerId: id, stageId: stage.id, responsibleUserId }
}
