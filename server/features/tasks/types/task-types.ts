import { sql } from 'kysely'
import { builtInTaskTypes, mostTaskTypes, type TaskType } from '#contract/tasks'
import type { Viewer } from '#features/access'
import { isDatabaseError, type Read, type Tx } from '#lib/db'
import { AppError, tooMany } from '#lib/errors'
import { change, emitByHand } from '#lib/events'

type OwnType = { id: number; name: string | null; isRemoved: boolean }

const builtIn = new Map<number, (typeof builtInTaskTypes)[keyof typeof builtInTaskTypes]>(
  Object.entries(builtInTaskTypes).map(([id, kind]) => [Number(id), kind]),
)

/** A type as it is shown; `name` is null for the built-in ones, whose words are translated. */
export function typeOf({ id, name, isRemoved }: OwnType): TaskType {
  return { id, kind: builtIn.get(id) ?? null, name, isRemoved }
}

export async function listTaskTypes(db: Read, accountId: number): Promise<TaskType[]> {
  const { rows } = await sql<{ id: number; name: string }>`select id, name from task_types
    where account_id = ${accountId} and removed_at is null order by position, id`.execute(db)
  return [...[...builtIn.keys()].map((id) => ({ id, name: null })), ...rows].map((type) =>
    typeOf({ ...type, isRemoved: false }),
  )
}

/** One of the account's own that is offered. */
export async function findTaskType(db: Read, accountId: number, typeId: number): Promise<TaskType | null> {
  const types = await listTaskTypes(db, accountId)
  return types.find(({ id, kind }) => kind === null && id === typeId) ?? null
}

/** Throws `task_type.not_found` for one that is not offered. */
export async function requireTaskType(db: Read, accountId: number, typeId: number): Promise<void> {
  if (builtIn.has(typeId)) return
  const { rows } = await sql`select from task_types
    where account_id = ${accountId} and id = ${typeId} and removed_at is null`.execute(db)
  if (rows.length === 0) throw new AppError('task_type.not_found')
}

/** Throws `task_type.taken`, `task_type.too_many`. */
export async function createTaskType(tx: Tx, viewer: Viewer, name: string, now: Date): Promise<TaskType> {
  const { accountId } = viewer
  const { rows: known } = await sql<{ count: number; last: number }>`
    select count(*)::int as count, coalesce(max(position), 0) as last from task_types
    where account_id = ${accountId} and removed_at is null`.execute(tx)
  const { count, last } = known[0] ?? { count: 0, last: 0 }
  if (count >= mostTaskTypes) throw tooMany('task_type.too_many', mostTaskTypes)
  const id = await unlessTaken(async () => {
    const { rows } = await sql<{ id: number }>`insert into task_types (account_id, name, position)
      values (${accountId}, ${name}, ${last + 1}) returning id`.execute(tx)
    return rows[0]?.id
  })
  if (id === undefined) throw new Error('What was just written is not there')
  await tell(tx, viewer, { type: 'task_type.created', id, after: { name } }, now)
  return typeOf({ id, name, isRemoved: false })
}

/** Throws `task_type.not_found`, `task_type.taken`. */
export async function renameTaskType(
  tx: Tx,
  viewer: Viewer,
  { typeId, name }: { typeId: number; name: string },
  now: Date,
): Promise<TaskType> {
  const { accountId } = viewer
  const own = await lockTaskType(tx, accountId, typeId)
  if (own.name !== name) {
    await unlessTaken(() =>
      sql`update task_types set name = ${name} where account_id = ${accountId} and id = ${typeId}`.execute(
        tx,
      ),
    )
    const difference = { before: { name: own.name }, after: { name } }
    await tell(tx, viewer, { type: 'task_type.changed', id: typeId, ...difference }, now)
  }
  return typeOf({ id: typeId, name, isRemoved: false })
}

/** Tasks of it keep it. Throws `task_type.not_found`. */
export async function removeTaskType(tx: Tx, viewer: Viewer, typeId: number, now: Date): Promise<void> {
  const { accountId } = viewer
  const { name } = await lockTaskType(tx, accountId, typeId)
  await sql`update task_types set removed_at = ${now} where account_id = ${accountId} and id = ${typeId}`.execute(
    tx,
  )
  await tell(tx, viewer, { type: 'task_type.deleted', id: typeId, before: { name } }, now)
}

/** One that is offered and not built in. Throws `task_type.not_found`. */
async function lockTaskType(tx: Tx, accountId: number, typeId: number): Promise<{ name: string }> {
  const { rows } = await sql<{ name: string }>`select name from task_types
    where account_id = ${accountId} and id = ${typeId} and removed_at is null for update`.execute(tx)
  const [own] = rows
  if (!own) throw new AppError('task_type.not_found')
  return own
}

type Fact = {
  type: 'task_type.created' | 'task_type.changed' | 'task_type.deleted'
  id: number
  before?: { name: string }
  after?: { name: string }
}

async function tell(tx: Tx, viewer: Viewer, { id, ...fact }: Fact, now: Date): Promise<void> {
  await emitByHand(tx, viewer, { ...fact, subject: { kind: 'task_type', id } }, now)
  await change(tx, { accountId: viewer.accountId, topic: 'task_types' })
}

async function unlessTaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!isDatabaseError(error) || error.constraint !== 'task_types_offered') throw error
    throw new AppError('task_type.taken')
  }
}
