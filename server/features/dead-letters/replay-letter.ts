import type { Messengers } from '#channels/messengers'
import { findChannel } from '#features/channels'
import { describeTrouble, openDeadLetter, takeOnce } from '#features/intake'
import type { Clock } from '#lib/clock'
import type { SecretKey } from '#lib/crypto'
import { inTransaction, isDatabaseError, type Db, type Tx } from '#lib/db'
import { AppError, isDatabaseAway } from '#lib/errors'
import { change } from '#lib/events'
import { describeError, type Log } from '#lib/log'
import { findLetter, listAlike, lockLetter, markFailed, markTaken, type Letter } from './queries.ts'
import { tellLetter } from './tell-letter.ts'

export type ReplayDeps = { db: Db; clock: Clock; secretKey: SecretKey; log: Log; messengers: Messengers }

type Who = { accountId: number; userId: number }

/**
 * Has an update read and taken again as if it came now; what it brings and the mark that it was taken are one transaction, so
 * two who try at once take it once. @returns whether it is taken now. Throws `dead_letter.not_found`.
 */
export async function replayLetter(deps: ReplayDeps, who: Who, letterId: number): Promise<boolean> {
  const { accountId, userId } = who
  try {
    await twiceIfTaken(() =>
      inTransaction(deps.db, async (tx) => {
        const letter = await lockLetter(tx, accountId, letterId)
        if (!letter || letter.isDeleted) throw new AppError('dead_letter.not_found')
        if (letter.isTaken) return
        const at = deps.clock()
        await take(deps, tx, accountId, letter, at)
        await markTaken(tx, accountId, letterId, { by: userId, at })
        await tellLetter(tx, who, 'dead_letter.replayed', letter, at)
      }),
    )
    return true
  } catch (error) {
    if (error instanceof AppError || isDatabaseAway(error)) throw error
    deps.log.warn({ letterId, error: describeError(error)['message'] }, 'an update could not be taken again')
    await inTransaction(deps.db, async (tx) => {
      await markFailed(tx, accountId, letterId, describeTrouble(error), deps.clock())
      await change(tx, { accountId, topic: 'dead_letters' })
    })
    return false
  }
}

async function take(deps: ReplayDeps, tx: Tx, accountId: number, letter: Letter, at: Date): Promise<void> {
  const channel = await findChannel(tx, accountId, letter.channelId)
  if (!channel || letter.rawSealed === null) throw new Error('There is nothing left to take')
  const raw: unknown = JSON.parse(openDeadLetter(deps.secretKey, accountId, letter.rawSealed))
  const messenger = deps.messengers[channel.kind]
  // A website hands over several updates of one visitor at once.
  const updates: unknown[] = Array.isArray(raw) ? raw : [raw]
  const items = updates.flatMap((update) => messenger.receive(update, letter.at))
  await takeOnce(tx, { accountId, id: channel.id, kind: channel.kind }, items, at)
}

const uniqueViolation = '23505'

/** The messenger may bring the same at the same instant: the second look finds it. */
async function twiceIfTaken(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isDatabaseError(error) || error.code !== uniqueViolation) throw error
    await work()
  }
}

const portion = 50

/** A portion of all that wait with the same error as this one, in their order. */
export async function replayAlike(
  deps: ReplayDeps,
  who: Who,
  letterId: number,
  after: number | null,
): Promise<{ taken: number; failed: number; next: number | null }> {
  const letter = await findLetter(deps.db, who.accountId, letterId)
  if (!letter) throw new AppError('dead_letter.not_found')
  const ids = await listAlike(deps.db, who.accountId, letter.errorKey, after ?? 0, portion)
  let taken = 0
  for (const id of ids) if (await replayAny(deps, who, id)) taken += 1
  const next = ids.length === portion ? (ids.at(-1) ?? null) : null
  return { taken, failed: ids.length - taken, next }
}

/** One that somebody deletes meanwhile is none of ours any more. */
async function replayAny(deps: ReplayDeps, who: Who, id: number): Promise<boolean> {
  try {
    return await replayLetter(deps, who, id)
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}
