import { sql } from 'kysely'
import { mostLossReasons, type LossReasonView } from '#contract/pipelines'
import type { Viewer } from '#features/access'
import { isDatabaseError, type Tx } from '#lib/db'
import { differenceOf, placeIn } from '#lib/difference-of'
import { AppError, tooMany } from '#lib/errors'
import { change, emitByHand } from '#lib/events'
import { placedBefore } from '#lib/placed-before'
import { requireSeen } from '#lib/require-seen'
import { listLossReasons } from './list-loss-reasons.ts'

/** Throws `loss_reason.taken`, `loss_reason.too_many`. */
export async function createLossReason(
  tx: Tx,
  viewer: Viewer,
  name: string,
  now: Date,
): Promise<LossReasonView[]> {
  const known = await lockReasons(tx, viewer.accountId)
  if (known.length >= mostLossReasons) throw tooMany('loss_reason.too_many', mostLossReasons)
  const { rows } = await withFreeName(() =>
    sql<{ id: number }>`insert into loss_reasons (account_id, name, position)
      values (${viewer.accountId}, ${name}, ${known.length + 1}) returning id`.execute(tx),
  )
  await emitReason(tx, viewer, { type: 'loss_reason.created', id: rows[0]?.id ?? 0, after: { name } }, now)
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
export async function changeLossReason(
  tx: Tx,
  viewer: Viewer,
  given: Change,
  now: Date,
): Promise<LossReasonView[]> {
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
    const after = { name: name ?? own.name }
    await emitReason(tx, viewer, { type: 'loss_reason.restored', id: reasonId, after }, now)
  }
  const offered = known.filter((reason) => !reason.isRemoved).map((reason) => reason.id)
  const order = beforeId === undefined ? offered : placedBefore(offered, reasonId, beforeId)
  if (beforeId !== undefined) {
    if (beforeId !== null && !offered.includes(beforeId)) throw new AppError('loss_reason.not_found')
    await sql`update loss_reasons r set position = o.place
      from unnest(${order}::bigint[]) with ordinality o(id, place)
      where r.account_id = ${accountId} and r.id = o.id`.execute(tx)
  }
  const difference = differenceOf(
    { name: own.name, place: placeIn(offered, reasonId) },
    { name, place: own.isRemoved ? undefined : placeIn(order, reasonId) },
  )
  if (difference)
    await emitReason(tx, viewer, { type: 'loss_reason.changed', id: reasonId, ...difference }, now)
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
  const { rows } = await sql<{ name: string; isRemoved: boolean }>`
    select r.name, r.removed_at is not null as "isRemoved"
    from loss_reasons r where r.account_id = ${accountId} and r.id = ${reasonId} for update`.execute(tx)
  const [own] = rows
  if (!own) throw new AppError('loss_reason.not_found')
  if (await isUsed(tx, accountId, reasonId)) {
    await sql`update loss_reasons set removed_at = coalesce(removed_at, ${now})
      where account_id = ${accountId} and id = ${reasonId}`.execute(tx)
  } else {
    await sql`delete from loss_reasons where account_id = ${accountId} and id = ${reasonId}`.execute(tx)
  }
  const before = { name: own.name }
  if (!own.isRemoved) await emitReason(tx, viewer, { type: 'loss_reason.deleted', id: reasonId, before }, now)
  return tellReasons(tx, viewer)
}

/** Asked once the reason is locked: the statement that waited for the lock would not see the deal that was just lost for it. */
async function isUsed(tx: Tx, accountId: number, reasonId: number): Promise<boolean> {
  const { rows } = await sql`
    select from deals where account_id = ${accountId} and loss_reason_id = ${reasonId} limit 1`.execute(tx)
  return rows.length > 0
}

async function lockReasons(tx: Tx, accountId: number): Promise<LossReasonView[]> {
  await sql`select from loss_reasons where account_id = ${accountId} order by id for no key update`.execute(
    tx,
  )
  return listLossReasons(tx, accountId)
}

type Fact = {
  type: 'loss_reason.created' | 'loss_reason.changed' | 'loss_reason.deleted' | 'loss_reason.restored'
  id: number
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}

function emitReason(tx: Tx, viewer: Viewer, { id, ...fact }: Fact, now: Date): Promise<void> {
  return emitByHand(tx, viewer, { ...fact, subject: { kind: 'loss_reason', id } }, now)
}

async function tellReasons(tx: Tx, { accountId }: Viewer): Promise<LossReasonView[]> {
  await change(tx, { accountId, topic: 'pipelines' })
  return listLossReasons(tx, accountId)
}

async function withFreeName<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!isDatabaseError(error) || error.constraint !== 'loss_reasons_offered') throw error
    throw new AppError('loss_reason.taken')
  }
}
