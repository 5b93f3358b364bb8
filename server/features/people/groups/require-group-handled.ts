import { sql } from 'kysely'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import type { Caller } from '#lib/http/route'
import { requireHandled } from '../roles/own-rights.ts'
import { findRoleRow } from '../roles/role-queries.ts'

/**
 * Throws `role.beyond_own` when somebody in a group has more rights than who decides over it, the deactivated included: what they
 * answered for is still theirs. Oneself nobody but an admin puts into another group, as one by one.
 */
export async function requireGroupHandled(db: Read, caller: Caller, groupId: number): Promise<void> {
  if (caller.isAdmin) return
  if (caller.groupId === groupId) throw new AppError('role.beyond_own')
  const { rows } = await sql<{ roleId: number }>`select distinct role_id as "roleId" from users
    where account_id = ${caller.accountId} and group_id = ${groupId}`.execute(db)
  for (const { roleId } of rows) {
    const role = await findRoleRow(db, caller.accountId, roleId)
    if (role) await requireHandled(db, caller, role)
  }
}
