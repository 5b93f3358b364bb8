import { covers } from '#contract/permissions'
import type { RoleDetail, RoleFields } from '#contract/roles'
import { createOnce } from '#lib/create-once'
import { inTransaction, type Db, type Tx } from '#lib/db'
import { AppError, tooMany } from '#lib/errors'
import { change, emit } from '#lib/events'
import type { Caller } from '#lib/http/route'
import { mayHandle, ownRights, rightsOfRole } from './own-rights.ts'
import {
  findRoleRow,
  insertCustomRole,
  listRoleRows,
  lockRoles,
  updateRole,
  type RoleRow,
} from './role-queries.ts'
import { findRoleView, getRoleView } from './role-view.ts'

const mostRoles = 50

/** Makes a role, of one `requestId` once. Throws `role.beyond_own`, `role.too_many`. */
export async function createRole(
  db: Db,
  caller: Caller,
  { requestId, ...fields }: RoleFields & { requestId?: string | undefined },
  now: Date,
): Promise<RoleDetail> {
  return inTransaction(db, (tx) =>
    createOnce(tx, {
      ...caller,
      kind: 'role',
      requestId,
      now,
      make: () => makeRole(tx, caller, fields, now),
      find: (id) => findRoleView(tx, caller, id),
    }),
  )
}

async function makeRole(tx: Tx, caller: Caller, fields: RoleFields, now: Date): Promise<RoleDetail> {
  const { accountId, userId } = caller
  await lockRoles(tx, accountId)
  if (!covers(await ownRights(tx, caller), fields)) throw new AppError('role.beyond_own')
  const there = await listRoleRows(tx, accountId)
  if (there.length >= mostRoles) throw tooMany('role.too_many', mostRoles)
  const id = await insertCustomRole(tx, accountId, fields, { userId, now })
  await emit(tx, {
    accountId,
    type: 'role.created',
    actor: { kind: 'user', id: userId },
    road: 'hand',
    subject: { kind: 'role', id },
    after: fields,
    at: now,
  })
  await change(tx, { accountId, topic: 'users' })
  return getRoleView(tx, caller, id)
}

export type RoleChange = RoleFields & { roleId: number; version: number }

/**
 * Changes a role; it holds from everybody's next request on, and open pages hear of it. Throws `role.not_found`, `role.system`,
 * `role.beyond_own`, and `role.changed`, with who changed it meanwhile, when the version is not the one that is there.
 */
export async function changeRole(
  db: Db,
  caller: Caller,
  { roleId, version, ...fields }: RoleChange,
  now: Date,
): Promise<RoleDetail> {
  const { accountId, userId } = caller
  return inTransaction(db, async (tx) => {
    await lockRoles(tx, accountId)
    const row = await findRoleRow(tx, accountId, roleId)
    if (!row) throw new AppError('role.not_found')
    if (row.kind === 'admin') throw new AppError('role.system')
    const own = await ownRights(tx, caller)
    if (!mayHandle(caller, own, row) || !covers(own, fields)) throw new AppError('role.beyond_own')
    if (row.version !== version) throw new AppError('role.changed', { by: row.changedBy })
    const difference = differenceOf(row, fields)
    if (difference) {
      await updateRole(tx, accountId, roleId, fields, { userId, now })
      await emit(tx, {
        accountId,
        type: 'role.changed',
        actor: { kind: 'user', id: userId },
        road: 'hand',
        subject: { kind: 'role', id: roleId },
        ...difference,
        at: now,
      })
      await change(tx, { accountId, topic: 'users' })
    }
    return getRoleView(tx, caller, roleId)
  })
}

type Difference = { before: Record<string, unknown>; after: Record<string, unknown> }

function differenceOf(row: RoleRow, fields: RoleFields): Difference | null {
  const before: Record<string, unknown> = flat({ name: row.name, ...rightsOfRole(row) })
  const after = flat(fields)
  const changed = Object.keys(after).filter((key) => before[key] !== after[key])
  if (changed.length === 0) return null
  const pick = (from: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(changed.map((key) => [key, from[key]]))
  return { before: pick(before), after: pick(after) }
}

/** Each right under a name of its own, `deals.view`: what is told of a change is what differs, no more. */
function flat({ rights, ...rest }: RoleFields): Record<string, unknown> {
  const each = Object.entries(rights).flatMap(([entity, actions]) =>
    Object.entries(actions).map(([action, reach]) => [`${entity}.${action}`, reach] as const),
  )
  return { ...rest, ...Object.fromEntries(each) }
}
