import type { Colleague } from '#contract/people'
import { requireActiveUser } from '#features/access'
import { inTransaction, type Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change, emit } from '#lib/events'
import type { Caller } from '#lib/http/route'
import { toColleague } from './list-users.ts'
import type { PeopleDeps } from './people-deps.ts'
import { requireHandled } from './roles/own-rights.ts'
import { findRoleRow } from './roles/role-queries.ts'
import { findUserRow, updateAway, type UserRow } from './user-queries.ts'

type Away = { until: Date; substituteId: number | null }
const longestMs = 2 * 365 * 86_400_000

/**
 * Somebody is away until then; a substitute sees meanwhile what the one away sees of his own, and is told of it. Of others it is
 * said by who may change settings. Throws `user.not_found`, `request.invalid`, `session.forbidden`, `role.beyond_own`.
 */
export async function setAway(
  deps: PeopleDeps,
  caller: Caller,
  { userId, until, substituteId }: { userId: number; until: string; substituteId: number | null },
): Promise<Colleague> {
  const now = deps.clock()
  const end = new Date(until)
  if (end <= now || end.getTime() - now.getTime() > longestMs) throw wrong('until', 'must be to come')
  if (substituteId === userId) throw wrong('substituteId', 'must be somebody else')
  return inTransaction(deps.db, async (tx) => {
    const user = await requireUser(tx, caller, userId)
    if (substituteId !== null) await requireActiveUser(tx, caller.accountId, substituteId)
    await requireMayStandIn(tx, caller, user, substituteId)
    return save(tx, caller, user, { until: end, substituteId }, now)
  })
}

/** Throws `user.not_found`, `session.forbidden`. */
export async function endAway(deps: PeopleDeps, caller: Caller, userId: number): Promise<Colleague> {
  return inTransaction(deps.db, async (tx) => {
    const user = await requireUser(tx, caller, userId)
    return user.away_until === null ? toColleague(user) : save(tx, caller, user, null, deps.clock())
  })
}

async function requireUser(tx: Tx, caller: Caller, userId: number): Promise<UserRow> {
  if (userId !== caller.userId && !caller.mayChangeSettings) throw new AppError('session.forbidden')
  const user = await findUserRow(tx, caller.accountId, userId)
  if (user?.status !== 'active') throw new AppError('user.not_found')
  return user
}

/** To stand in for somebody shows what he works on: nobody makes himself, or another one, the substitute of who has more rights. */
async function requireMayStandIn(
  tx: Tx,
  caller: Caller,
  user: UserRow,
  substituteId: number | null,
): Promise<void> {
  if (substituteId === null || user.id === caller.userId || caller.isAdmin) return
  if (substituteId === caller.userId) throw new AppError('role.beyond_own')
  const role = await findRoleRow(tx, caller.accountId, user.role_id)
  if (role) await requireHandled(tx, caller, role)
}

async function save(
  tx: Tx,
  { accountId, userId }: Caller,
  user: UserRow,
  away: Away | null,
  now: Date,
): Promise<Colleague> {
  await updateAway(tx, accountId, user.id, away)
  await emit(tx, {
    accountId,
    type: away ? 'user.away' : 'user.back',
    actor: { kind: 'user', id: userId },
    road: 'hand',
    subject: { kind: 'user', id: user.id },
    after: away && { until: away.until.toISOString(), substituteId: away.substituteId },
    at: now,
  })
  await change(tx, { accountId, topic: 'users' })
  return toColleague({
    ...user,
    away_until: away?.until ?? null,
    substitute_id: away?.substituteId ?? null,
  })
}

function wrong(path: string, message: string): AppError {
  return new AppError('request.invalid', { fields: [{ path, problem: 'invalid', message }] })
}
