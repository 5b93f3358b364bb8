import { randomUUID } from 'node:crypto'
import { buffer, text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { eventWords } from '#contract/event-words'
import type { EventFilter, EventPage, EventRow } from '#contract/event-list'
import { eventType } from '#contract/events'
import type { Viewer } from '#features/access'
import { migrateJobs } from '#lib/jobs'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { rowsOf } from '../../lib/sheets/test-sheets.ts'
import * as tasks from '../tasks/index.ts'
import { exportEvents } from './event-table.ts'
import { countEvents, listEvents, type EventRequest } from './list-events.ts'
import { routes } from './routes.ts'
import { addRandomEvents, knownTo, wanted, type RandomWorld } from './test-random-events.ts'

const database = await createTestDatabase()
const { db, pool } = database
await migrateJobs(pool)
const createCrm = await openCrm(database, (deps) => [...routes(deps), ...tasks.routes(deps)])
const now = new Date('2026-11-26T09:30:00Z')

let crm: TestCrm
let admin: Viewer
let number = 0
let dealId = 0
let contactId = 0

beforeAll(async () => {
  crm = await createCrm()
  const { adminId } = crm
  admin = await crm.viewer(adminId)
  ;({ number, dealId, contactId } = await crm.write('Марина', 'Тайные слова клиента'))
  await crm.call(adminId, 'POST', `/conversations/${number}/closure`, { anyway: true })
  await crm.call(adminId, 'PATCH', `/deals/${dealId}`, { name: '=Кофе', budget: 1500.5 })
  await crm.call(adminId, 'PATCH', `/deals/${dealId}`, { stageId: 142 })
  await crm.write('Марина', 'И ещё слова')
})

async function list(query = '', userId = crm.adminId): Promise<EventPage> {
  const reply = await crm.call(userId, 'GET', `/analytics/events${query}`)
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return reply.body as EventPage
}

const typesOf = ({ items }: EventPage): string[] => items.map(({ type }) => type)
const rowOf = ({ items }: EventPage, type: string): EventRow | undefined =>
  items.find((row) => row.type === type)

describe('the list of events', () => {
  test('says who did what to what, by which road, what was and became of it, newest first', async () => {
    const page = await list()
    const times = page.items.map(({ at }) => Date.parse(at))
    expect(times).toEqual(times.toSorted((one, other) => other - one))
    expect(page.before).toBeNull()
    expect(rowOf(page, 'conversation.closed')).toMatchObject({
      actor: { kind: 'user', id: crm.adminId, name: 'Анна' },
      way: 'вручную',
      subject: { kind: 'conversation', id: String(number) },
      number,
      channel: { kind: 'telegram' },
      contact: { id: contactId, name: 'Марина' },
      card: { kind: 'deal', id: dealId, name: '=Кофе' },
    })
    expect(rowOf(page, 'deal.changed')?.changes).toEqual([
      { what: 'Название', before: 'Марина', after: '=Кофе' },
      { what: 'Бюджет', before: null, after: expect.stringMatching(/^1\s500,50\s₽$/) },
    ])
    const moved = rowOf(page, 'deal.moved')?.changes.find(({ what }) => what === 'Этап')
    expect(moved?.after).toMatch(/ \/ Успешно/)
    expect(page.items.filter(({ type }) => type === 'conversation.opened').map(({ way }) => way)).toEqual([
      'входящее сообщение',
      'входящее сообщение',
    ])
    expect(JSON.stringify(page)).not.toContain('слова')
  })

  test('of conversations created and closed', async () => {
    const page = await list('?type=conversation.opened,conversation.closed')
    expect(typesOf(page)).toEqual(['conversation.opened', 'conversation.closed', 'conversation.opened'])
    const { body } = await crm.call(
      crm.adminId,
      'GET',
      '/analytics/events/count?type=conversation.opened,conversation.closed',
    )
    expect(body).toEqual({ count: 3, isMore: false })
  })

  test('by author, by object, and by the days of the account', async () => {
    expect(typesOf(await list(`?userId=${crm.adminId}`))).toEqual([
      'deal.moved',
      'deal.changed',
      'conversation.closed',
    ])
    expect(typesOf(await list('?authorKind=system'))).toContain('deal.created')
    const clients = await list('?authorKind=client')
    expect(new Set(clients.items.map(({ actor }) => actor.kind))).toEqual(new Set(['client']))
    const ofDeal = await list(`?objectKind=deal&objectId=${dealId}`)
    expect(typesOf(ofDeal)).toEqual(
      expect.arrayContaining(['deal.moved', 'message.received', 'deal.created']),
    )
    const first = await list(`?objectKind=conversation&objectId=${number}`)
    expect(new Set(first.items.map((row) => row.number))).toEqual(new Set([number]))
    const ofContact = await list(`?objectKind=contact&objectId=${contactId}`)
    expect(typesOf(ofContact)).toEqual(expect.arrayContaining(['contact.created', 'deal.moved']))
    const { body: company } = await crm.call(crm.adminId, 'POST', '/companies', { name: 'Зерно' })
    const { id: companyId } = company as { id: number }
    const task = { requestId: randomUUID(), text: 'Продлить', due: { on: '2020-01-01' }, companyId }
    await crm.call(crm.adminId, 'POST', '/tasks', task)
    const ofCompany = await list(`?objectKind=company&objectId=${companyId}`)
    expect(typesOf(ofCompany)).toEqual(['task.created', 'company.created'])
    expect((await list('?to=2020-01-01')).items).toEqual([])
    expect((await list('?from=2020-01-01')).items.length).toBeGreaterThan(5)
  })

  test('a page goes on where it ended, and what is newer is asked for from the newest', async () => {
    const whole = (await list()).items.map(({ id }) => id)
    const first = await list('?limit=4')
    const second = await list(`?limit=100&before=${first.before}`)
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(whole)
    const newer = await list(`?after=${second.after}&limit=100`)
    expect(newer.items.map(({ id }) => id).slice(0, 4)).toEqual(whole.slice(0, 4))
  })

  test('of a task of a company says which one, also when the task is deleted', async () => {
    const made = await crm.call(crm.adminId, 'POST', '/companies', { name: 'Зерно' })
    const { id: companyId } = made.body as { id: number }
    const task = await crm.call(crm.adminId, 'POST', '/tasks', {
      requestId: randomUUID(),
      companyId,
      due: { on: '2026-11-30' },
      text: 'Позвонить',
    })
    expect(task.status, JSON.stringify(task.body)).toBe(200)
    const { id: taskId } = task.body as { id: number }
    await crm.call(crm.adminId, 'DELETE', `/tasks/${taskId}`)
    const page = await list('?type=task.created,task.deleted')
    const company = { id: companyId, name: 'Зерно' }
    for (const type of ['task.created', 'task.deleted'])
      expect(rowOf(page, type)).toMatchObject({ card: null, contact: null, company })
    expect(rowOf(await list('?type=deal.changed'), 'deal.changed')?.company).toBeNull()
  })

  test('is for roles that read the analytics', async () => {
    const userId = await crm.addUser()
    for (const path of ['/analytics/events', '/analytics/events/count', '/exports/events'])
      expect(await crm.call(userId, 'GET', path)).toMatchObject({
        status: 403,
        body: { error: { code: 'session.forbidden' } },
      })
  })

  test.each([
    'type=moon',
    'authorKind=nobody',
    'userId=x',
    'objectKind=moon',
    'objectId=0',
    'from=yesterday',
    'before=x',
    'after=1.2',
    'limit=1000',
  ])('%s is said to be wrong', async (query) => {
    const { status, body } = await crm.call(crm.adminId, 'GET', `/analytics/events?${query}`)
    expect([status, body]).toMatchObject([
      422,
      { error: { details: { fields: [{ path: query.split('=')[0] }] } } },
    ])
  })
})

test('every type of event has a name in both languages', () => {
  for (const type of eventType.options) {
    expect(eventWords[type].ru, type).toMatch(/[а-яё]/i)
    expect(eventWords[type].en, type).toMatch(/^[\u0020-\u007E]+$/)
  }
})

describe('an export', () => {
  test('as CSV has every event of the filter, no formula, and times by the account’s clock', async () => {
    const { name, open } = await exportEvents(db, admin, {}, 'csv', now)
    const lines = (await text(await open())).trim().split('\r\n')
    expect(name).toBe('События 2026-11-26.csv')
    expect(lines[0]).toContain('Дата и время;Автор;Вид автора;Событие;Объект')
    expect(lines).toHaveLength((await list('?limit=100')).items.length + 1)
    const closed = lines.find((line) => line.includes('Беседа закрыта'))
    expect(closed).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d;Анна;Сотрудник;/)
    expect(lines.join('\n')).toContain(`;'=Кофе;`)
    expect(lines.join('\n')).not.toMatch(/слова|;=/)
  })

  test('names only what the role takes away, and of the rest says that something happened', async () => {
    const none = { export: 'none' } as const
    const bound = await crm.addUser({ contacts: none, deals: none })
    const free = await crm.addUser()
    const told = async (userId: number): Promise<string[]> => {
      const { open } = await exportEvents(db, await crm.viewer(userId), {}, 'csv', now)
      return (await text(await open())).trim().split('\r\n')
    }
    const [less, all] = [await told(bound), await told(free)]
    expect(less).toHaveLength(all.length)
    expect(all.join('\n')).toMatch(/Марина/)
    expect(less.join('\n')).not.toMatch(/Марина|Кофе|1500/)
    // Who takes part in a card sees it, and takes nothing of it away.
    await sql`insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by)
      select account_id, 'deal', id, 'user', ${bound}, ${admin.userId} from deals where account_id = ${crm.accountId}`.execute(
      db,
    )
    expect((await told(bound)).join('\n')).not.toMatch(/Марина|Кофе|1500/)
  })

  test('as a workbook, in several portions, has each event once', async () => {
    await sql`insert into events (account_id, at, id, type, actor_kind, road, subject_kind, subject_id)
      select ${crm.accountId}, timestamptz '2021-01-01' + n * interval '1 second', gen_random_uuid(), 'tag.deleted', 'system', 'hand', 'tag', n::text
      from generate_series(1, 1234) n`.execute(db)
    const { open } = await exportEvents(db, admin, { type: ['tag.deleted'] }, 'xlsx', now)
    const bytes = await buffer(await open())
    const rows = await rowsOf(bytes, { kind: 'xlsx' })
    expect(rows).toHaveLength(1235)
    expect(rows[0]?.cells.slice(0, 4)).toEqual(['Дата и время', 'Автор', 'Вид автора', 'Событие'])
  })
})

describe('of a random account the list is what the rule says', () => {
  let world: RandomWorld
  beforeAll(async () => {
    world = await addRandomEvents(database, await createCrm())
  })

  async function all(viewer: Viewer, request: Omit<EventRequest, 'limit'>): Promise<string[]> {
    const ids: string[] = []
    let before: string | undefined
    for (let pages = 0; pages < 1000; pages += 1) {
      const page: EventPage = await listEvents(db, viewer, { ...request, limit: 100, before }, now)
      ids.push(...page.items.map(({ id }) => id))
      if (page.before === null) return ids
      before = page.before
    }
    throw new Error('The list does not end')
  }

  const viewers = ['admin', 'all', 'group', 'own', 'none', 'participant', 'settings'] as const
  const filters = (): EventFilter[] => [
    {},
    { type: ['conversation.opened', 'conversation.closed'] },
    { type: ['message.received', 'deal.changed'] },
    { authorKind: ['system', 'client'] },
    { userId: world.userIds.slice(0, 1), type: ['deal.moved', 'message.queued', 'task.changed'] },
    { authorKind: ['user'] },
    { channelId: world.channelIds.slice(0, 1) },
    { objectKind: 'deal', objectId: world.dealIds[0] ?? 0 },
    { objectKind: 'contact', objectId: world.contactIds[0] ?? 0 },
    { objectKind: 'conversation', objectId: world.numbers[0] ?? 0 },
    { objectKind: 'company', objectId: world.companyIds[0] ?? 0 },
    { from: '2026-02-03', to: '2026-02-20', type: ['deal.moved', 'message.received'] },
  ]

  test.each(viewers)(
    'for %s, whatever is asked for, however little is looked at for a page',
    async (name) => {
      const viewer = world.viewers[name]
      for (const [index, filter] of filters().entries()) {
        const expected = world.events.filter(
          (event) => knownTo(world, viewer, event) && wanted(world, filter, event),
        )
        const ids = expected.map(({ id }) => id)
        const most = index % 3 === 0 ? 120 : 10_000
        expect(await all(viewer, { ...filter, most }), JSON.stringify(filter)).toEqual(ids)
        expect(await countEvents(db, viewer, filter)).toEqual({ count: ids.length, isMore: false })
      }
    },
  )

  test('none of them sees nothing at all, and the least of them sees less than everything', () => {
    const counts = viewers.map(
      (name) => world.events.filter((event) => knownTo(world, world.viewers[name], event)).length,
    )
    expect(Math.min(...counts)).toBeGreaterThan(0)
    expect(new Set(counts).size).toBeGreaterThan(4)
  })
})
