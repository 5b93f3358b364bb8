import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { DealRow, DealView } from '#contract/deals'
import type { PipelineView } from '#contract/pipelines'
import { findWrongProjections } from '#lib/projections'
import { createTestDatabase } from '#lib/test-database'
import { countDeals, foldTotals } from './count-deals.ts'
import { projections } from './projections.ts'
import { expectExact, openCrm, type TestCrm } from './test-crm.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let crm: TestCrm
let pipeline: PipelineView
beforeEach(async () => {
  crm = await createCrm()
  const { items } = await good<{ items: PipelineView[] }>('GET', '/pipelines')
  if (!items[0]) throw new Error('no pipeline')
  pipeline = items[0]
})

async function good<T>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
  userId = crm.adminId,
): Promise<T> {
  const reply = await crm.call(userId, method, path, body)
  expect(reply, JSON.stringify(reply.body)).toMatchObject({ status: 200 })
  return reply.body as T
}

type Page = { items: DealRow[]; next: string | null }
type Board = { stages: (Page & { stageId: number })[] }
type Totals = { stages: { stageId: number; count: number; budget: number }[] }

const stageId = (name: string): number => pipeline.stages.find((stage) => stage.name === name)?.id ?? 0
const create = (name: string, more: object = {}, userId = crm.adminId): Promise<DealView> =>
  good<DealView>('POST', '/deals', { name, ...more }, userId)
const list = async (query: string, userId = crm.adminId): Promise<string[]> =>
  (await good<Page>('GET', `/deals?${query}`, undefined, userId)).items.map(({ name }) => name)
const found = async (query: string, userId = crm.adminId): Promise<object[]> =>
  (await good<Totals>('GET', `/deals/totals?${query}`, undefined, userId)).stages.map(
    ({ stageId: id, count, budget }) => [id, count, budget],
  )
const board = async (query = '', userId = crm.adminId): Promise<Record<string, string[]>> => {
  const { stages } = await good<Board>(
    'GET',
    `/deals/board?pipelineId=${pipeline.id}&${query}`,
    undefined,
    userId,
  )
  const nameOf = (id: number): string => pipeline.stages.find((stage) => stage.id === id)?.name ?? ''
  return Object.fromEntries(
    stages.map(({ stageId: id, items }) => [nameOf(id), items.map(({ name }) => name)]),
  )
}

describe('the filter by conversations (S15, R4)', () => {
  test('all read, some unread, none: closed counts as read, and every conversation counts for its own deal', async () => {
    await create('Без бесед')
    const marina = await crm.write('Марина')
    const oleg = await crm.write('Олег')
    const talks = async (state: string): Promise<string[]> => (await list(`talks=${state}`)).toSorted()
    expect([await talks('unread'), await talks('read'), await talks('none')]).toEqual([
      ['Марина', 'Олег'],
      [],
      ['Без бесед'],
    ])
    await good('POST', `/conversations/${marina.number}/closure`, { anyway: true })
    await good('POST', `/conversations/${oleg.number}/reading`, { way: 'marked' })
    expect([await talks('unread'), await talks('read')]).toEqual([[], ['Марина', 'Олег']])
    // A second, unread conversation of the same deal.
    expect((await crm.write('Марина', 'Ещё вопрос')).dealId).toBe(marina.dealId)
    expect([await talks('unread'), await talks('read')]).toEqual([['Марина'], ['Олег']])
    expect(await board('talks=unread')).toMatchObject({ 'Первичный контакт': ['Марина'] })
    expect(await found('talks=unread')).toEqual([[stageId('Первичный контакт'), 1, 0]])
  })
})

test('the filter by tasks knows what is to be done and what is late, of the tasks that one sees', async () => {
  const { id: quiet } = await create('Без задач')
  const { id: busy } = await create('С задачей')
  const { id: late } = await create('С просроченной')
  const task = (dealId: number, dueAt: string, isDone = false) =>
    sql`
    insert into tasks (account_id, request_id, type_id, text, due_at, remind_at, responsible_user_id, card_kind, card_id, created_by,
      created_at, updated_at, completed_at, completed_by)
    values (${crm.accountId}, gen_random_uuid(), 1, 'Позвонить', ${dueAt}, ${dueAt}, ${crm.adminId}, 'deal', ${dealId}, ${crm.adminId},
      now(), now(), ${isDone ? sql`now()` : null}, ${isDone ? crm.adminId : null})`.execute(db)
  await task(quiet, '2020-01-01T00:00:00Z', true)
  await task(busy, '2999-01-01T00:00:00Z')
  await task(late, '2020-01-01T00:00:00Z')
  const tasks = async (state: string, userId = crm.adminId): Promise<string[]> =>
    (await list(`tasks=${state}`, userId)).toSorted()
  expect([await tasks('none'), await tasks('open'), await tasks('overdue')]).toEqual([
    ['Без задач'],
    ['С задачей', 'С просроченной'],
    ['С просроченной'],
  ])
  const blind = await crm.addUser({ tasks: { view: 'none' } })
  expect([await tasks('open', blind), (await tasks('none', blind)).length]).toEqual([[], 3])
})

describe('the board', () => {
  test('has every stage in its order, last changed first, and more of a stage from the list', async () => {
    for (const name of ['раз', 'два', 'три']) await create(name)
    await create('выиграна', { stageId: 142 })
    expect(await board('limit=2')).toEqual({
      Неразобранное: [],
      'Первичный контакт': ['три', 'два'],
      Переговоры: [],
      'Принимают решение': [],
      'Согласование договора': [],
      'Успешно реализовано': ['выиграна'],
      'Закрыто и не реализовано': [],
    })
    const { stages } = await good<Board>('GET', `/deals/board?pipelineId=${pipeline.id}&limit=2`)
    const column = stages[1]
    expect(stages.map(({ next }) => next !== null)).toEqual([false, true, false, false, false, false, false])
    expect(await list(`stageId=${column?.stageId}&pipelineId=${pipeline.id}&cursor=${column?.next}`)).toEqual(
      ['раз'],
    )
    expect(await board(`search=${encodeURIComponent('выиг')}`)).toMatchObject({
      'Первичный контакт': [],
      'Успешно реализовано': ['выиграна'],
    })
  })

  test('shows and counts what one may see: own deals and those one takes part in, each once', async () => {
    const own = await crm.addUser({ deals: { view: 'own' } })
    await create('чужая', { budget: 5 })
    await create('своя', { budget: 10 }, own)
    const shared = await create('общая', { budget: 20 })
    await sql`insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by)
      values (${crm.accountId}, 'deal', ${shared.id}, 'user', ${own}, ${crm.adminId})`.execute(db)
    expect(await board('', own)).toMatchObject({ 'Первичный контакт': ['общая', 'своя'] })
    expect(await found('', own)).toEqual([[stageId('Первичный контакт'), 2, 30]])
    expect(await found('search=а')).toEqual([[stageId('Первичный контакт'), 2, 25]])
    expect(await found('budgetFrom=10', own)).toEqual([[stageId('Первичный контакт'), 2, 30]])
  })
})

describe('totals', () => {
  test('stay exact whatever happens to the deals, also when they are summed up', async () => {
    const boris = await crm.addUser()
    const deals = await Promise.all([1, 2, 3].map((n) => create(`Сделка ${n}`, { budget: n * 100 })))
    const first = stageId('Первичный контакт')
    await Promise.all([
      crm.write('Марина'),
      foldTotals(db),
      ...deals.map(({ id }, n) => good('PATCH', `/deals/${id}`, n === 0 ? { budget: 50 } : { stageId: 142 })),
      good('PATCH', `/deals/${deals[2]?.id}`, { responsibleUserId: boris }),
    ])
    const expected = [
      [142, 2, 500],
      [first, 2, 50],
    ]
    expect(await found('')).toEqual(expected)
    await foldTotals(db)
    expect(await found('')).toEqual(expected)
    expect(await found(`responsibleUserId=${boris}`)).toEqual([[142, 1, 300]])
    expect(await found('responsibleUserId=0')).toEqual([[first, 1, 0]])
    expect(await findWrongProjections(database.pool, projections)).toEqual([])
    const viewer = await crm.viewer(crm.adminId)
    const counted = await countDeals(db, viewer, { budgetFrom: 0, search: '' })
    expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(3)
  })
})

describe('the list', () => {
  test('is filtered by responsible, channel, budget and periods of the account’s days', async () => {
    const boris = await crm.addUser()
    await create('дешёвая', { budget: 100 })
    await create('дорогая', { budget: 5000, stageId: 142 }, boris)
    await crm.write('Марина')
    const day = (shift: number): string => {
      const at = new Date(Date.now() + shift * 86_400_000)
      return new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Moscow' }).format(at)
    }
    const cases: [string, string[]][] = [
      [`responsibleUserId=${boris},0`, ['Марина', 'дорогая']],
      [`channelId=${crm.channelId}`, ['Марина']],
      ['budgetFrom=100&budgetTo=4999.99', ['дешёвая']],
      ['budgetTo=5000', ['дорогая', 'дешёвая']],
      [`createdFrom=${day(0)}&createdTo=${day(0)}`, ['Марина', 'дорогая', 'дешёвая']],
      [`createdTo=${day(-1)}`, []],
      [`closedFrom=${day(0)}`, ['дорогая']],
    ]
    for (const [query, expected] of cases) expect([query, await list(query)]).toEqual([query, expected])
    await sql`update deals set created_at = ${`${day(0)} 00:00`}::timestamp at time zone 'Europe/Moscow' - interval '1 s'
      where account_id = ${crm.accountId} and name = 'дешёвая'`.execute(db)
    expect(await list(`createdTo=${day(-1)}`)).toEqual(['дешёвая'])
  })

  test.each(['updated', 'created', 'budget', 'stage'])(
    'sorted by %s it is paged both ways, each deal once',
    async (sort) => {
      const names = ['а', 'б', 'в', 'г', 'д']
      for (const [place, name] of names.entries()) {
        await create(name, place === 2 ? {} : { budget: place === 4 ? 100 : place * 100.01 })
      }
      const walk = async (order: string): Promise<string[]> => {
        const seen: string[] = []
        let cursor = ''
        do {
          const page = await good<Page>('GET', `/deals?limit=2&sort=${sort}&order=${order}${cursor}`)
          seen.push(...page.items.map(({ name }) => name))
          cursor = page.next === null ? '' : `&cursor=${page.next}`
        } while (cursor !== '')
        return seen
      }
      const ascending = sort === 'budget' ? ['в', 'а', 'д', 'б', 'г'] : names
      expect(await walk('asc')).toEqual(ascending)
      expect(await walk('desc')).toEqual(ascending.toReversed())
      const { next } = await good<Page>('GET', `/deals?limit=2&sort=${sort}`)
      const other = sort === 'budget' ? 'updated' : 'budget'
      expect((await crm.call(crm.adminId, 'GET', `/deals?sort=${other}&cursor=${next}`)).status).toBe(422)
    },
  )
})

describe('changing many deals at once', () => {
  type Outcome = { before: object[]; after: { dealId: number }[]; skipped: object[] }
  const change = (changes: object[], userId = crm.adminId): Promise<Outcome> =>
    good<Outcome>('POST', '/deals/changes', { changes }, userId)

  test('what one may not see or edit is skipped and told; the rest is changed and can be undone', async () => {
    const boris = await crm.addUser({ deals: { view: 'own', edit: 'own' } })
    const { dealId: talked } = await crm.write('Марина')
    const own = await create('своя', {}, boris)
    const hidden = await create('чужая')
    const shared = await create('общая')
    await sql`insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by)
      values (${crm.accountId}, 'deal', ${shared.id}, 'user', ${boris}, ${crm.adminId})`.execute(db)
    const ids = [own.id, hidden.id, shared.id]
    const outcome = await change(
      ids.map((dealId) => ({ dealId, stageId: 142 })),
      boris,
    )
    expect(outcome).toMatchObject({
      rows: [{ id: own.id, stage: { id: 142 } }],
      before: [{ dealId: own.id, stageId: own.stage.id }],
      skipped: [
        { dealId: hidden.id, code: 'deal.not_found' },
        { dealId: shared.id, code: 'session.forbidden' },
      ],
    })
    const given = await change([talked, own.id].map((dealId) => ({ dealId, responsibleUserId: boris })))
    await expectExact(database, crm.accountId)
    await good('PATCH', `/deals/${own.id}`, { stageId: 143 })
    const undo = await change(
      given.before.map((before, place) => {
        const { dealId: _id, ...seen } = { dealId: 0, ...given.after[place] }
        return { ...before, seen }
      }),
    )
    expect(undo.skipped).toEqual([{ dealId: own.id, code: 'deal.changed' }])
    expect(await good('GET', `/deals/${talked}`)).toMatchObject({ responsibleUserId: null })
    await expectExact(database, crm.accountId)
  })

  test('a deal that is named twice gets what was said last, and the counters stay true', async () => {
    const { dealId } = await crm.write('Марина')
    const [boris, vera] = [await crm.addUser(), await crm.addUser()]
    const outcome = await change([boris, vera].map((responsibleUserId) => ({ dealId, responsibleUserId })))
    expect(outcome).toMatchObject({
      rows: [{ id: dealId, responsibleUserId: vera }],
      before: [{ dealId, responsibleUserId: null }],
      skipped: [],
    })
    await expectExact(database, crm.accountId)
  })

  test('a stage or a person that is not there changes nothing at all', async () => {
    const deals = [await create('раз'), await create('два')]
    for (const wish of [{ stageId: 999_999 }, { responsibleUserId: 999_999 }]) {
      const changes = deals.map(({ id }) => ({ dealId: id, ...wish }))
      expect((await crm.call(crm.adminId, 'POST', '/deals/changes', { changes })).status).toBe(404)
    }
    expect(await board()).toMatchObject({ 'Первичный контакт': ['два', 'раз'] })
  })

  test('two people who drag one deal at once: one after the other, and every fact says where it came from', async () => {
    const { id, stage } = await create('Кофе')
    await Promise.all([142, 143].map((to) => change([{ dealId: id, stageId: to }])))
    const { rows } = await sql<{ before: number; after: number }>`
      select (before->>'stageId')::int as before, (after->>'stageId')::int as after from events
      where card_id = ${id} and type = 'deal.moved' order by id`.execute(db)
    const last = (await good<DealView>('GET', `/deals/${id}`)).stage.id
    const middle = last === 142 ? 143 : 142
    expect(rows.toSorted((one) => (one.before === stage.id ? -1 : 1))).toEqual([
      { before: stage.id, after: middle },
      { before: middle, after: last },
    ])
  })
})
