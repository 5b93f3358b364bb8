import { role as roleShape, type Colleague, type RoleView } from '#contract/people'
import type { Read } from '#lib/db'
import { listRoles, listUserRows, type UserRow } from './user-queries.ts'

export async function listUsers(
  db: Read,
  accountId: number,
): Promise<{ items: Colleague[]; roles: RoleView[] }> {
  const users = await listUserRows(db, accountId)
  const roles = await listRoles(db, accountId)
  return { items: users.map(toColleague), roles: roles.map((role) => roleShape.parse(role)) }
}

export function toColleague(row: UserRow): Colleague {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    roleId: row.role_id,
    isActive: row.status === 'active',
  }
}
