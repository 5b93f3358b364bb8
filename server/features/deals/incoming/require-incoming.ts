import type { DealView } from '#contract/deals'
import { takesIncoming, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { findDealView } from '../deal-view.ts'
import { findSettled } from './incoming-rows.ts'

/** How long after it was taken a lead is told of to who saw it as one, though the deal may be out of his sight since. */
const toldForMs = 60 * 60_000

/**
 * An incoming lead that the viewer may take, read under its lock. Throws `deal.not_found`, `session.forbidden`, and
 * `incoming_lead.settled` with who did what when somebody was faster.
 */
export async function requireIncoming(
  db: Read,
  viewer: Viewer,
  dealId: number,
  now: Date,
): Promise<DealView> {
  const view = await findDealView(db, viewer, dealId)
  if (view?.stage.kind === 'incoming') {
    if (!takesIncoming(viewer)) throw new AppError('session.forbidden')
    return view
  }
  const settled = await findSettled(db, viewer.accountId, dealId)
  const isRecent = settled !== null && now.getTime() - Date.parse(settled.at) < toldForMs
  if (view) throw new AppError('incoming_lead.settled', { ...settled })
  if (isRecent && takesIncoming(viewer)) throw new AppError('incoming_lead.settled', { ...settled })
  throw new AppError('deal.not_found')
}
