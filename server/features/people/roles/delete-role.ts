import type { RoleDetail } from '#contract/roles'
import { inTransaction, type Db } from '#lib/db'
import { AppError } from '#lib/errors'
import { change, emit } from '#lib/events'
import type { Caller } from '#lib/http/route'
import { mayHandle, ownRights, requireHandled } from './own-rights.ts'
import { deleteRoleRow, findRoleRow, listRoleRows, lockRoles, moveRolePeople } from './role-queries.ts'
import { listRoleViews } from './role-view.ts'

/**
 * Deletes a role; whoever has it gets another one. Throws `role.not_found`, `role.system`, `role.beyond_own`, and
 * `role.has_people` when nobody said which one they get.
 */
export async function deleteRole(
  db: Db,
  caller: Caller,
  { roleId, moveTo }: { roleId: number; moveTo?: number | undefined },
  now: Date,
): Promise<{ items: RoleDetail[] }> {
  const { accountId, userId } = caller
  return inTransaction(db, async (tx) => {
    await lockRoles(tx, accountId)
    const row = await findRoleRow(tx, accountId, roleId)
    const other = moveTo === undefined ? null : await findRoleRow(tx, accountId, moveTo)
    if (!row || (moveTo !== undefined && !other)) throw new AppError('role.not_found')
    if (row.kind !== 'custom') throw new AppError('role.system')
    if (!mayHandle(caller, await ownRights(tx, caller), row)) throw new AppError('role.beyond_own')
    if (other) await requireHandled(tx, caller, other)
    const isMoved = other !== null && other.id !== roleId
    if (row.people > 0 && !isMoved) throw new AppError('role.has_people')
    // Invitations of long ago name it too.
    const heir = isMoved ? other : (await listRoleRows(tx, accountId)).find(({ kind }) => kind === 'member')
    if (heir) await moveRolePeople(tx, accountId, roleId, heir.id)
    await deleteRoleRow(tx, accountId, roleId)
    await emit(tx, {
      accountId,
      type: 'role.deleted',
      actor: { kind: 'user', id: userId },
      road: 'hand',
      subject: { kind: 'role', id: roleId },
      before: { name: row.name },
      after: { moveTo: isMoved ? other.id : null },
      at: now,
    })
    await change(tx, { accountId, topic: 'users' })
    return listRoleViews(tx, caller)
  })
}
