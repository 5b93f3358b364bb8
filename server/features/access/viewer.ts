import { z } from 'zod'
import {
  reaches,
  rightActions,
  rightEntities,
  type Reach,
  type RightAction,
  type RightEntity,
  type Rights,
} from '#contract/permissions'
import type { Read } from '#lib/db'

/** A user of an account with what his role lets him see and do; the HTTP adapter's caller is one. */
export type Viewer = {
  accountId: number
  userId: number
  groupId: number | null
  isAdmin: boolean
  rights: Rights
  answersClients: boolean
  mayChangeSettings: boolean
}

const reach = z.enum(reaches)
const actions = z.object({ view: reach, edit: reach, add: reach, delete: reach, export: reach })
const rightsSchema = z.object({
  deals: actions,
  customers: actions,
  contacts: actions,
  companies: actions,
  tasks: actions,
})

function parseRights(stored: unknown): Rights {
  return rightsSchema.parse(stored)
}

/** Rights that reach equally far for every entity, action by action. */
export function rightsOf(reachOf: (action: RightAction, entity: RightEntity) => Reach): Rights {
  const entries = rightEntities.map((entity) => [
    entity,
    Object.fromEntries(rightActions.map((action) => [action, reachOf(action, entity)])),
  ])
  return rightsSchema.parse(Object.fromEntries(entries))
}

/** The viewer of an active user; null when there is none. */
export async function findViewer(db: Read, accountId: number, userId: number): Promise<Viewer | null> {
  const row = await db
    .selectFrom('users as u')
    .innerJoin('roles as r', (join) =>
      join.onRef('r.account_id', '=', 'u.account_id').onRef('r.id', '=', 'u.role_id'),
    )
    .select(['u.group_id', 'r.kind', 'r.rights', 'r.answers_clients', 'r.settings'])
    .where('u.account_id', '=', accountId)
    .where('u.id', '=', userId)
    .where('u.status', '=', 'active')
    .executeTakeFirst()
  if (!row) return null
  const isAdmin = row.kind === 'admin'
  return {
    accountId,
    userId,
    groupId: row.group_id,
    isAdmin,
    rights: parseRights(row.rights),
    answersClients: isAdmin || row.answers_clients,
    mayChangeSettings: isAdmin || row.settings,
  }
}
