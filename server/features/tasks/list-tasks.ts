import { sql, type RawBuilder } from 'kysely'
import { mostCountedTasks, type TaskGroup, type TaskView } from '#contract/tasks'
import { seesTask, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { pageRows, readPlace } from '#lib/keyset'
import { readDays, type Days } from './due.ts'
import { isLimited, ofSeenTasks } from './seen-tasks.ts'
import { selectTasks } from './task-rows.ts'

type OpenGroup = Exclude<TaskGroup, 'done'>
type Filter = { responsibleUserId?: number | undefined }
type Wish = Filter & { group: TaskGroup; cursor?: string | undefined; limit: number }

/** A page of a group: open tasks soonest first, done ones the last done first. */
export async function listTasks(
  db: Read,
  viewer: Viewer,
  wish: Wish,
  now: Date,
): Promise<{ items: TaskView[]; next: string | null }> {
  const place = readPlace(wish.cursor)
  const isDone = wish.group === 'done'
  const within =
    wish.group === 'done' ? done : groupOf(wish.group, await readDays(db, viewer.accountId, now), now)
  const after = isDone
    ? place && sql`(t.completed_at, t.id) < (${place.at}, ${place.id})`
    : place && sql`(t.due_at, t.id) > (${place.at}, ${place.id})`
  const order = isDone ? sql`t.completed_at desc, t.id desc` : sql`t.due_at, t.id`
  const page = sql`order by ${order} limit ${pageRows(wish.limit)}`
  const all = sql`select t.* from tasks t where ${seenOf(viewer, wish)} and ${within} and ${after ?? sql`true`}`
  const found = await selectTasks(
    db,
    viewer,
    sql`select t.*, row_number() over (order by ${order}) as ord from (${byRoads(viewer, wish, all, page)}) t ${page}`,
    isDone ? 'completed_at' : 'due_at',
  )
  const shown = found.slice(0, wish.limit)
  return {
    items: shown.map(({ task }) => task),
    next: found.length > wish.limit ? (shown.at(-1)?.place ?? null) : null,
  }
}

/** How many stand in each group, counted no further than a thousand. */
export async function countTasks(
  db: Read,
  viewer: Viewer,
  filter: Filter,
  now: Date,
): Promise<Record<OpenGroup, number>> {
  const days = await readDays(db, viewer.accountId, now)
  const openOf = (group: OpenGroup): RawBuilder<unknown> =>
    sql`select t.id, t.due_at from tasks t where ${seenOf(viewer, filter)} and ${groupOf(group, days, now)}`
  const first = sql`order by t.due_at, t.id limit ${sql.lit(mostCountedTasks)}`
  const count = (group: OpenGroup): RawBuilder<number> => sql<number>`(select count(*)::int from (
    select from (${byRoads(viewer, filter, openOf(group), first)}) t limit ${sql.lit(mostCountedTasks)}) c)`
  const { rows } = await sql<Record<OpenGroup, number>>`
    select ${count('overdue')} as overdue, ${count('today')} as today, ${count('tomorrow')} as tomorrow, ${count('later')} as later`.execute(
    db,
  )
  return rows[0] ?? { overdue: 0, today: 0, tomorrow: 0, later: 0 }
}

const done = sql`t.completed_at is not null`

/** Whoever is asked for has an index of his own; else a limited viewer reads by what makes him see a task. */
function byRoads(
  viewer: Viewer,
  { responsibleUserId }: Filter,
  all: RawBuilder<unknown>,
  page: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return responsibleUserId === undefined && isLimited(viewer)
    ? ofSeenTasks(viewer, all, page)
    : sql`${all} ${page}`
}

function seenOf(viewer: Viewer, { responsibleUserId }: Filter): RawBuilder<unknown> {
  const mine = responsibleUserId === undefined ? sql`true` : sql`t.responsible_user_id = ${responsibleUserId}`
  return sql`t.account_id = ${viewer.accountId} and t.deleted_at is null and ${mine} and ${seesTask(viewer, 't')}`
}

/** Each group is a stretch of due times; a day ends with its last millisecond. */
function groupOf(group: OpenGroup, { tomorrow, dayAfter }: Days, now: Date): RawBuilder<unknown> {
  const stretches: Record<OpenGroup, RawBuilder<unknown>> = {
    overdue: sql`t.due_at <= ${now}`,
    today: sql`t.due_at > ${now} and t.due_at < ${tomorrow}`,
    tomorrow: sql`t.due_at >= ${tomorrow} and t.due_at < ${dayAfter}`,
    later: sql`t.due_at >= ${dayAfter}`,
  }
  return sql`t.completed_at is null and ${stretches[group]}`
}
