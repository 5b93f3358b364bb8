import type { Colleague } from '#contract/people'
import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import { change, emit } from '#lib/events'
import type { Caller } from '#lib/http/route'
import { hasGroup } from './groups/group-queries.ts'
import { toColleague } from './list-users.ts'
import type { PeopleDeps } from './people-deps.ts'
import { requireHandled } from './roles/own-rights.ts'
import { findRoleRow, type RoleRow } from './roles/role-queries.ts'
import { findUserRow, lockActiveAdmins, updateUserPlace } from './user-queries.ts'
import type { Tx } from '#lib/db'

type Wish = { userId: number; roleId?: number | undefined; groupId?: number | null | undefined }

/**
 * Gives a colleague another role or group. Only an admin makes or unmakes admins, the last active one stays one, and nobody else
 * raises himself, or gives more than he has. Throws `user.not_found`, `role.not_found`, `group.not_found`, `user.last_admin`,
 * `role.beyond_own`.
 */
export async function changeUser(deps: PeopleDeps, caller: Caller, wish: Wish): Promise<Colleague> {
  const { accountId } = caller
  return inTransaction(deps.db, async (tx) => {
    const admins = await lockActiveAdmins(tx, accountId)
    const user = await findUserRow(tx, accountId, wish.userId)
    if (!user) throw new AppError('user.not_found')
    const role = await findRoleRow(tx, accountId, wish.roleId ?? user.role_id)
    if (!role) throw new AppError('role.not_found')
    const groupId = wish.groupId === undefined ? user.group_id : wish.groupId
    if (wish.groupId && !(await hasGroup(tx, accountId, wish.groupId))) throw new AppError('group.not_found')
    await requireDeciding(tx, caller, { userId: user.id, before: user.role_id, role })
    if (role.kind !== 'admin' && admins.length === 1 && admins[0] === user.id) {
      throw new AppError('user.last_admin')
    }
    const before = { roleId: user.role_id, groupId: user.group_id }
    const after = { roleId: role.id, groupId }
    const isRole = before.roleId !== after.roleId
    const isGroup = before.groupId !== after.groupId
    if (!isRole && !isGroup) return toColleague(user)
    await updateUserPlace(tx, accountId, user.id, after)
    await emit(tx, {
      accountId,
      type: 'user.changed',
      actor: { kind: 'user', id: caller.userId },
      road: 'hand',
      subject: { kind: 'user', id: user.id },
      before: { ...(isRole && { roleId: before.roleId }), ...(isGroup && { groupId: before.groupId }) },
      after: { ...(isRole && { roleId: after.roleId }), ...(isGroup && { groupId: after.groupId }) },
      at: deps.clock(),
    })
    await change(tx, { accountId, topic: 'users' })
    await change(tx, { accountId, topic: 'me', userId: user.id })
    return toColleague({ ...user, role_id: role.id, group_id: groupId })
  })
}

type Deciding = { userId: number; before: number; role: RoleRow }

/** Over himself, over who has more than he, and over more than he has himself only an admin decides. */
async function requireDeciding(tx: Tx, caller: Caller, { userId, before, role }: Deciding): Promise<void> {
  if (caller.isAdmin) return
  if (userId === caller.userId) throw new AppError('role.beyond_own')
  const had = await findRoleRow(tx, caller.accountId, before)
  if (had) await requireHandled(tx, caller, had)
  await requireHandled(tx, caller, role)
}
