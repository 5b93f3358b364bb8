import { sql } from 'kysely'
import type { TaskDue, TaskView } from '#contract/tasks'
import { mayDo, requireActiveUser, type Viewer } from '#features/access'
import { holdCard } from '#features/cards'
import type { Tx } from '#lib/db'
import { AppError, idTaken } from '#lib/errors'
import { placeDue, planTelling } from './due.ts'
import { findPlace, type TaskPlace } from './find-place.ts'
import { findTasks } from './find-tasks.ts'
import { notifyResponsible } from './notify-responsible.ts'
import { tellTask } from './tell-task.ts'
import { requireTaskType } from './types/task-types.ts'

export type NewTask = TaskPlace & {
  requestId: string
  typeId: number
  text: string
  due: TaskDue
  responsibleUserId?: number | undefined
  messageId: string | null
}

/**
 * Makes a task and tells whom it is given to. A repeat of the same request answers the task that is there. Throws
 * `session.forbidden` and the `not_found` of what is named.
 */
export async function createTask(tx: Tx, viewer: Viewer, given: NewTask, now: Date): Promise<TaskView> {
  const { accountId, userId } = viewer
  const known = await findByRequest(tx, viewer, given.requestId)
  if (known) return known
  const responsibleUserId = given.responsibleUserId ?? userId
  if (!mayDo(viewer, 'tasks', 'add', { userId, groupId: viewer.groupId }))
    throw new AppError('session.forbidden')
  await requireTaskType(tx, accountId, given.typeId)
  await requireActiveUser(tx, accountId, responsibleUserId)
  const place = await holdPlace(tx, viewer, given)
  const due = await placeDue(tx, accountId, given.due, now)
  const { rows } = await sql<{ id: number }>`
    insert into tasks (account_id, request_id, type_id, text, due_on, due_at, remind_at, responsible_user_id, card_kind, card_id,
      contact_id, company_id, message_id, created_by, created_at, updated_at)
    values (${accountId}, ${given.requestId}, ${given.typeId}, ${given.text}, ${due.on}, ${due.dueAt}, ${due.remindAt}, ${responsibleUserId},
      ${place.card?.kind ?? null}, ${place.card?.id ?? null}, ${place.contactId}, ${place.companyId}, ${given.messageId}, ${userId}, ${now}, ${now})
    on conflict (account_id, request_id) do nothing returning id`.execute(tx)
  const id = rows[0]?.id
  // Two of the same request at once: the other one was first.
  if (id === undefined) return (await findByRequest(tx, viewer, given.requestId)) ?? taken()
  await planTelling(tx, { accountId, taskId: id, remindAt: due.remindAt }, now)
  const about = { id, text: given.text, ...place }
  await tellTask(tx, viewer, about, 'task.created', { after: { text: given.text, responsibleUserId } }, now)
  if (responsibleUserId !== userId) {
    const telling = { accountId, userId: responsibleUserId, byUserId: userId, at: now }
    await notifyResponsible(tx, 'assignment', about, telling)
  }
  return (await findMade(tx, viewer, id)) ?? taken()
}

/**
 * Where the task goes, held until it is there: a lead that is joined to another card gives it the tasks that it has, so this one is
 * there before, or finds the lead gone.
 */
async function holdPlace(tx: Tx, viewer: Viewer, given: NewTask): Promise<TaskPlace> {
  const place = await findPlace(tx, viewer, given)
  if (!place.card) return place
  await holdCard(tx, viewer.accountId, place.card)
  return findPlace(tx, viewer, given)
}

async function findByRequest(tx: Tx, viewer: Viewer, requestId: string): Promise<TaskView | null> {
  const { rows } = await sql<{ id: number }>`select id from tasks
    where account_id = ${viewer.accountId} and request_id = ${requestId} and created_by = ${viewer.userId}`.execute(
    tx,
  )
  return rows[0] ? findMade(tx, viewer, rows[0].id) : null
}

/** What somebody has just made is shown to him also when his role lets him see no tasks of others. */
async function findMade(tx: Tx, viewer: Viewer, id: number): Promise<TaskView | null> {
  const [task] = await findTasks(
    tx,
    { ...viewer, rights: { ...viewer.rights, tasks: { ...viewer.rights.tasks, view: 'all' } } },
    [id],
  )
  return task ?? null
}

function taken(): never {
  throw idTaken('requestId')
}
