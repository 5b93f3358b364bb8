import { botRights, covers, presetRights, storedRights, type RoleRights } from '#contract/permissions'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import type { Caller } from '#lib/http/route'
import { findUserRow } from '../user-queries.ts'
import { findRoleRow, type RoleRow } from './role-queries.ts'

/** What a role lets do; an admin's is not limited by what is stored. */
export function rightsOfRole(row: RoleRow): RoleRights {
  if (row.kind === 'admin') return presetRights.admin
  return {
    rights: storedRights.parse(row.rights),
    answersClients: row.answersClients,
    incoming: row.incoming,
    analytics: row.analytics,
    settings: row.settings,
    bots: botRights.find((one) => one === row.bots) ?? 'none',
  }
}

/** What the caller may do now, as his role stands, not as it stood when his request began. */
export async function ownRights(db: Read, caller: Caller): Promise<RoleRights> {
  const row = await findRoleRow(db, caller.accountId, caller.roleId)
  if (!row) throw new AppError('session.forbidden')
  return rightsOfRole(row)
}

/**
 * Whether somebody with these rights may edit or give a role: who is no admin gives nothing that he has not, never touches the
 * role he has himself, and makes no admins.
 */
export function mayHandle(caller: Caller, own: RoleRights, role: RoleRow): boolean {
  if (caller.isAdmin) return true
  return role.kind !== 'admin' && role.id !== caller.roleId && covers(own, rightsOfRole(role))
}

/** The role a colleague has or is to get. Throws `role.beyond_own` when the caller may not decide over it. */
export async function requireHandled(db: Read, caller: Caller, role: RoleRow): Promise<void> {
  if (caller.isAdmin) return
  // To give the role one has oneself to somebody else raises nobody above oneself.
  const mayGive = role.kind !== 'admin' && covers(await ownRights(db, caller), rightsOfRole(role))
  if (!mayGive) throw new AppError('role.beyond_own')
}

/** The same for what a colleague answers for. */
export async function requireColleagueHandled(db: Read, caller: Caller, userId: number): Promise<void> {
  if (caller.isAdmin) return
  const user = await findUserRow(db, caller.accountId, userId)
  const role = user && (await findRoleRow(db, caller.accountId, user.role_id))
  if (role) await requireHandled(db, caller, role)
}
