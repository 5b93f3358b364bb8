import { sql } from 'kysely'
import type { CardRef } from '#contract/common'
import type { TaskDue, TaskView } from '#contract/tasks'
import { mayDo, requireActiveUser, seesContact, seesMessage, type Viewer } from '#features/access'
import { findCardNames, requireCard } from '#features/cards'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { placeDue, planTelling } from './due.ts'
import { findTasks } from './find-tasks.ts'
import { notifyResponsible } from './notify-responsible.ts'
import { tellTask } from './tell-task.ts'
import { requireTaskType } from './types/task-types.ts'

export type NewTask = {
  requestId: string
  typeId: number
  text: string
  due: TaskDue
  responsibleUserId?: number | undefined
  card: CardRef | null
  contactId: number | null
  messageId: string | null
}

type Place = { card: CardRef | null; contactId: number | null }

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
  const place = await findPlace(tx, viewer, given)
  const due = await placeDue(tx, accountId, given.due, now)
  const { rows } = await sql<{ id: number }>`
    insert into tasks (account_id, request_id, type_id, text, due_on, due_at, remind_at, responsible_user_id, card_kind, card_id,
      contact_id, message_id, created_by, created_at, updated_at)
    values (${accountId}, ${given.requestId}, ${given.typeId}, ${given.text}, ${due.on}, ${due.dueAt}, ${due.remindAt}, ${responsibleUserId},
      ${place.card?.kind ?? null}, ${place.card?.id ?? null}, ${place.contactId}, ${given.messageId}, ${userId}, ${now}, ${now})
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

/** Where the task belongs: what was named, else where its message is. */
async function findPlace(tx: Tx, viewer: Viewer, given: NewTask): Promise<Place> {
  if (given.card) await requireCard(tx, viewer, given.card)
  const contactId = given.contactId === null ? null : await findContact(tx, viewer, given.contactId)
  if (given.messageId === null) return { card: given.card, contactId }
  const found = await placeOfMessage(tx, viewer, given.messageId)
  return given.card || contactId !== null ? { card: given.card, contactId } : found
}

async function findContact(tx: Tx, viewer: Viewer, contactId: number): Promise<number> {
  const { rows } = await sql<{
    id: number
  }>`select k.id from contacts k where k.account_id = ${viewer.accountId}
    and k.id = (select root_id from contacts where account_id = ${viewer.accountId} and id = ${contactId})
    and k.deleted_at is null and ${seesContact(viewer, 'k')}`.execute(tx)
  if (!rows[0]) throw new AppError('contact.not_found')
  return rows[0].id
}

/** The card of its conversation, for who sees it; else its client. Throws `message.not_found`. */
async function placeOfMessage(tx: Tx, viewer: Viewer, messageId: string): Promise<Place> {
  const { rows } = await sql<{ card: CardRef | null; contactId: number | null }>`
    select case when v.card_id is null then null else jsonb_build_object('kind', v.card_kind, 'id', v.card_id) end as card,
      case when k.deleted_at is null and ${seesContact(viewer, 'k')} then k.id end as "contactId"
    from messages m
    join chats h on h.account_id = m.account_id and h.id = m.chat_id
    join contacts own on own.account_id = h.account_id and own.id = h.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id
    left join conversations v on v.account_id = m.account_id and v.number = m.number
    where m.account_id = ${viewer.accountId} and m.id = ${messageId} and m.deleted_at is null and ${seesMessage(viewer, 'm')}`.execute(
    tx,
  )
  const [found] = rows
  if (!found) throw new AppError('message.not_found')
  const [card] = await findCardNames(tx, viewer, found.card ? [found.card] : [])
  return card
    ? { card: { kind: card.kind, id: card.id }, contactId: null }
    : { card: null, contactId: found.contactId }
}

function taken(): never {
  throw new AppError('request.invalid', {
    fields: [{ path: 'requestId', problem: 'taken', message: 'this id is taken' }],
  })
}
