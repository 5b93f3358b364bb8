import { role as roleShape, type Colleague, type RoleView } from '#contract/people'
import type { GroupView } from '#contract/roles'
import type { Read } from '#lib/db'
import { listGroups } from './groups/group-queries.ts'
import { listRoles, listUserRows, type UserRow } from './user-queries.ts'

export async function listUsers(
  db: Read,
  accountId: number,
): Promise<{ items: Colleague[]; roles: RoleView[]; groups: GroupView[] }> {
  const users = await listUserRows(db, accountId)
  const roles = await listRoles(db, accountId)
  return {
    items: users.map(toColleague),
    roles: roles.map((role) => roleShape.parse(role)),
    groups: await listGroups(db, accountId),
  }
}

export function toColleague(row: UserRow): Colleague {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    roleId: row.role_id,
    groupId: row.group_id,
    isActive: row.status === 'active',
    ...toAbsence(row),
  }
}

/** Until when somebody is away and who stands in for him. */
export function toAbsence(
  row: Pick<UserRow, 'away_until' | 'substitute_id'>,
): Pick<Colleague, 'awayUntil' | 'substituteId'> {
  return { awayUntil: row.away_until?.toISOString() ?? null, substituteId: row.substitute_id }
}
