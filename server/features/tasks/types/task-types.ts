import { sql } from 'kysely'
import { builtInTaskTypes, mostTaskTypes, type TaskType } from '#contract/tasks'
import type { Viewer } from '#features/access'
import { isDatabaseError, type Read, type Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change } from '#lib/events'

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

/** Throws `task_type.not_found` for one that is not offered. */
export async function requireTaskType(db: Read, accountId: number, typeId: number): Promise<void> {
  if (builtIn.has(typeId)) return
  const { rows } = await sql`select from task_types
    where account_id = ${accountId} and id = ${typeId} and removed_at is null`.execute(db)
  if (rows.length === 0) throw new AppError('task_type.not_found')
}

/** Throws `task_type.taken`, `task_type.too_many`. */
export async function createTaskType(tx: Tx, { accountId }: Viewer, name: string): Promise<TaskType> {
  const { rows: known } = await sql<{ count: number; last: number }>`
    select count(*)::int as count, coalesce(max(position), 0) as last from task_types
    where account_id = ${accountId} and removed_at is null`.execute(tx)
  const { count, last } = known[0] ?? { count: 0, last: 0 }
  if (count >= mostTaskTypes) throw new AppError('task_type.too_many')
  const id = await unlessTaken(async () => {
    const { rows } = await sql<{ id: number }>`insert into task_types (account_id, name, position)
      values (${accountId}, ${name}, ${last + 1}) returning id`.execute(tx)
    return rows[0]?.id
  })
  if (id === undefined) throw new Error('What was just written is not there')
  await change(tx, { accountId, topic: 'task_types' })
  return typeOf({ id, name, isRemoved: false })
}

/** Throws `task_type.not_found`, `task_type.taken`. */
export async function renameTaskType(
  tx: Tx,
  { accountId }: Viewer,
  { typeId, name }: { typeId: number; name: string },
): Promise<TaskType> {
  const { rows } = await unlessTaken(() =>
    sql<{ id: number }>`update task_types set name = ${name}
      where account_id = ${accountId} and id = ${typeId} and removed_at is null returning id`.execute(tx),
  )
  if (rows.length === 0) throw new AppError('task_type.not_found')
  await change(tx, { accountId, topic: 'task_types' })
  return typeOf({ id: typeId, name, isRemoved: false })
}

/** Tasks of it keep it. Throws `task_type.not_found`. */
export async function removeTaskType(
  tx: Tx,
  { accountId }: Viewer,
  typeId: number,
  now: Date,
): Promise<void> {
  const { rows } = await sql`update task_types set removed_at = ${now}
    where account_id = ${accountId} and id = ${typeId} and removed_at is null returning id`.execute(tx)
  if (rows.length === 0) throw new AppError('task_type.not_found')
  await change(tx, { accountId, topic: 'task_types' })
}

async function unlessTaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!isDatabaseError(error) || error.constraint !== 'task_types_offered') throw error
    throw new AppError('task_type.taken')
  }
}
