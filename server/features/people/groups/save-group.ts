import type { EventType } from '#contract/events'
import type { GroupView } from '#contract/roles'
import { addOnce } from '#lib/create-once'
import { inTransaction, isDatabaseError, type Db, type Tx } from '#lib/db'
import { AppError, tooMany } from '#lib/errors'
import { change, emit } from '#lib/events'
import type { Caller } from '#lib/http/route'
import { requireSeen } from '#lib/require-seen'
import { deleteGroupRow, hasGroup, insertGroup, listGroups, lockGroup, renameGroup } from './group-queries.ts'
import { requireGroupHandled } from './require-group-handled.ts'

const mostGroups = 100
type Groups = { items: GroupView[] }
type Facts = { before?: Record<string, unknown>; after?: Record<string, unknown> }

/** Of one `requestId` once. Throws `group.taken`, `group.too_many`. */
export async function createGroup(
  db: Db,
  caller: Caller,
  { name, requestId }: { name: string; requestId?: string | undefined },
  now: Date,
): Promise<Groups> {
  const { accountId } = caller
  const add = async (tx: Tx): Promise<Groups> => {
    if ((await listGroups(tx, accountId)).length >= mostGroups) throw tooMany('group.too_many', mostGroups)
    const id = await insertGroup(tx, accountId, name)
    return tell(tx, caller, { type: 'group.created', id, after: { name } }, now)
  }
  return named(db, (tx) =>
    addOnce(tx, {
      ...caller,
      kind: 'group',
      requestId,
      now,
      add: () => add(tx),
      answer: async () => ({ items: await listGroups(tx, accountId) }),
    }),
  )
}

/** `seen`: as its editor saw it. Throws `group.not_found`, `group.taken`, `settings.changed_meanwhile`. */
export async function changeGroup(
  db: Db,
  caller: Caller,
  { groupId, name, seen }: { groupId: number; name: string; seen?: { name: string } | undefined },
  now: Date,
): Promise<Groups> {
  const { accountId } = caller
  return named(db, async (tx) => {
    const group = await lockGroup(tx, accountId, groupId)
    if (!group) throw new AppError('group.not_found')
    requireSeen('settings.changed_meanwhile', { name: group.name }, { name }, seen)
    if (group.name === name) return { items: await listGroups(tx, accountId) }
    await renameGroup(tx, accountId, groupId, name)
    const facts = { before: { name: group.name }, after: { name } }
    return tell(tx, caller, { type: 'group.changed', id: groupId, ...facts }, now)
  })
}

/**
 * Whose people go to another group, whose colleagues see there what they answer for: over those with more rights only an admin
 * decides. Throws `group.not_found`, also for the one its people are to go to, `role.beyond_own`.
 */
export async function deleteGroup(
  db: Db,
  caller: Caller,
  { groupId, moveTo }: { groupId: number; moveTo: number | null },
  now: Date,
): Promise<Groups> {
  const { accountId } = caller
  return inTransaction(db, async (tx) => {
    const group = await lockGroup(tx, accountId, groupId)
    const isThere = moveTo === null || (moveTo !== groupId && (await hasGroup(tx, accountId, moveTo)))
    if (!group || !isThere) throw new AppError('group.not_found')
    if (moveTo !== null) await requireGroupHandled(tx, caller, groupId)
    await deleteGroupRow(tx, accountId, groupId, moveTo)
    const facts = { before: { name: group.name }, after: { moveTo } }
    await change(tx, { accountId, topic: 'channels' })
    return tell(tx, caller, { type: 'group.deleted', id: groupId, ...facts }, now)
  })
}

/** Two of one name at once: the second finds it taken. */
async function named(db: Db, work: (tx: Tx) => Promise<Groups>): Promise<Groups> {
  try {
    return await inTransaction(db, work)
  } catch (error) {
    if (isDatabaseError(error) && error.code === '23505') throw new AppError('group.taken')
    throw error
  }
}

async function tell(
  tx: Tx,
  { accountId, userId }: Caller,
  { type, id, ...facts }: Facts & { type: EventType; id: number },
  now: Date,
): Promise<Groups> {
  await emit(tx, {
    accountId,
    type,
    actor: { kind: 'user', id: userId },
    road: 'hand',
    subject: { kind: 'group', id },
    ...facts,
    at: now,
  })
  await change(tx, { accountId, topic: 'users' })
  return { items: await listGroups(tx, accountId) }
}
