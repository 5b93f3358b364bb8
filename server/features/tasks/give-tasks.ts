import { sql } from 'kysely'
import type { Giving } from '#features/access'
import { clearNotices } from '#features/notifications'
import type { Read, Tx } from '#lib/db'
import { placeColumns, type TaskPlace } from './find-place.ts'
import { subjectOf, taskKinds } from './notify-responsible.ts'
import { tellTask } from './tell-task.ts'

/** How many tasks somebody still has to do. */
export async function countTasksOf(db: Read, accountId: number, userId: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from tasks
    where account_id = ${accountId} and responsible_user_id = ${userId} and completed_at is null and deleted_at is null`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

/** Gives a portion of what somebody has to do to a colleague; a task always has one who does it. @returns how many; 0: none is left. */
export async function giveTasks(tx: Tx, giving: Giving): Promise<number> {
  const { accountId, fromUserId, toUserId, now } = giving
  if (toUserId === null) return 0
  const { rows } = await sql<TaskPlace & { id: number }>`
    with given as (
      select id from tasks where account_id = ${accountId} and responsible_user_id = ${fromUserId} and completed_at is null
        and deleted_at is null
      order by id limit ${giving.most} for no key update
    )
    update tasks t set responsible_user_id = ${toUserId}, updated_at = ${now} from given g
    where t.account_id = ${accountId} and t.id = g.id
    returning t.id, ${placeColumns}`.execute(tx)
  for (const task of rows) {
    await clearNotices(tx, {
      accountId,
      subject: subjectOf(task.id),
      kinds: taskKinds,
      userIds: [fromUserId],
      now,
    })
    const difference = {
      before: { responsibleUserId: fromUserId },
      after: { responsibleUserId: toUserId },
      wasOf: fromUserId,
    }
    await tellTask(tx, { accountId, userId: giving.byUserId }, task, 'task.changed', difference, now)
  }
  return rows.length
}
