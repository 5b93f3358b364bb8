import type { DealRow } from '#contract/deals'
import { inTransaction, type Db, type Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import type { Stood } from '../change-deals.ts'
import type { Taken } from './accept-lead.ts'

const skips = ['deal.not_found', 'session.forbidden', 'incoming_lead.settled', 'field.required'] as const
type SkipCode = (typeof skips)[number]
export type ManyTaken = {
  rows: DealRow[]
  before: Stood[]
  after: Stood[]
  skipped: { dealId: number; code: SkipCode }[]
}

/** Takes incoming leads one by one, each in a transaction of its own: what cannot be taken keeps no other one from it. */
export async function takeMany(
  db: Db,
  dealIds: readonly number[],
  take: (tx: Tx, dealId: number) => Promise<Taken>,
): Promise<ManyTaken> {
  const many: ManyTaken = { rows: [], before: [], after: [], skipped: [] }
  for (const dealId of new Set(dealIds)) {
    try {
      const { row, before, after } = await inTransaction(db, (tx) => take(tx, dealId))
      many.rows.push(row)
      many.before.push(before)
      many.after.push(after)
    } catch (error) {
      const code = error instanceof AppError ? skips.find((each) => each === error.code) : undefined
      if (code === undefined) throw error
      many.skipped.push({ dealId, code })
    }
  }
  return many
}
