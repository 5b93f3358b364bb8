import { sql } from 'kysely'
import type { TaskView } from '#contract/tasks'
import { mayDo, type Viewer } from '#features/access'
import { clearNotices } from '#features/notifications'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { planTelling } from './due.ts'
import { findTask } from './find-tasks.ts'
import { lockTask } from './lock-task.ts'
import { subjectOf, taskKinds } from './notify-responsible.ts'
import { tellTask } from './tell-task.ts'

/**
 * Completes a task. Of two who do it at once the first one's result stays, and there is one completion. Throws
 * `task.not_found`, `session.forbidden`.
 */
export async function completeTask(
  tx: Tx,
  viewer: Viewer,
  given: { taskId: number; result: string },
  now: Date,
): Promise<TaskView> {
  const { accountId, userId } = viewer
  const seen = await lockTask(tx, viewer, given.taskId)
  if (!mayDo(viewer, 'tasks', 'edit', seen.responsible)) throw new AppError('session.forbidden')
  if (!seen.completedAt) {
    const result = given.result === '' ? null : given.result
    await sql`update tasks set completed_at = ${now}, completed_by = ${userId}, result = ${result}, updated_at = ${now}
      where account_id = ${accountId} and id = ${seen.id}`.execute(tx)
    const after = { text: seen.text, ...(result !== null && { result }) }
    await tellTask(tx, viewer, seen, 'task.completed', { after }, now)
    await clearNotices(tx, { accountId, subject: subjectOf(seen.id), kinds: taskKinds, now })
  }
  return findTask(tx, viewer, seen.id)
}

/** Opens a completed task again, without its result; an open one stays as it is. Throws `task.not_found`, `session.forbidden`. */
export async function reopenTask(tx: Tx, viewer: Viewer, taskId: number, now: Date): Promise<TaskView> {
  const { accountId } = viewer
  const seen = await lockTask(tx, viewer, taskId)
  if (!mayDo(viewer, 'tasks', 'edit', seen.responsible)) throw new AppError('session.forbidden')
  if (seen.completedAt) {
    await sql`update tasks set completed_at = null, completed_by = null, result = null, updated_at = ${now}
      where account_id = ${accountId} and id = ${seen.id}`.execute(tx)
    // Its job may have come and gone while it was done.
    await planTelling(tx, { accountId, taskId: seen.id, remindAt: seen.remindAt }, now)
    await tellTask(tx, viewer, seen, 'task.reopened', { after: { text: seen.text } }, now)
  }
  return findTask(tx, viewer, seen.id)
}

/** Throws `task.not_found`, `session.forbidden`. */
export async function deleteTask(tx: Tx, viewer: Viewer, taskId: number, now: Date): Promise<void> {
  const { accountId } = viewer
  const seen = await lockTask(tx, viewer, taskId)
  if (!mayDo(viewer, 'tasks', 'delete', seen.responsible)) throw new AppError('session.forbidden')
  await sql`update tasks set deleted_at = ${now}, updated_at = ${now}
    where account_id = ${accountId} and id = ${seen.id}`.execute(tx)
  await tellTask(tx, viewer, seen, 'task.deleted', { before: { text: seen.text } }, now)
  await clearNotices(tx, { accountId, subject: subjectOf(seen.id), kinds: taskKinds, now })
}
