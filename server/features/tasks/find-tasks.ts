import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import { mostTasksOfCard, type TaskView } from '#contract/tasks'
import { seesContact, seesTask, type Viewer } from '#features/access'
import { findGathered, idsOf, requireCard, requireEntity, rowsOf } from '#features/cards'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { selectTasks } from './task-rows.ts'

/** Throws `task.not_found`, also for one that the viewer does not see. */
export async function findTask(db: Read, viewer: Viewer, taskId: number): Promise<TaskView> {
  const [found] = await findTasks(db, viewer, [taskId])
  if (!found) throw new AppError('task.not_found')
  return found
}

/** Those of these tasks that the viewer sees. */
export async function findTasks(db: Read, viewer: Viewer, ids: readonly number[]): Promise<TaskView[]> {
  if (ids.length === 0) return []
  const found = await selectTasks(
    db,
    viewer,
    sql`select t.*, t.id as ord from tasks t where t.account_id = ${viewer.accountId} and t.id = any(${ids}::bigint[])
      and t.deleted_at is null and ${seesTask(viewer, 't')}`,
  )
  return found.map(({ task }) => task)
}

/** Those of these tasks that the viewer sees, by the ids of the requests that made them: how feeds name them. */
export async function findTasksByRequest(
  db: Read,
  viewer: Viewer,
  requestIds: readonly string[],
): Promise<Map<string, TaskView>> {
  const found = await selectTasks(
    db,
    viewer,
    sql`select t.*, t.id as ord from tasks t where t.account_id = ${viewer.accountId} and t.request_id = any(${requestIds}::uuid[])
      and t.deleted_at is null and ${seesTask(viewer, 't')}`,
  )
  return new Map(found.map(({ requestId, task }) => [requestId, task]))
}

/** The open tasks of a card, soonest first. Throws `deal.not_found`. */
export async function listCardTasks(db: Read, viewer: Viewer, card: CardRef): Promise<TaskView[]> {
  await requireCard(db, viewer, card)
  const found = await selectTasks(
    db,
    viewer,
    sql`select t.*, row_number() over (order by t.due_at, t.id) as ord from tasks t
      where t.account_id = ${viewer.accountId} and t.card_kind = ${card.kind} and t.card_id = ${card.id}
        and t.completed_at is null and t.deleted_at is null and ${seesTask(viewer, 't')}
      order by t.due_at, t.id limit ${sql.lit(mostTasksOfCard)}`,
  )
  return found.map(({ task }) => task)
}

/** Tasks of a contact: open ones soonest first, then those done last. Throws `contact.not_found`. */
export async function listContactTasks(db: Read, viewer: Viewer, contactId: number): Promise<TaskView[]> {
  const { accountId } = viewer
  const { rows } = await sql`select from contacts k where k.account_id = ${accountId} and k.id = ${contactId}
    and k.deleted_at is null and ${seesContact(viewer, 'k')}`.execute(db)
  if (rows.length === 0) throw new AppError('contact.not_found')
  const order = sql`t.completed_at is not null, case when t.completed_at is null then t.due_at end, t.completed_at desc, t.id`
  const found = await selectTasks(
    db,
    viewer,
    sql`select t.*, row_number() over (order by ${order}) as ord from tasks t
      where t.account_id = ${accountId} and t.deleted_at is null and ${seesTask(viewer, 't')} and t.contact_id in (
        select k.id from contacts k where k.account_id = ${accountId} and k.root_id = ${contactId})
      order by ${order} limit ${sql.lit(mostTasksOfCard)}`,
  )
  return found.map(({ task }) => task)
}

/** The open tasks of a company, its contacts and its cards that the viewer sees, soonest first. Throws `company.not_found`. */
export async function listCompanyTasks(db: Read, viewer: Viewer, companyId: number): Promise<TaskView[]> {
  const { accountId } = viewer
  const company = { kind: 'company', id: companyId } as const
  await requireEntity(db, viewer, company)
  const { companies, contacts, cards } = await findGathered(db, viewer, company)
  const found = await selectTasks(
    db,
    viewer,
    sql`select t.*, row_number() over (order by t.due_at, t.id) as ord from tasks t
      where t.account_id = ${accountId} and t.id in (
        select t.id from ${idsOf(companies)} join tasks t on t.account_id = ${accountId} and t.company_id = r.id
        union select t.id from ${idsOf(contacts)} join tasks t on t.account_id = ${accountId} and t.contact_id = r.id
        union select t.id from ${rowsOf(cards)} join tasks t on t.account_id = ${accountId} and t.card_kind = r.kind and t.card_id = r.id)
        and t.completed_at is null and t.deleted_at is null and ${seesTask(viewer, 't')}
      order by t.due_at, t.id limit ${sql.lit(mostTasksOfCard)}`,
  )
  return found.map(({ task }) => task)
}
