import { storedRights, type RoleRights } from '#contract/permissions'
import { roleDetail, type RoleDetail } from '#contract/roles'
import type { Read } from '#lib/db'
import type { Caller } from '#lib/http/route'
import { mayHandle, ownRights, rightsOfRole } from './own-rights.ts'
import { findRoleRow, listRoleRows, type RoleRow } from './role-queries.ts'

export async function listRoleViews(db: Read, caller: Caller): Promise<{ items: RoleDetail[] }> {
  const own = await ownRights(db, caller)
  const rows = await listRoleRows(db, caller.accountId)
  return { items: rows.map((row) => toView(caller, own, row)) }
}

export async function findRoleView(db: Read, caller: Caller, roleId: number): Promise<RoleDetail | null> {
  const row = await findRoleRow(db, caller.accountId, roleId)
  return row && toView(caller, await ownRights(db, caller), row)
}

/** One that was just written. */
export async function getRoleView(db: Read, caller: Caller, roleId: number): Promise<RoleDetail> {
  const view = await findRoleView(db, caller, roleId)
  if (!view) throw new Error('A role that was just written is not there')
  return view
}

function toView(caller: Caller, own: RoleRights, row: RoleRow): RoleDetail {
  const kind = roleDetail.shape.kind.parse(row.kind)
  return {
    ...row,
    ...rightsOfRole(row),
    rights: kind === 'admin' ? rightsOfRole(row).rights : storedRights.parse(row.rights),
    kind,
    changedAt: row.changedAt?.toISOString() ?? null,
    canEdit: kind !== 'admin' && mayHandle(caller, own, row),
  }
}
