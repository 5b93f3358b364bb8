import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { placeOf } from '#contract/notification-place'
import type { TaskView } from '#contract/tasks'
import { inTransaction } from '#lib/db'
import { migrateJobs } from '#lib/jobs'
import { createTestDatabase } from '#lib/test-database'
import { linkLead } from '../deals/incoming/link-lead.ts'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { listNotifications } from '../notifications/list-notifications.ts'
import { createTask } from './create-task.ts'
import { jobs } from './jobs.ts'
import { routes } from './routes.ts'

const database = await createTestDatabase()
const { db, pool } = database
await migrateJobs(pool)
// Thursday, 12:00 in Moscow, where the account is.
const start = new Date('2026-11-26T09:00:00.000Z')
let now = start
const clock = (): Date => now
const createCrm = await openCrm(database, (deps) => routes({ ...deps, clock }))
const work = jobs({ db, clock })

let crm: TestCrm
let anna: number
beforeEach(async () => {
  now = start
  crm = await createCrm()
  anna = crm.adminId
  await sql`update accounts set time_zone = 'Europe/Moscow' where id = ${crm.accountId}`.execute(db)
})

type Wish = Record<string, unknown>
const tomorrow = { on: '2026-11-27' }

async function add(userId: number, wish: Wish = {}): Promise<TaskView> {
  const body = { requestId: randomUUID(), text: 'Позвонить', due: tomorrow, ...wish }
  const { status, body: task } = await crm.call(userId, 'POST', '/tasks', body)
  expect(status, JSON.stringify(task)).toBe(200)
  return task as TaskView
}

const codeOf = (body: unknown): string => (body as { error: { code: string } }).error.code
const change = (userId: number, task: TaskView, body: Wish) =>
  crm.call(userId, 'PATCH', `/tasks/${task.id}`, body)
const complete = (userId: number, task: TaskView, result = '') =>
  crm.call(userId, 'POST', `/tasks/${task.id}/completion`, { result })

async function listed(userId: number, group: string, more = ''): Promise<string[]> {
  const { body } = await crm.call(userId, 'GET', `/tasks?group=${group}${more}`)
  return (body as { items: TaskView[] }).items.map(({ text }) => text)
}

async function told(userId: number): Promise<{ kind: string; text: string; at: string }[]> {
  const { items } = await listNotifications(db, await crm.viewer(userId), { limit: 50 })
  return items.flatMap((item) =>
    (item.kind === 'task' || item.kind === 'assignment') && !item.isRead
      ? [{ kind: item.kind, text: item.text, at: item.at }]
      : [],
  )
}

/** Runs the job of a task as the queue would: with what was written down for it. */
async function runJob(task: TaskView, times = 1): Promise<void> {
  const { rows } = await sql<{ payload: unknown; runAt: Date }>`
    select p.payload, j.run_at as "runAt" from graphile_worker.jobs j join graphile_worker._private_jobs p on p.id = j.id
    where j.key = ${`task:${crm.accountId}:${task.id}`}`.execute(db)
  const [job] = rows
  if (!job) throw new Error('No job is planned')
  now = job.runAt > now ? job.runAt : now
  for (let time = 0; time < times; time += 1) await work['tell-due-task']?.(job.payload)
}

async function eventsOf(task: TaskView): Promise<string[]> {
  const { rows } = await sql<{ type: string }>`select type from events where account_id = ${crm.accountId}
    and subject_kind = 'task' and subject_id = ${String(task.id)} order by id`.execute(db)
  return rows.map(({ type }) => type)
}

async function addCompany(name = 'Зерно'): Promise<number> {
  return ((await crm.call(anna, 'POST', '/companies', { name })).body as { id: number }).id
}

async function idsOfCompany(companyId: number, userId = anna): Promise<number[]> {
  const { body } = await crm.call(userId, 'GET', `/companies/${companyId}/tasks`)
  return (body as { items: TaskView[] }).items.map(({ id }) => id)
}

describe('a task', () => {
  test('is made once, however often the same request comes', async () => {
    const requestId = randomUUID()
    const one = await add(anna, { requestId })
    const again = await add(anna, { requestId, text: 'Иначе' })
    expect(again).toEqual(one)
    expect(await eventsOf(one)).toEqual(['task.created'])
  })

  test('is its maker’s unless somebody is named, and belongs to nothing unless told', async () => {
    const task = await add(anna)
    expect(task).toMatchObject({ card: null, contact: null, message: null, completed: null, due: tomorrow })
    expect(task.responsible.id).toBe(anna)
    expect(task.type).toEqual({ id: 1, kind: 'follow_up', name: null, isRemoved: false })
  })

  test('of a day is overdue when the day has ended where the account is, of a time when it has come', async () => {
    expect((await add(anna)).dueAt).toBe('2026-11-27T20:59:59.999Z')
    const at = '2026-11-27T10:30:00.000Z'
    expect(await add(anna, { due: { at } })).toMatchObject({ due: { at }, dueAt: at })
  })

  test('made from a message belongs to the card of its conversation and leads back to it', async () => {
    const { number, dealId } = await crm.write('Мария')
    const { rows } = await sql<{ id: string }>`select id from messages where account_id = ${crm.accountId}
      and number = ${number}`.execute(db)
    const messageId = rows[0]?.id ?? ''
    const task = await add(anna, { messageId })
    expect(task).toMatchObject({ card: { kind: 'deal', id: dealId }, message: { id: messageId, number } })
    const { body } = await crm.call(anna, 'GET', `/cards/deal/${dealId}/tasks`)
    expect(body).toEqual({ items: [task] })
  })

  test('of a contact stands on its page, open ones first', async () => {
    const { contactId } = await crm.write('Мария')
    const one = await add(anna, { contactId, text: 'Первая' })
    const two = await add(anna, { contactId, text: 'Вторая' })
    await complete(anna, one)
    const { body } = await crm.call(anna, 'GET', `/contacts/${contactId}/tasks`)
    expect((body as { items: TaskView[] }).items.map(({ id }) => id)).toEqual([two.id, one.id])
  })

  test('open ones of a company, its contacts and its deals stand on its page', async () => {
    const [maria, oleg] = [await crm.write('Мария'), await crm.write('Олег')]
    const companyId = await addCompany()
    await crm.call(anna, 'PATCH', `/contacts/${maria.contactId}`, { companyId })
    await crm.call(anna, 'PUT', `/cards/deal/${oleg.dealId}/company`, { companyId })
    const later = await add(anna, { contactId: maria.contactId, due: { on: '2026-12-01' } })
    const sooner = await add(anna, { card: { kind: 'deal', id: oleg.dealId } })
    await complete(anna, await add(anna, { contactId: maria.contactId }))
    await add(anna, { card: { kind: 'deal', id: maria.dealId } })
    const own = await add(anna, { companyId, due: { on: '2026-11-30' } })
    expect(own).toMatchObject({ card: null, contact: null, company: { id: companyId, name: 'Зерно' } })
    expect(await idsOfCompany(companyId)).toEqual([sooner.id, own.id, later.id])
    const outside = await crm.addUser({ deals: { view: 'none' }, contacts: { view: 'none' } })
    expect(await idsOfCompany(companyId, outside)).toEqual([own.id])
    await crm.call(anna, 'POST', '/companies/deletion', { companyIds: [companyId] })
    expect((await crm.call(anna, 'GET', `/tasks/${own.id}`)).body).toMatchObject({ company: null })
  })

  test('of a company that was merged into another stands on the page of that one', async () => {
    const [one, other] = [await addCompany(), await addCompany('Помол')]
    const task = await add(anna, { companyId: one })
    await sql`update companies set root_id = ${other}, deleted_at = now()
      where account_id = ${crm.accountId} and id = ${one}`.execute(db)
    expect(await idsOfCompany(other)).toEqual([task.id])
    expect((await crm.call(anna, 'GET', `/tasks/${task.id}`)).body).toMatchObject({
      company: { id: other, name: 'Помол' },
    })
  })

  test('is changed with what differs written down; the same again is no change', async () => {
    const task = await add(anna)
    const { body } = await change(anna, task, { text: 'Написать', due: { on: '2026-11-28' }, typeId: 2 })
    expect(body).toMatchObject({ text: 'Написать', due: { on: '2026-11-28' }, type: { kind: 'meeting' } })
    await change(anna, task, { text: 'Написать' })
    const { rows } = await sql<{ before: unknown; after: unknown }>`select before, after from events
      where account_id = ${crm.accountId} and type = 'task.changed'`.execute(db)
    expect(rows).toEqual([
      {
        before: { typeId: 1, text: 'Позвонить', due: '2026-11-27' },
        after: { taskId: task.id, typeId: 2, text: 'Написать', due: '2026-11-28' },
      },
    ])
  })

  test('completed twice is completed once, with the first result; it is reopened without it', async () => {
    const task = await add(anna)
    const [one, other] = await Promise.all([complete(anna, task, 'Первый'), complete(anna, task, 'Второй')])
    expect(one.body).toEqual(other.body)
    expect(await eventsOf(task)).toEqual(['task.created', 'task.completed'])
    expect(codeOf((await change(anna, task, { text: 'Иначе' })).body)).toBe('task.completed')
    const { body } = await crm.call(anna, 'DELETE', `/tasks/${task.id}/completion`)
    expect(body).toMatchObject({ completed: null })
    await crm.call(anna, 'DELETE', `/tasks/${task.id}/completion`)
    expect(await eventsOf(task)).toEqual(['task.created', 'task.completed', 'task.reopened'])
  })

  test('that is deleted is gone from everywhere', async () => {
    const task = await add(anna)
    expect((await crm.call(anna, 'DELETE', `/tasks/${task.id}`)).status).toBe(200)
    expect((await crm.call(anna, 'GET', `/tasks/${task.id}`)).status).toBe(404)
    expect(await listed(anna, 'tomorrow')).toEqual([])
  })

  test.each([
    ['no text', { text: '  ' }, 'text'],
    ['a text too long', { text: 'я'.repeat(4001) }, 'text'],
    ['a day that is none', { due: { on: '2026-02-30' } }, 'due'],
    ['a day far away', { due: { on: '2126-02-03' } }, 'due'],
    ['a day and a time', { due: { on: '2026-12-01', at: '2026-12-01T10:00:00.000Z' } }, 'due'],
    ['no uuid', { requestId: 'x' }, 'requestId'],
  ])('with %s is refused beside the field', async (_what, wish, field) => {
    const body = { requestId: randomUUID(), text: 'Позвонить', due: tomorrow, ...wish }
    const answer = await crm.call(anna, 'POST', '/tasks', body)
    expect(answer.status).toBe(422)
    expect(JSON.stringify(answer.body)).toContain(`"path":"${field}`)
  })

  test.each([
    ['task_type.not_found', { typeId: 999_999 }],
    ['user.not_found', { responsibleUserId: 999_999 }],
    ['deal.not_found', { card: { kind: 'deal', id: 999_999 } }],
    ['contact.not_found', { contactId: 999_999 }],
    ['company.not_found', { companyId: 999_999 }],
    ['message.not_found', { messageId: randomUUID() }],
  ])('that names what is not there is refused: %s', async (code, wish) => {
    const body = { requestId: randomUUID(), text: 'Позвонить', due: tomorrow, ...wish }
    expect(codeOf((await crm.call(anna, 'POST', '/tasks', body)).body)).toBe(code)
  })
})

describe('a task that two change', () => {
  test('nobody’s word is lost: what another has changed since one saw it is told and stays, the rest is changed', async () => {
    const task = await add(anna, { due: { at: '2026-11-27T09:00:00.000Z' } })
    await change(anna, task, { text: 'Написать', due: { on: '2026-11-28' } })
    const late = await change(anna, task, { text: 'Приехать', seen: { text: 'Позвонить' } })
    expect(late).toMatchObject({
      status: 409,
      body: {
        error: { code: 'task.changed_meanwhile', details: { field: 'text', current: 'Написать' } },
      },
    })
    const lateDue = await change(anna, task, { due: tomorrow, seen: { due: task.due } })
    expect(lateDue.body).toMatchObject({
      error: { code: 'task.changed_meanwhile', details: { field: 'due', current: { on: '2026-11-28' } } },
    })
    const typed = await change(anna, task, { typeId: 3, seen: { typeId: 1 } })
    expect(typed.body).toMatchObject({ text: 'Написать', due: { on: '2026-11-28' }, type: { id: 3 } })
  })

  test('the same instant is the same however it is written, and who wants what stands there already is right', async () => {
    const task = await add(anna, { due: { at: '2026-11-27T09:00:00.000Z' } })
    const seen = { due: { at: '2026-11-27T09:00:00Z' }, text: 'Позвонить' }
    expect((await change(anna, task, { due: tomorrow, seen })).status).toBe(200)
    expect((await change(anna, task, { due: tomorrow, seen })).status).toBe(200)
  })
})

describe('the list', () => {
  test('parts tasks by the days of the account, soonest first, and counts them', async () => {
    await add(anna, { text: 'просрочена', due: { at: '2026-11-26T08:59:00.000Z' } })
    await add(anna, { text: 'сегодня', due: { on: '2026-11-26' } })
    await add(anna, { text: 'сегодня вечером', due: { at: '2026-11-26T20:30:00.000Z' } })
    await add(anna, { text: 'завтра ночью', due: { at: '2026-11-26T21:30:00.000Z' } })
    await add(anna, { text: 'завтра' })
    await add(anna, { text: 'потом', due: { on: '2026-11-28' } })
    await complete(anna, await add(anna, { text: 'готово' }))
    expect(await listed(anna, 'overdue')).toEqual(['просрочена'])
    expect(await listed(anna, 'today')).toEqual(['сегодня вечером', 'сегодня'])
    expect(await listed(anna, 'tomorrow')).toEqual(['завтра ночью', 'завтра'])
    expect(await listed(anna, 'later')).toEqual(['потом'])
    expect(await listed(anna, 'done')).toEqual(['готово'])
    const { body } = await crm.call(anna, 'GET', `/tasks/counts?responsibleUserId=${anna}`)
    expect(body).toEqual({ overdue: 1, today: 2, tomorrow: 2, later: 1 })
  })

  test('is read page by page without a gap or a repeat', async () => {
    for (const text of ['а', 'б', 'в', 'г', 'д']) await add(anna, { text })
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await crm.call(anna, 'GET', `/tasks?group=tomorrow&limit=2${cursor}`)
      const page = body as { items: TaskView[]; next: string | null }
      seen.push(...page.items.map(({ text }) => text))
      cursor = page.next === null ? '' : `&cursor=${page.next}`
    } while (cursor !== '')
    expect(seen).toEqual(['а', 'б', 'в', 'г', 'д'])
  })

  test('of a calendar holds what is due within the days, done or not', async () => {
    await add(anna, { text: 'до', due: { on: '2026-11-29' } })
    await add(anna, { text: 'в', due: { on: '2026-11-30' } })
    await complete(anna, await add(anna, { text: 'сделана', due: { on: '2026-12-06' } }))
    await add(anna, { text: 'после', due: { on: '2026-12-07' } })
    const { body } = await crm.call(anna, 'GET', '/tasks/calendar?from=2026-11-30&to=2026-12-06')
    expect((body as { items: TaskView[] }).items.map(({ text }) => text)).toEqual(['в', 'сделана'])
    expect((await crm.call(anna, 'GET', '/tasks/calendar?from=2026-12-06&to=2026-11-30')).status).toBe(422)
    expect((await crm.call(anna, 'GET', '/tasks/calendar?from=2026-01-01&to=2026-11-30')).status).toBe(422)
  })
})

describe('rights', () => {
  const own = { tasks: { view: 'own', edit: 'own', delete: 'none' } } as const

  test('who sees his own sees what is his and what he made, and nothing else', async () => {
    const boris = await crm.addUser(own)
    await add(anna, { text: 'чужая' })
    const given = await add(anna, { text: 'моя', responsibleUserId: boris })
    await add(boris, { text: 'поручена', responsibleUserId: anna })
    expect(await listed(boris, 'tomorrow')).toEqual(['моя', 'поручена'])
    expect((await complete(boris, given)).status).toBe(200)
    expect(codeOf((await crm.call(boris, 'DELETE', `/tasks/${given.id}`)).body)).toBe('session.forbidden')
  })

  test('a task out of sight answers like one that is not there', async () => {
    const boris = await crm.addUser(own)
    const task = await add(anna)
    const missing = { ...task, id: 999_999 }
    for (const one of [task, missing]) {
      expect(codeOf((await crm.call(boris, 'GET', `/tasks/${one.id}`)).body)).toBe('task.not_found')
      expect(codeOf((await change(boris, one, { text: 'Иначе' })).body)).toBe('task.not_found')
      expect(codeOf((await complete(boris, one)).body)).toBe('task.not_found')
    }
  })

  test('the card, the contact and the company of a task are named only to who sees them', async () => {
    const { dealId, contactId } = await crm.write('Мария')
    const companyId = await addCompany()
    const none = { view: 'none' } as const
    const boris = await crm.addUser({ deals: none, contacts: none, companies: none })
    const card = { kind: 'deal', id: dealId }
    const task = await add(anna, { card, contactId, companyId, responsibleUserId: boris })
    const { body } = await crm.call(boris, 'GET', `/tasks/${task.id}`)
    expect(body).toMatchObject({ card: null, contact: null, company: null, text: 'Позвонить' })
    const wish = { requestId: randomUUID(), text: 'Позвонить', due: tomorrow, companyId }
    expect(codeOf((await crm.call(boris, 'POST', '/tasks', wish)).body)).toBe('company.not_found')
    expect((await crm.call(boris, 'GET', `/cards/deal/${dealId}/tasks`)).status).toBe(404)
  })

  test('who takes part in a card sees its tasks', async () => {
    const { dealId } = await crm.write('Мария')
    const boris = await crm.addUser({ deals: { view: 'none' }, tasks: { view: 'none' } })
    const task = await add(anna, { card: { kind: 'deal', id: dealId } })
    expect((await crm.call(boris, 'GET', `/tasks/${task.id}`)).status).toBe(404)
    await sql`insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by)
      values (${crm.accountId}, 'deal', ${dealId}, 'user', ${boris}, ${anna})`.execute(db)
    expect((await crm.call(boris, 'GET', `/tasks/${task.id}`)).status).toBe(200)
    expect(codeOf((await complete(boris, task)).body)).toBe('session.forbidden')
  })

  test('who may not add tasks makes none', async () => {
    const boris = await crm.addUser({ tasks: { add: 'none' } })
    const body = { requestId: randomUUID(), text: 'Позвонить', due: tomorrow }
    expect(codeOf((await crm.call(boris, 'POST', '/tasks', body)).body)).toBe('session.forbidden')
  })
})

describe('telling', () => {
  test('whom a task is given to is told, the giver is not', async () => {
    const boris = await crm.addUser()
    await add(anna, { responsibleUserId: boris })
    expect(await told(boris)).toEqual([{ kind: 'assignment', text: 'Позвонить', at: start.toISOString() }])
    expect(await told(anna)).toEqual([])
  })

  test('a task that is due is told of once, with its true time, however late and often the job runs', async () => {
    const at = '2026-11-26T12:00:00.000Z'
    const task = await add(anna, { due: { at } })
    now = new Date('2026-11-26T15:00:00.000Z')
    await runJob(task, 2)
    expect(await told(anna)).toEqual([{ kind: 'task', text: 'Позвонить', at }])
    expect(await listed(anna, 'overdue')).toEqual(['Позвонить'])
  })

  test('a task of a day is told of in its morning; of today, when the day ends', async () => {
    const one = await add(anna)
    const other = await add(anna, { text: 'Сегодня', due: { on: '2026-11-26' } })
    await runJob(other)
    await runJob(one)
    expect(await told(anna)).toEqual([
      { kind: 'task', text: 'Позвонить', at: '2026-11-27T06:00:00.000Z' },
      { kind: 'task', text: 'Сегодня', at: '2026-11-26T20:59:59.999Z' },
    ])
  })

  test('the job of a time that was changed tells nothing', async () => {
    const task = await add(anna, { due: { at: '2026-11-26T12:00:00.000Z' } })
    const old = { accountId: crm.accountId, taskId: task.id, at: '2026-11-26T12:00:00.000Z' }
    await change(anna, task, { due: { at: '2026-11-26T13:00:00.000Z' } })
    await work['tell-due-task']?.(old)
    expect(await told(anna)).toEqual([])
    await runJob(task)
    expect(await told(anna)).toMatchObject([{ at: '2026-11-26T13:00:00.000Z' }])
  })

  test('what is done is told of no more, and what was told is read', async () => {
    const task = await add(anna, { due: { at: '2026-11-26T12:00:00.000Z' } })
    await runJob(task)
    await complete(anna, task)
    expect(await told(anna)).toEqual([])
    const other = await add(anna, { due: { at: '2026-11-26T14:00:00.000Z' } })
    await complete(anna, other)
    await runJob(other)
    expect(await told(anna)).toEqual([])
  })

  test('another responsible is told; whose it was is not', async () => {
    const boris = await crm.addUser()
    const task = await add(anna, { due: { at: '2026-11-26T12:00:00.000Z' } })
    await change(anna, task, { responsibleUserId: boris })
    expect(await told(boris)).toMatchObject([{ kind: 'assignment' }])
    await runJob(task)
    expect((await told(boris)).map(({ kind }) => kind).toSorted()).toEqual(['assignment', 'task'])
    expect(await told(anna)).toEqual([])
  })

  test('who does not see the card is told of the task without it', async () => {
    const { dealId } = await crm.write('Мария')
    const boris = await crm.addUser({ deals: { view: 'none' }, contacts: { view: 'none' } })
    await add(anna, { card: { kind: 'deal', id: dealId }, responsibleUserId: boris })
    const lines = await listNotifications(db, await crm.viewer(boris), { limit: 50 })
    expect(lines).toMatchObject({ items: [{ kind: 'assignment', card: null, text: 'Позвонить' }] })
  })

  test('a task of a company leads to the company, for who sees it', async () => {
    const companyId = await addCompany()
    const boris = await crm.addUser()
    const blind = await crm.addUser({ companies: { view: 'none' } })
    const linesOf = async (userId: number) =>
      (await listNotifications(db, await crm.viewer(userId), { limit: 50 })).items
    for (const userId of [boris, blind]) await add(anna, { companyId, responsibleUserId: userId })
    expect(await linesOf(boris)).toMatchObject([{ company: { id: companyId, name: 'Зерно' } }])
    expect((await linesOf(boris)).map(placeOf)).toEqual([`/companies/${companyId}`])
    expect(await linesOf(blind)).toMatchObject([{ company: null, text: 'Позвонить' }])
    expect((await linesOf(blind)).map(placeOf)).toEqual(['/tasks'])
  })
})

describe('types of tasks', () => {
  test('are the built-in ones and the account’s own; a removed one stays on its tasks', async () => {
    const { body } = await crm.call(anna, 'POST', '/task-types', { name: 'Замер' })
    const { id } = body as { id: number }
    const task = await add(anna, { typeId: id })
    expect((await crm.call(anna, 'GET', '/task-types')).body).toMatchObject({
      items: [{ kind: 'follow_up' }, { kind: 'meeting' }, { kind: 'call' }, { id, name: 'Замер' }],
    })
    expect(codeOf((await crm.call(anna, 'POST', '/task-types', { name: 'замер' })).body)).toBe(
      'task_type.taken',
    )
    await crm.call(anna, 'DELETE', `/task-types/${id}`)
    expect((await crm.call(anna, 'GET', `/tasks/${task.id}`)).body).toMatchObject({
      type: { id, name: 'Замер', isRemoved: true },
    })
    const again = await crm.call(anna, 'POST', '/tasks', {
      requestId: randomUUID(),
      text: 'Ещё',
      due: tomorrow,
      typeId: id,
    })
    expect(codeOf(again.body)).toBe('task_type.not_found')
    expect(codeOf((await crm.call(anna, 'PATCH', `/task-types/${id}`, { name: 'Иной' })).body)).toBe(
      'task_type.not_found',
    )
  })
})

test('a task that is made on a lead while it is joined to another card goes along', async () => {
  const { dealId } = await crm.write('Анна')
  const { dealId: target } = await crm.write('Борис')
  await sql`update deals d set stage_id = s.id from stages s where d.account_id = ${crm.accountId} and d.id = ${dealId}
    and s.account_id = d.account_id and s.pipeline_id = d.pipeline_id and s.kind = 'incoming'`.execute(db)
  const viewer = await crm.viewer(anna)
  const wish = {
    requestId: randomUUID(),
    typeId: 1,
    text: 'Позвонить',
    due: tomorrow,
    messageId: null,
    card: { kind: 'deal', id: dealId },
    contactId: null,
    companyId: null,
  } as const
  const [made, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const making = inTransaction(db, async (tx) => {
    const task = await createTask(tx, viewer, wish, now)
    made.resolve()
    await gate.promise
    return task
  })
  await made.promise
  const joining = inTransaction(db, (tx) =>
    linkLead(tx, viewer, { dealId, card: { kind: 'deal', id: target } }, now),
  )
  const ended = joining.then(() => true)
  const waits = vi.waitFor(
    async () => {
      const { rows } = await sql`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
      expect(rows).toHaveLength(1)
      return true
    },
    { timeout: 60_000 },
  )
  await Promise.race([ended, waits])
  gate.resolve()
  const task = await making
  await joining
  const { rows } = await sql`select card_id from tasks
    where account_id = ${crm.accountId} and id = ${task.id}`.execute(db)
  expect(rows).toEqual([{ card_id: target }])
})
