import { sql } from 'kysely'
import type { TaskDue, TaskView } from '#contract/tasks'
import { mayDo, requireActiveUser, type Viewer } from '#features/access'
import { clearNotices } from '#features/notifications'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { requireSeen } from '#lib/require-seen'
import { placeDue, planTelling } from './due.ts'
import { findTasks } from './find-tasks.ts'
import { lockTask, type LockedTask } from './lock-task.ts'
import { notifyResponsible, subjectOf, taskKinds } from './notify-responsible.ts'
import { tellTask } from './tell-task.ts'
import { requireTaskType } from './types/task-types.ts'

type Changeable = {
  typeId?: number | undefined
  text?: string | undefined
  due?: TaskDue | undefined
  responsibleUserId?: number | undefined
}

export type TaskChange = Changeable & { taskId: number; seen?: Changeable | undefined }

type Changed = Pick<LockedTask, 'typeId' | 'text' | 'on' | 'dueAt' | 'remindAt'> & {
  responsibleUserId: number
}

/**
 * Changes what is said of a task; the same as it was is no change. Throws `task.not_found`, `session.forbidden`,
 * `task.completed`, `task.changed_meanwhile`, `task_type.not_found`, `user.not_found`.
 */
export async function changeTask(tx: Tx, viewer: Viewer, given: TaskChange, now: Date): Promise<TaskView> {
  const { accountId } = viewer
  const seen = await lockTask(tx, viewer, given.taskId)
  if (!mayDo(viewer, 'tasks', 'edit', seen.responsible)) throw new AppError('session.forbidden')
  if (seen.completedAt) throw new AppError('task.completed')
  requireSeen(
    'task.changed_meanwhile',
    standing(seen),
    withInstant(given),
    given.seen && withInstant(given.seen),
  )
  if (given.typeId !== undefined && given.typeId !== seen.typeId)
    await requireTaskType(tx, accountId, given.typeId)
  const responsibleUserId = given.responsibleUserId ?? seen.responsible.userId
  const isGiven = responsibleUserId !== seen.responsible.userId
  if (isGiven) await requireActiveUser(tx, accountId, responsibleUserId)
  const due = given.due ? await placeDue(tx, accountId, given.due, now) : seen
  const changed: Changed = {
    typeId: given.typeId ?? seen.typeId,
    text: given.text ?? seen.text,
    responsibleUserId,
    on: due.on,
    dueAt: due.dueAt,
    remindAt: due.remindAt,
  }
  const shown = await findTasks(tx, viewer, [seen.id])
  const difference = differenceOf(seen, changed)
  if (difference) await save(tx, viewer, { seen, changed, difference }, now)
  // Who has just given a task away, out of his own sight, is shown it as it was.
  const [task] = [...(await findTasks(tx, viewer, [seen.id])), ...shown]
  if (!task) throw new Error('What was just changed is not there')
  return task
}

function standing({ typeId, text, on, dueAt, responsible }: LockedTask): Required<Changeable> {
  const due = on === null ? { at: dueAt.toISOString() } : { on }
  return { typeId, text, due, responsibleUserId: responsible.userId }
}

/** An instant may be written in several ways. */
function withInstant(given: Changeable): Changeable {
  const { due } = given
  return due && 'at' in due ? { ...given, due: { at: new Date(due.at).toISOString() } } : given
}

type Saving = { seen: LockedTask; changed: Changed; difference: Difference }

async function save(tx: Tx, viewer: Viewer, { seen, changed, difference }: Saving, now: Date): Promise<void> {
  const { accountId, userId } = viewer
  const { typeId, text, on, dueAt, remindAt, responsibleUserId } = changed
  const isPlaced = dueAt.getTime() !== seen.dueAt.getTime() || on !== seen.on
  await sql`update tasks set type_id = ${typeId}, text = ${text}, due_on = ${on}, due_at = ${dueAt}, remind_at = ${remindAt},
      responsible_user_id = ${responsibleUserId}, updated_at = ${now}, reminded_at = case when ${isPlaced} then null else reminded_at end
    where account_id = ${accountId} and id = ${seen.id}`.execute(tx)
  if (isPlaced) await planTelling(tx, { accountId, taskId: seen.id, remindAt }, now)
  const wasOf = seen.responsible.userId
  const isGiven = responsibleUserId !== wasOf
  await tellTask(tx, viewer, seen, 'task.changed', { ...difference, ...(isGiven && { wasOf }) }, now)
  const subject = subjectOf(seen.id)
  if (isPlaced) await clearNotices(tx, { accountId, subject, kinds: ['task'], now })
  if (!isGiven) return
  await clearNotices(tx, { accountId, subject, kinds: taskKinds, userIds: [wasOf], now })
  const telling = { accountId, userId: responsibleUserId, byUserId: userId, at: now }
  await notifyResponsible(tx, 'assignment', { ...seen, text }, telling)
}

type Difference = { before: Record<string, unknown>; after: Record<string, unknown> }

function differenceOf(seen: LockedTask, changed: Changed): Difference | null {
  const before = { ...sayable(seen), responsibleUserId: seen.responsible.userId }
  const after = { ...sayable(changed), responsibleUserId: changed.responsibleUserId }
  const keys = (Object.keys(before) as (keyof typeof before)[]).filter((key) => before[key] !== after[key])
  if (keys.length === 0) return null
  const of = (values: typeof before): Record<string, unknown> =>
    Object.fromEntries(keys.map((key) => [key, values[key]]))
  // The text that stays names the task in the feed.
  return { before: of(before), after: { text: changed.text, ...of(after) } }
}

type Said = Pick<LockedTask, 'typeId' | 'text' | 'on' | 'dueAt'>

function sayable({ typeId, text, on, dueAt }: Said): { typeId: number; text: string; due: string } {
  return { typeId, text, due: on ?? dueAt.toISOString() }
}
