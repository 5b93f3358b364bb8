import { sql } from 'kysely'
import { mostLossReasons, type LossReasonView } from '#contract/pipelines'
import type { Viewer } from '#features/access'
import { isDatabaseError, type Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import { placedBefore } from '#lib/placed-before'
import { requireSeen } from '#lib/require-seen'
import { listLossReasons } from './list-loss-reasons.ts'

/** Throws `loss_reason.taken`, `loss_reason.too_many`. */
export async function createLossReason(tx: Tx, viewer: Viewer, name: string): Promise<LossReasonView[]> {
  const known = await lockReasons(tx, viewer.accountId)
  if (known.length >= mostLossReasons) throw new AppError('loss_reason.too_many')
  await withFreeName(() =>
    sql`insert into loss_reasons (account_id, name, position)
      values (${viewer.accountId}, ${name}, ${known.length + 1})`.execute(tx),
  )
  return tellReasons(tx, viewer)
}

type Change = {
  reasonId: number
  name?: string | undefined
  seenName?: string | undefined
  beforeId?: number | null | undefined
  isRemoved?: false | undefined
}

/** Throws `loss_reason.not_found`, `loss_reason.taken`, `settings.changed_meanwhile`. */
export async function changeLossReason(tx: Tx, viewer: Viewer, given: Change): Promise<LossReasonView[]> {
  const { accountId } = viewer
  const { reasonId, name, beforeId } = given
  const known = await lockReasons(tx, accountId)
  const own = known.find((reason) => reason.id === reasonId)
  if (!own) throw new AppError('loss_reason.not_found')
  if (name !== undefined) {
    requireSeen('settings.changed_meanwhile', { name: own.name }, { name }, { name: given.seenName })
    await withFreeName(() =>
      sql`update loss_reasons set name = ${name} where account_id = ${accountId} and id = ${reasonId}`.execute(
        tx,
      ),
    )
  }
  if (given.isRemoved === false && own.isRemoved) {
    await withFreeName(() =>
      sql`update loss_reasons set removed_at = null, position = ${known.length + 1}
        where account_id = ${accountId} and id = ${reasonId}`.execute(tx),
    )
  }
  if (beforeId !== undefined) {
    const offered = known.filter((reason) => !reason.isRemoved).map((reason) => reason.id)
    if (beforeId !== null && !offered.includes(beforeId)) throw new AppError('loss_reason.not_found')
    await sql`update loss_reasons r set position = o.place
      from unnest(${placedBefore(offered, reasonId, beforeId)}::bigint[]) with ordinality o(id, place)
      where r.account_id = ${accountId} and r.id = o.id`.execute(tx)
  }
  return tellReasons(tx, viewer)
}

/** It is no longer offered; deals that were lost for it keep it. Throws `loss_reason.not_found`. */
export async function deleteLossReason(
  tx: Tx,
  viewer: Viewer,
  reasonId: number,
  now: Date,
): Promise<LossReasonView[]> {
  const { accountId } = viewer
  const { rows } = await sql<{ isUsed: boolean }>`
    select exists (select from deals d where d.account_id = r.account_id and d.loss_reason_id = r.id) as "isUsed"
    from loss_reasons r where r.account_id = ${accountId} and r.id = ${reasonId} for update of r`.execute(tx)
  const [own] = rows
  if (!own) throw new AppError('loss_reason.not_found')
  if (own.isUsed) {
    await sql`update loss_reasons set removed_at = coalesce(removed_at, ${now})
      where account_id = ${accountId} and id = ${reasonId}`.execute(tx)
  } else {
    await sql`delete from loss_reasons where account_id = ${accountId} and id = ${reasonId}`.execute(tx)
  }
  return tellReasons(tx, viewer)
}

async function lockReasons(tx: Tx, accountId: number): Promise<LossReasonView[]> {
  await sql`select from loss_reasons where account_id = ${accountId} order by id for no key update`.execute(
    tx,
  )
  return listLossReasons(tx, accountId)
}

async function tellReasons(tx: Tx, { accountId }: Viewer): Promise<LossReasonView[]> {
  await change(tx, { accountId, topic: 'pipelines' })
  return listLossReasons(tx, accountId)
}

async function withFreeName(write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (!isDatabaseError(error) || error.constraint !== 'loss_reasons_offered') throw error
    throw new AppError('loss_reason.taken')
  }
}
