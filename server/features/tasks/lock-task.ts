import { sql } from 'kysely'
import { seesTask, type Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { placeColumns, type TaskPlace } from './find-place.ts'

export type LockedTask = TaskPlace & {
  id: number
  typeId: number
  text: string
  on: string | null
  dueAt: Date
  remindAt: Date
  responsible: { userId: number; groupId: number | null }
  completedAt: Date | null
}

type Row = Omit<LockedTask, 'responsible'> & { userId: number; groupId: number | null }

/** A task that the viewer sees, under its lock. Throws `task.not_found`. */
export async function lockTask(tx: Tx, viewer: Viewer, taskId: number): Promise<LockedTask> {
  const { rows } = await sql<Row>`
    select t.id, t.type_id as "typeId", t.text, to_char(t.due_on, 'YYYY-MM-DD') as on, t.due_at as "dueAt", t.remind_at as "remindAt",
      ${placeColumns}, t.completed_at as "completedAt", t.responsible_user_id as "userId", u.group_id as "groupId"
    from tasks t join users u on u.account_id = t.account_id and u.id = t.responsible_user_id
    where t.account_id = ${viewer.accountId} and t.id = ${taskId} and t.deleted_at is null and ${seesTask(viewer, 't')}
    for no key update of t`.execute(tx)
  const [row] = rows
  if (!row) throw new AppError('task.not_found')
  const { userId, groupId, ...rest } = row
  return { ...rest, responsible: { userId, groupId } }
}
