import { sql } from 'kysely'
import { inTransaction, type Db } from '#lib/db'
import { placeColumns, type TaskPlace } from './find-place.ts'
import { notifyResponsible } from './notify-responsible.ts'

type Due = TaskPlace & { id: number; text: string; userId: number }

/** Tells the responsible of an open task that it is due, once, with the time at which it is, however late this runs. */
export async function tellDue(
  deps: { db: Db },
  { accountId, taskId, at }: { accountId: number; taskId: number; at: Date },
  now: Date,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { rows } = await sql<Due>`
      update tasks t set reminded_at = ${now}
      where account_id = ${accountId} and id = ${taskId} and remind_at = ${at} and reminded_at is null
        and completed_at is null and deleted_at is null
      returning id, text, responsible_user_id as "userId", ${placeColumns}`.execute(tx)
    const [task] = rows
    if (task)
      await notifyResponsible(tx, 'task', task, { accountId, userId: task.userId, byUserId: null, at })
  })
}
