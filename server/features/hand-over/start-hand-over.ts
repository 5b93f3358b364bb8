import type { HandedKind, HandOverView } from '#contract/hand-over'
import { requireActiveUser } from '#features/access'
import { requireColleagueHandled } from '#features/people'
import { uuidv7 } from '#lib/crypto'
import type { Read, Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import type { Caller } from '#lib/http/route'
import { addJob } from '#lib/jobs'
import { findHandOverOf, hasUser, insertHandOver, toHandOverView, type HandOverRow } from './queries.ts'
import { countHoldings } from './things.ts'

export type Handing = { toUserId: number | null; what: readonly HandedKind[] }

/**
 * Begins to hand over what somebody answers for; a job does it, portion by portion. What is handed over comes into the sight of who gets
 * it: of somebody with more rights only an admin decides. Throws `user.not_found` for either of the two, `role.beyond_own`,
 * `request.invalid` when both are one, `hand_over.running`.
 */
export async function startHandOver(
  tx: Tx,
  caller: Caller,
  fromUserId: number,
  { toUserId, what }: Handing,
  now: Date,
): Promise<HandOverView> {
  const { accountId, userId } = caller
  if (!(await hasUser(tx, accountId, fromUserId))) throw new AppError('user.not_found')
  await requireColleagueHandled(tx, caller, fromUserId)
  if (toUserId === fromUserId) {
    const field = { path: 'toUserId', problem: 'invalid', message: 'must be somebody else' }
    throw new AppError('request.invalid', { fields: [field] })
  }
  if (toUserId !== null) await requireActiveUser(tx, accountId, toUserId)
  const before = await findHandOverOf(tx, accountId, fromUserId)
  if (before && before.endedAt === null) throw new AppError('hand_over.running')
  const row: HandOverRow = {
    id: uuidv7(),
    fromUserId,
    toUserId,
    what: [...new Set(what)],
    total: await countWanted(tx, accountId, fromUserId, { toUserId, what }),
    done: 0,
    startedBy: userId,
    startedAt: now,
    endedAt: null,
  }
  await insertHandOver(tx, accountId, row)
  await addJob(tx, 'hand-over.go', { accountId, id: row.id }, { key: `hand-over:${row.id}` })
  await change(tx, { accountId, topic: 'hand_overs' })
  return toHandOverView(row)
}

async function countWanted(
  db: Read,
  accountId: number,
  userId: number,
  { toUserId, what }: Handing,
): Promise<number> {
  const all = await countHoldings(db, accountId, userId)
  // Contacts take their conversations along; a task always has one who does it.
  const isCounted = (one: HandedKind): boolean =>
    what.includes(one) &&
    !(one === 'conversations' && what.includes('contacts')) &&
    !(one === 'tasks' && toUserId === null)
  return all.reduce((sum, { what: one, count }) => sum + (isCounted(one) ? count : 0), 0)
}
