import type { Colleague } from '#contract/people'
import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'
import type { Caller } from '#lib/http/route'
import { toColleague } from './list-users.ts'
import type { PeopleDeps } from './people-deps.ts'
import { findRole, findUserRow, lockActiveAdmins, updateUserRole } from './user-queries.ts'

/**
 * Gives a colleague another role. Only an admin makes or unmakes admins, and the last active one stays one.
 * Throws `user.not_found`, `role.not_found`, `user.last_admin`, `session.forbidden`.
 */
export async function changeUser(
  deps: PeopleDeps,
  caller: Caller,
  input: { userId: number; roleId: number },
): Promise<Colleague> {
  const { accountId } = caller
  return inTransaction(deps.db, async (tx) => {
    const admins = await lockActiveAdmins(tx, accountId)
    const user = await findUserRow(tx, accountId, input.userId)
    if (!user) throw new AppError('user.not_found')
    const role = await findRole(tx, accountId, input.roleId)
    if (!role) throw new AppError('role.not_found')
    const wasAdmin = (await findRole(tx, accountId, user.role_id))?.kind === 'admin'
    const becomesAdmin = role.kind === 'admin'
    if (wasAdmin !== becomesAdmin && !caller.isAdmin) throw new AppError('session.forbidden')
    if (!becomesAdmin && admins.length === 1 && admins[0] === user.id) throw new AppError('user.last_admin')
    if (user.role_id !== role.id) {
      await updateUserRole(tx, accountId, user.id, role.id)
      await change(tx, { accountId, topic: 'users' })
      await change(tx, { accountId, topic: 'me', userId: user.id })
    }
    return toColleague({ ...user, role_id: role.id })
  })
}
