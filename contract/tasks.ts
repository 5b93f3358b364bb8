import { z } from 'zod'
import {
  cardKind,
  cardRef,
  cursor,
  id,
  idParam,
  instant,
  line,
  messageText,
  pageLimit,
  requestId,
  uuid,
} from './common.ts'
import { endpoint } from './endpoint.ts'

/** Types that every account has, by their ids; an account's own ones have ids from 1000 on. */
export const builtInTaskTypes = { 1: 'follow_up', 2: 'meeting', 3: 'call' } as const
export type BuiltInTaskType = (typeof builtInTaskTypes)[keyof typeof builtInTaskTypes]

export const mostTaskTypes = 50

/** `kind`: of a built-in one, whose words are in the translations; else `name` says it. */
export const taskType = z.object({
  id,
  kind: z.enum(['follow_up', 'meeting', 'call']).nullable(),
  name: z.string().nullable(),
  /** No longer offered; tasks of it are still of it. */
  isRemoved: z.boolean(),
})
export type TaskType = z.output<typeof taskType>

/** A calendar day, 2026-11-26. */
export const day = z.iso.date().refine((date) => date >= '2000-01-01' && date < '2100-01-01', 'out of range')
const dueInstant = instant.refine((at) => at >= '2000' && at < '2100', 'out of range')

/** When a task is due: by the end of a day of the account's zone, or at an instant. */
export const taskDue = z.union([z.strictObject({ on: day }), z.strictObject({ at: dueInstant })])
export type TaskDue = z.output<typeof taskDue>

const text = messageText.trim().min(1).max(4000)
const person = z.object({ id, name: z.string() })

export const task = z.object({
  id,
  type: taskType,
  text: z.string(),
  due: taskDue,
  /** The instant after which it is overdue. */
  dueAt: instant,
  responsible: person,
  /** Where it belongs; null also for who may not see it. */
  card: z.object({ kind: cardKind, id, name: z.string() }).nullable(),
  contact: person.nullable(),
  company: person.nullable(),
  /** The message it was made from, for who sees it. */
  message: z.object({ id: uuid, number: z.int().nullable(), at: instant }).nullable(),
  createdBy: person,
  createdAt: instant,
  completed: z.object({ at: instant, by: person, result: z.string().nullable() }).nullable(),
  canEdit: z.boolean(),
  canDelete: z.boolean(),
})
export type TaskView = z.output<typeof task>

/** Parts of the list; the day is the account's. */
export const taskGroups = ['overdue', 'today', 'tomorrow', 'later', 'done'] as const
export const taskGroup = z.enum(taskGroups)
export type TaskGroup = (typeof taskGroups)[number]

const filter = { responsibleUserId: idParam.optional() }

export const listTasks = endpoint({
  id: 'tasks.list',
  summary: 'Tasks one may see, of one group, soonest first; done ones newest first',
  method: 'GET',
  path: '/tasks',
  permission: 'user',
  query: z.object({ ...filter, group: taskGroup, cursor: cursor.optional(), limit: pageLimit }),
  output: z.object({ items: z.array(task), next: z.string().nullable() }),
})

/** Counted no further than this. */
export const mostCountedTasks = 1000

export const countTasks = endpoint({
  id: 'tasks.counts',
  summary: 'How many open tasks there are in each group, up to a thousand',
  method: 'GET',
  path: '/tasks/counts',
  permission: 'user',
  query: z.object(filter),
  output: z.object({ overdue: z.int(), today: z.int(), tomorrow: z.int(), later: z.int() }),
})

/** The longest stretch of a calendar: six weeks. */
export const mostCalendarDays = 42
export const mostCalendarTasks = 1000

export const listCalendar = endpoint({
  id: 'tasks.calendar',
  summary: 'Tasks due between two days, both included, soonest first; `isCut`: there are more than are told',
  method: 'GET',
  path: '/tasks/calendar',
  permission: 'user',
  query: z
    .object({ ...filter, from: day, to: day })
    .refine(({ from, to }) => daysBetween(from, to) >= 0 && daysBetween(from, to) < mostCalendarDays, {
      path: ['to'],
      error: 'no day before the first, and not more than six weeks',
    }),
  output: z.object({ items: z.array(task), isCut: z.boolean() }),
})

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / (24 * 60 * 60 * 1000))
}

/** So many open tasks of one card, contact or company are told; done ones are in its feed. */
export const mostTasksOfCard = 100

export const listCardTasks = endpoint({
  id: 'tasks.of-card',
  summary: 'The open tasks of a card, soonest first',
  method: 'GET',
  path: '/cards/:kind/:cardId/tasks',
  permission: 'user',
  params: z.object({ kind: cardKind, cardId: idParam }),
  output: z.object({ items: z.array(task) }),
  errors: ['deal.not_found'],
})

export const listContactTasks = endpoint({
  id: 'tasks.of-contact',
  summary: 'The tasks of a contact: open ones soonest first, then those done last',
  method: 'GET',
  path: '/contacts/:contactId/tasks',
  permission: 'user',
  params: z.object({ contactId: idParam }),
  output: z.object({ items: z.array(task) }),
  errors: ['contact.not_found'],
})

export const listCompanyTasks = endpoint({
  id: 'tasks.of-company',
  summary: 'The open tasks of a company, its contacts, deals and customers, soonest first',
  method: 'GET',
  path: '/companies/:companyId/tasks',
  permission: 'user',
  params: z.object({ companyId: idParam }),
  output: z.object({ items: z.array(task) }),
  errors: ['company.not_found'],
})

const taskParams = z.object({ taskId: idParam })

export const getTask = endpoint({
  id: 'tasks.get',
  summary: 'One task',
  method: 'GET',
  path: '/tasks/:taskId',
  permission: 'user',
  params: taskParams,
  output: task,
  errors: ['task.not_found'],
})

/** `requestId` is made by the client: a repeat answers the task that is there. */
export const createTask = endpoint({
  id: 'tasks.create',
  summary:
    'Make a task, of a card, a contact, a company or nobody; of a message it also takes the card or contact',
  method: 'POST',
  path: '/tasks',
  permission: 'user',
  body: z.object({
    requestId: uuid,
    typeId: id.default(1),
    text,
    due: taskDue,
    /** Nobody named: oneself. */
    responsibleUserId: id.optional(),
    card: cardRef.nullable().default(null),
    contactId: id.nullable().default(null),
    companyId: id.nullable().default(null),
    messageId: uuid.nullable().default(null),
  }),
  output: task,
  errors: [
    'task_type.not_found',
    'user.not_found',
    'deal.not_found',
    'contact.not_found',
    'company.not_found',
    'message.not_found',
    'session.forbidden',
  ],
})

const changeable = z.object({ typeId: id, text, due: taskDue, responsibleUserId: id }).partial()

/** `seen`: how the changed things stood when one began to change them. */
export const changeTask = endpoint({
  id: 'tasks.change',
  summary: 'Change the type, text, due time or responsible of a task that is not done',
  method: 'PATCH',
  path: '/tasks/:taskId',
  permission: 'user',
  params: taskParams,
  body: changeable.extend({ seen: changeable.optional() }),
  output: task,
  errors: [
    'task.not_found',
    'task.completed',
    'task.changed_meanwhile',
    'task_type.not_found',
    'user.not_found',
    'session.forbidden',
  ],
})

/** Completing what is completed already is fine and changes nothing: the first result stays. */
export const completeTask = endpoint({
  id: 'tasks.complete',
  summary: 'Complete a task with a result',
  method: 'POST',
  path: '/tasks/:taskId/completion',
  permission: 'user',
  params: taskParams,
  body: z.object({ result: messageText.trim().max(4000).default('') }),
  output: task,
  errors: ['task.not_found', 'session.forbidden'],
})

export const reopenTask = endpoint({
  id: 'tasks.reopen',
  summary: 'Open a completed task again',
  method: 'DELETE',
  path: '/tasks/:taskId/completion',
  permission: 'user',
  params: taskParams,
  output: task,
  errors: ['task.not_found', 'session.forbidden'],
})

export const deleteTask = endpoint({
  id: 'tasks.delete',
  summary: 'Delete a task',
  method: 'DELETE',
  path: '/tasks/:taskId',
  permission: 'user',
  params: taskParams,
  errors: ['task.not_found', 'session.forbidden'],
})

export const listTaskTypes = endpoint({
  id: 'task-types.list',
  summary: 'Types of tasks: the built-in ones, then the own ones in their order',
  method: 'GET',
  path: '/task-types',
  permission: 'user',
  output: z.object({ items: z.array(taskType) }),
})

const typeName = line(60).min(1)
const typeParams = z.object({ typeId: idParam })

export const createTaskType = endpoint({
  id: 'task-types.create',
  summary: 'Add a type of tasks',
  method: 'POST',
  path: '/task-types',
  permission: 'settings',
  body: z.object({ requestId, name: typeName }),
  output: taskType,
  errors: ['task_type.taken', 'task_type.too_many'],
})

export const renameTaskType = endpoint({
  id: 'task-types.rename',
  summary: 'Rename an own type of tasks',
  method: 'PATCH',
  path: '/task-types/:typeId',
  permission: 'settings',
  params: typeParams,
  body: z.object({ name: typeName }),
  output: taskType,
  errors: ['task_type.not_found', 'task_type.taken'],
})

/** Tasks of it keep it. */
export const removeTaskType = endpoint({
  id: 'task-types.remove',
  summary: 'Offer an own type of tasks no longer',
  method: 'DELETE',
  path: '/task-types/:typeId',
  permission: 'settings',
  params: typeParams,
  errors: ['task_type.not_found'],
})
