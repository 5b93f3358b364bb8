import type { Colleague } from '#contract/people'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change, emit } from '#lib/events'
import type { Caller } from '#lib/http/route'
import { toColleague } from './list-users.ts'
import { requireHandled } from './roles/own-rights.ts'
import { findRoleRow } from './roles/role-queries.ts'
import { endAccess, findUserRow, lockActiveAdmins, updateUserStatus, type UserRow } from './user-queries.ts'

/**
 * Lets a colleague in no more: his sessions and tokens end with this transaction, his open pages and pushes with its commit.
 * Doing it twice is fine. Throws `user.not_found`, `user.oneself`, `user.last_admin`, `role.beyond_own`.
 */
export async function deactivateUser(tx: Tx, caller: Caller, userId: number, now: Date): Promise<Colleague> {
  const { accountId } = caller
  // Of two admins who deactivate each other at once the second waits here, and finds one left.
  const admins = await lockActiveAdmins(tx, accountId)
  const user = await requireDecided(tx, caller, userId)
  if (userId === caller.userId) throw new AppError('user.oneself')
  if (admins.length === 1 && admins[0] === userId) throw new AppError('user.last_admin')
  if (user.status !== 'active') return toColleague(user)
  await endAccess(tx, accountId, userId, now)
  await updateUserStatus(tx, accountId, userId, 'deactivated')
  await tell(tx, caller, userId, 'user.deactivated', now)
  return toColleague({ ...user, status: 'deactivated', away_until: null, substitute_id: null })
}

/** Lets him in again, by a new sign-in. Throws `user.not_found`, `role.beyond_own`. */
export async function reactivateUser(tx: Tx, caller: Caller, userId: number, now: Date): Promise<Colleague> {
  const user = await requireDecided(tx, caller, userId)
  if (user.status === 'active') return toColleague(user)
  await updateUserStatus(tx, caller.accountId, userId, 'active')
  await tell(tx, caller, userId, 'user.reactivated', now)
  return toColleague({ ...user, status: 'active' })
}

/** Who is no admin decides over nobody who has more rights than he. */
async function requireDecided(tx: Tx, caller: Caller, userId: number): Promise<UserRow> {
  const user = await findUserRow(tx, caller.accountId, userId)
  if (!user) throw new AppError('user.not_found')
  const role = await findRoleRow(tx, caller.accountId, user.role_id)
  if (role) await requireHandled(tx, caller, role)
  return user
}

async function tell(
  tx: Tx,
  { accountId, userId: by }: Caller,
  userId: number,
  type: 'user.deactivated' | 'user.reactivated',
  now: Date,
): Promise<void> {
  await emit(tx, {
    accountId,
    type,
    actor: { kind: 'user', id: by },
    road: 'hand',
    subject: { kind: 'user', id: userId },
    at: now,
  })
  await change(tx, { accountId, topic: 'users' })
  await change(tx, { accountId, topic: 'session.ended', userId })
}
