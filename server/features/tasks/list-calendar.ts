import { sql } from 'kysely'
import { mostCalendarTasks, type TaskView } from '#contract/tasks'
import { seesTask, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { readStretch } from './due.ts'
import { selectTasks } from './task-rows.ts'

type Wish = { from: string; to: string; responsibleUserId?: number | undefined }

/** Tasks due within days of the account, done ones too, soonest first. */
export async function listCalendar(
  db: Read,
  viewer: Viewer,
  wish: Wish,
): Promise<{ items: TaskView[]; isCut: boolean }> {
  const { since, until } = await readStretch(db, viewer.accountId, wish)
  const mine =
    wish.responsibleUserId === undefined ? sql`true` : sql`t.responsible_user_id = ${wish.responsibleUserId}`
  const found = await selectTasks(
    db,
    viewer,
    sql`select t.*, row_number() over (order by t.due_at, t.id) as ord from tasks t
      where t.account_id = ${viewer.accountId} and t.deleted_at is null and t.due_at >= ${since} and t.due_at < ${until}
        and ${mine} and ${seesTask(viewer, 't')} order by t.due_at, t.id limit ${sql.lit(mostCalendarTasks + 1)}`,
  )
  return {
    items: found.slice(0, mostCalendarTasks).map(({ task }) => task),
    isCut: found.length > mostCalendarTasks,
  }
}
