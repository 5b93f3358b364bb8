import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { DealRow, DealView } from '#contract/deals'
import type { PipelineView } from '#contract/pipelines'
import { createTestDatabase } from '#lib/test-database'
import { expectExact, openCrm, type TestCrm } from './test-crm.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let crm: TestCrm
let pipeline: PipelineView
beforeEach(async () => {
  crm = await createCrm()
  const { body } = await crm.call(crm.adminId, 'GET', '/pipelines')
  const [main] = (body as { items: PipelineView[] }).items
  if (!main) throw new Error('no pipeline')
  pipeline = main
})

type Page = { items: DealRow[]; next: string | null }

const stageId = (name: string): number => pipeline.stages.find((stage) => stage.name === name)?.id ?? 0

async function create(input: object, userId = crm.adminId): Promise<DealView> {
  const reply = await crm.call(userId, 'POST', '/deals', input)
  expect(reply.status).toBe(200)
  return reply.body as DealView
}

async function list(query = '', userId = crm.adminId): Promise<string[]> {
  const reply = await crm.call(userId, 'GET', `/deals${query}`)
  expect(reply.status).toBe(200)
  return (reply.body as Page).items.map((row) => row.name)
}

const eventsOf = async (dealId: number) =>
  db
    .selectFrom('events')
    .select(['type', 'before', 'after', 'actor_id', 'number'])
    .where('account_id', '=', crm.accountId)
    .where('card_id', '=', dealId)
    .where('type', 'like', 'deal.%')
    .orderBy('id')
    .execute()

const conversationOf = async (number: number) =>
  db
    .selectFrom('conversations')
    .selectAll()
    .where('account_id', '=', crm.accountId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow()

async function addPipeline(): Promise<{ pipelineId: number; stageId: number }> {
  const { rows } = await sql<{ pipelineId: number; stageId: number }>`
    with p as (insert into pipelines (account_id, kind, name, position) values (${crm.accountId}, 'deal', 'Опт', 2) returning id),
    w as (insert into stages (account_id, pipeline_id, id, name, color, kind, position)
      select ${crm.accountId}, id, 142, 'Успех', 'green', 'won', 9 from p)
    insert into stages (account_id, pipeline_id, name, color, kind, position)
    select ${crm.accountId}, id, 'Заявка', 'blue', 'normal', 1 from p returning pipeline_id as "pipelineId", id as "stageId"`.execute(
    db,
  )
  const [row] = rows
  if (!row) throw new Error('no pipeline')
  return row
}

test('a new account has one pipeline: incoming leads, ordinary stages, won 142 and lost 143', () => {
  expect(pipeline).toMatchObject({ name: 'Воронка', isMain: true })
  expect(pipeline.stages.map(({ name, kind }) => `${name}: ${kind}`)).toEqual([
    'Неразобранное: incoming',
    'Первичный контакт: normal',
    'Переговоры: normal',
    'Принимают решение: normal',
    'Согласование договора: normal',
    'Успешно реализовано: won',
    'Закрыто и не реализовано: lost',
  ])
  expect(pipeline.stages.slice(-2).map((stage) => [stage.id, stage.color])).toEqual([
    [142, 'green'],
    [143, 'red'],
  ])
})

describe('making a deal', () => {
  test('stands in the first ordinary stage of the main pipeline, its maker is responsible', async () => {
    const { contactId } = await crm.write('Марина')
    const deal = await create({ name: 'Кофемашина', budget: 184_500.5, contactId })
    expect(deal).toMatchObject({
      name: 'Кофемашина',
      budget: 184_500.5,
      pipelineId: pipeline.id,
      stage: { name: 'Первичный контакт' },
      responsibleUserId: crm.adminId,
      mainContact: { id: contactId, name: 'Марина' },
      contacts: [{ id: contactId, isMain: true, chats: [{ openNumber: 1 }] }],
      source: null,
      canEdit: true,
      conversations: 0,
    })
    expect(await eventsOf(deal.id)).toMatchObject([{ type: 'deal.created', actor_id: crm.adminId }])
  })

  test('a stage or pipeline may be named; those of another account or pipeline are not found', async () => {
    const other = await addPipeline()
    expect(await create({ name: 'Опт', pipelineId: other.pipelineId })).toMatchObject({
      pipelineId: other.pipelineId,
      stage: { id: other.stageId },
    })
    expect(await create({ name: 'Опт', stageId: other.stageId })).toMatchObject({
      pipelineId: other.pipelineId,
    })
    expect(await create({ name: 'Выиграна', stageId: 142 })).toMatchObject({ pipelineId: pipeline.id })
    const stranger = await createCrm()
    const refusals = [
      [{ pipelineId: other.pipelineId, stageId: stageId('Переговоры') }, 'stage.not_found'],
      [{ stageId: 999_999_999 }, 'stage.not_found'],
      [{ pipelineId: 999_999_999 }, 'pipeline.not_found'],
      [{ contactId: 999_999_999 }, 'contact.not_found'],
      [{ contactId: (await stranger.write('Чужая')).contactId }, 'contact.not_found'],
    ] as const
    for (const [wish, code] of refusals) {
      const reply = await crm.call(crm.adminId, 'POST', '/deals', { name: 'Не будет', ...wish })
      expect(reply).toMatchObject({ status: 404, body: { error: { code } } })
    }
    expect(await list('?search=Не будет')).toEqual([])
  })

  test('needs the right to add deals', async () => {
    const userId = await crm.addUser({ deals: { add: 'none' } })
    expect(await crm.call(userId, 'POST', '/deals', { name: 'Нет' })).toMatchObject({
      status: 403,
      body: { error: { code: 'session.forbidden' } },
    })
  })

  test.each([
    ['name', { name: ' ' }],
    ['budget', { name: 'Сделка', budget: -1 }],
    ['budget', { name: 'Сделка', budget: 1e12 }],
    ['stageId', { name: 'Сделка', stageId: 'first' }],
    ['colour', { name: 'Сделка', colour: 'red' }],
  ])('a wrong %s is named', async (path, input) => {
    expect(await crm.call(crm.adminId, 'POST', '/deals', input)).toMatchObject({
      status: 422,
      body: { error: { code: 'request.invalid', details: { fields: [{ path }] } } },
    })
  })
})

describe('changing a deal', () => {
  test('name and budget are one event with what they were; budgets are kept to the cent', async () => {
    const { id } = await create({ name: 'Кофе', budget: 100 })
    const reply = await crm.call(crm.adminId, 'PATCH', `/deals/${id}`, { name: 'Кофе и чай', budget: 99.999 })
    expect(reply).toMatchObject({ status: 200, body: { name: 'Кофе и чай', budget: 100 } })
    await crm.call(crm.adminId, 'PATCH', `/deals/${id}`, { budget: null })
    expect((await eventsOf(id)).slice(1)).toMatchObject([
      { type: 'deal.changed', before: { name: 'Кофе' }, after: { name: 'Кофе и чай' } },
      { type: 'deal.changed', before: { budget: 100 }, after: { budget: null } },
    ])
  })

  test('moving keeps where it was and since when it is there; won and lost are over, moving back lifts it', async () => {
    const { id } = await create({ name: 'Кофе' })
    const first = stageId('Первичный контакт')
    const move = (wish: object) => crm.call(crm.adminId, 'PATCH', `/deals/${id}`, wish)
    const closedAt = async () =>
      (await db.selectFrom('deals').select('closed_at').where('id', '=', id).executeTakeFirstOrThrow())
        .closed_at
    expect((await move({ stageId: 142 })).body).toMatchObject({ stage: { kind: 'won' } })
    expect(await closedAt()).toBeInstanceOf(Date)
    expect((await move({ stageId: first })).body).toMatchObject({ stage: { id: first } })
    expect(await closedAt()).toBeNull()
    await move({ stageId: first })
    await move({ pipelineId: pipeline.id })
    const place = { pipelineId: pipeline.id }
    expect((await eventsOf(id)).slice(1)).toMatchObject([
      { type: 'deal.moved', before: { ...place, stageId: first }, after: { ...place, stageId: 142 } },
      { type: 'deal.moved', before: { ...place, stageId: 142 }, after: { ...place, stageId: first } },
    ])
  })

  test('to another pipeline it goes into the first stage, or into the one that is named', async () => {
    const other = await addPipeline()
    const { id } = await create({ name: 'Кофе' })
    const move = async (wish: object) => (await crm.call(crm.adminId, 'PATCH', `/deals/${id}`, wish)).body
    expect(await move({ pipelineId: other.pipelineId })).toMatchObject({ stage: { id: other.stageId } })
    expect(await move({ stageId: 142 })).toMatchObject({ pipelineId: other.pipelineId })
    expect(await move({ pipelineId: pipeline.id, stageId: 142 })).toMatchObject({ pipelineId: pipeline.id })
    expect(await move({ pipelineId: other.pipelineId, stageId: stageId('Переговоры') })).toMatchObject({
      error: { code: 'stage.not_found' },
    })
  })

  test('winning and losing change nothing on its conversations', async () => {
    const { dealId, number } = await crm.write('Марина')
    const before = await conversationOf(number)
    for (const stage of [142, 143])
      await crm.call(crm.adminId, 'PATCH', `/deals/${dealId}`, { stageId: stage })
    expect(await conversationOf(number)).toEqual(before)
    await expectExact(database, crm.accountId)
  })

  test('a new responsible goes to its conversations, open and closed, and every counter stays exact', async () => {
    const { dealId, number } = await crm.write('Марина')
    const other = await crm.write('Олег')
    await crm.call(crm.adminId, 'POST', `/conversations/${number}/closure`, { anyway: true })
    const again = await crm.write('Марина', 'Ещё вопрос')
    expect(again.dealId).toBe(dealId)
    const boris = await crm.addUser()
    for (const responsibleUserId of [boris, crm.adminId, null, boris]) {
      const reply = await crm.call(crm.adminId, 'PATCH', `/deals/${dealId}`, { responsibleUserId })
      expect(reply).toMatchObject({ status: 200, body: { responsibleUserId } })
      await expectExact(database, crm.accountId)
    }
    const numbers = [number, again.number, other.number]
    const rows = await Promise.all(numbers.map(conversationOf))
    expect(rows.map((row) => row.responsible_user_id)).toEqual([boris, boris, null])
    expect((await eventsOf(dealId)).at(-1)).toMatchObject({
      type: 'deal.reassigned',
      before: { responsibleUserId: null },
      after: { responsibleUserId: boris },
    })
  })

  test('deals, contacts and messages that change at once leave every counter exact', async () => {
    const boris = await crm.addUser()
    const people = await Promise.all(['Анна', 'Борис', 'Вера'].map((name) => crm.write(name)))
    const work = people.flatMap(({ dealId, contactId, number }, place) => [
      ...[boris, crm.adminId, null].map((responsibleUserId) =>
        crm.call(crm.adminId, 'PATCH', `/deals/${dealId}`, { responsibleUserId }),
      ),
      ...[crm.adminId, boris].map((responsibleUserId) =>
        crm.call(crm.adminId, 'PATCH', `/contacts/${contactId}`, { responsibleUserId }),
      ),
      crm.call(crm.adminId, 'POST', `/conversations/${number}/closure`, { anyway: true }),
      crm.write(['Анна', 'Борис', 'Вера'][place] ?? '', 'Ещё'),
    ])
    const replies = await Promise.all(work)
    expect(replies.filter((reply) => 'status' in reply && reply.status !== 200)).toEqual([])
    await expectExact(database, crm.accountId)
  })

  test('nobody but an active user of the account becomes responsible', async () => {
    const { id } = await create({ name: 'Кофе' })
    const stranger = (await createCrm()).adminId
    const reply = await crm.call(crm.adminId, 'PATCH', `/deals/${id}`, { responsibleUserId: stranger })
    expect(reply).toMatchObject({ status: 404, body: { error: { code: 'user.not_found' } } })
  })

  test('who gives away a deal out of his own sight is shown it once more, and then no longer', async () => {
    const own = await crm.addUser({ deals: { view: 'own', edit: 'own' } })
    const { id } = await create({ name: 'Кофе' }, own)
    const given = await crm.call(own, 'PATCH', `/deals/${id}`, { responsibleUserId: crm.adminId })
    expect(given).toMatchObject({ status: 200, body: { responsibleUserId: crm.adminId, canEdit: false } })
    expect((await crm.call(own, 'GET', `/deals/${id}`)).status).toBe(404)
  })
})

describe('rights', () => {
  test('own, group’s and none: what one may not see does not exist, what one may not edit is refused', async () => {
    const group = await crm.addGroup()
    const own = await crm.addUser({ deals: { view: 'own' } }, group)
    const peer = await crm.addUser({ deals: { view: 'group', edit: 'own' } }, group)
    const blind = await crm.addUser({ deals: { view: 'none' } }, group)
    const { id } = await create({ name: 'Кофе' })
    const path = `/deals/${id}`
    const seen = async () => {
      const users = [own, peer, blind]
      const replies = await Promise.all(users.map((userId) => crm.call(userId, 'GET', path)))
      const lists = await Promise.all(users.map((userId) => list('', userId)))
      return replies.map((reply, place) => [reply.status, lists[place]?.length])
    }
    expect(await seen()).toEqual([
      [404, 0],
      [404, 0],
      [404, 0],
    ])
    await crm.call(crm.adminId, 'PATCH', path, { responsibleUserId: own })
    expect(await seen()).toEqual([
      [200, 1],
      [200, 1],
      [404, 0],
    ])
    expect(await crm.call(peer, 'PATCH', path, { name: 'Чай' })).toMatchObject({
      status: 403,
      body: { error: { code: 'session.forbidden' } },
    })
    expect(await crm.call(blind, 'PATCH', path, { name: 'Чай' })).toMatchObject({
      status: 404,
      body: { error: { code: 'deal.not_found' } },
    })
    expect(await list('?search=Чай')).toEqual([])
  })

  test('a participant sees the card and its chats, alone or through a group he has not left, and edits nothing', async () => {
    const group = await crm.addGroup()
    const reaches = { deals: { view: 'none', edit: 'none' }, contacts: { view: 'none' } } as const
    const named = await crm.addUser(reaches)
    const grouped = await crm.addUser(reaches, group)
    const left = await crm.addUser(reaches, group)
    const { dealId } = await crm.write('Марина')
    await create({ name: 'Другая' })
    await sql`insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by)
      values (${crm.accountId}, 'deal', ${dealId}, 'user', ${named}, ${crm.adminId}),
        (${crm.accountId}, 'deal', ${dealId}, 'group', ${group}, ${crm.adminId})`.execute(db)
    await sql`insert into participant_leaves (account_id, card_kind, card_id, user_id)
      values (${crm.accountId}, 'deal', ${dealId}, ${left})`.execute(db)
    for (const userId of [named, grouped]) {
      expect(await list('', userId)).toEqual(['Марина'])
      const { body } = await crm.call(userId, 'GET', `/deals/${dealId}`)
      expect(body).toMatchObject({
        canEdit: false,
        contacts: [{ name: 'Марина', chats: [{ openNumber: 1 }] }],
        openConversations: [{ number: 1 }],
        participants: [
          { kind: 'user', id: named },
          { kind: 'group', id: group, name: expect.stringMatching(/^Отдел/) },
        ],
      })
      expect((await crm.call(userId, 'PATCH', `/deals/${dealId}`, { name: 'Иначе' })).status).toBe(403)
    }
    expect(await list('', left)).toEqual([])
    expect((await crm.call(left, 'GET', `/deals/${dealId}`)).status).toBe(404)
  })

  test('a deal of another account does not exist', async () => {
    const { id } = await create({ name: 'Кофе' })
    const stranger = await createCrm()
    const as = stranger.adminId
    expect((await stranger.call(as, 'GET', `/deals/${id}`)).status).toBe(404)
    expect((await stranger.call(as, 'GET', `/cards/deal/${id}/feed`)).status).toBe(404)
    expect((await stranger.call(as, 'PATCH', `/deals/${id}`, { name: 'Чай' })).status).toBe(404)
    expect((await stranger.call(as, 'GET', '/deals')).body).toEqual({ items: [], next: null })
    expect((await stranger.call(as, 'GET', '/pipelines')).body).not.toMatchObject({
      items: [{ id: pipeline.id }],
    })
  })
})

describe('the list of deals', () => {
  test('finds by a part of the deal’s name or of a contact’s', async () => {
    const { dealId } = await crm.write('Марина Орлова')
    await crm.call(crm.adminId, 'PATCH', `/deals/${dealId}`, { name: 'Кофемашина' })
    await create({ name: '50% скидка' })
    for (const search of ['орлов', 'КОФЕ', 'ко'])
      expect([search, await list(`?search=${encodeURIComponent(search)}`)]).toEqual([search, ['Кофемашина']])
    expect(await list(`?search=${encodeURIComponent('50%')}`)).toEqual(['50% скидка'])
    expect(await list(`?search=${encodeURIComponent('%%%')}`)).toEqual([])
  })

  test('filters by stage, pipeline and responsible, each alone and together', async () => {
    const other = await addPipeline()
    const boris = await crm.addUser()
    await create({ name: 'Первая' })
    await create({ name: 'Переговоры', stageId: stageId('Переговоры') }, boris)
    await create({ name: 'Выиграна', stageId: 142 })
    await create({ name: 'Выиграна в опте', pipelineId: other.pipelineId, stageId: 142 }, boris)
    await create({ name: 'Опт', pipelineId: other.pipelineId })
    expect(await list(`?stageId=${stageId('Переговоры')}`)).toEqual(['Переговоры'])
    expect(await list('?stageId=142')).toEqual(['Выиграна в опте', 'Выиграна'])
    expect(await list(`?pipelineId=${other.pipelineId}`)).toEqual(['Опт', 'Выиграна в опте'])
    expect(await list(`?stageId=142&pipelineId=${pipeline.id}`)).toEqual(['Выиграна'])
    expect(await list(`?responsibleUserId=${boris}`)).toEqual(['Выиграна в опте', 'Переговоры'])
    expect(await list(`?responsibleUserId=${boris}&stageId=142`)).toEqual(['Выиграна в опте'])
    expect(await list(`?pipelineId=${other.pipelineId}&search=${encodeURIComponent('выигр')}`)).toEqual([
      'Выиграна в опте',
    ])
    const own = await crm.addUser({ deals: { view: 'own' } })
    await create({ name: 'Своя', stageId: 142 }, own)
    expect(await list('?stageId=142', own)).toEqual(['Своя'])
    expect(await list(`?responsibleUserId=${boris}`, own)).toEqual([])
  })

  test.each(['', '&stageId=142', '&limited'])(
    'is paged from the last changed, each deal once (%s)',
    async (query) => {
      const userId = await crm.addUser(query === '&limited' ? { deals: { view: 'own' } } : {})
      const names = Array.from({ length: 7 }, (_one, place) => `Сделка ${place}`)
      for (const name of names) await create({ name, stageId: 142 }, userId)
      await sql`update deals set updated_at = '2026-01-02 03:04:05.123456'
      where account_id = ${crm.accountId} and id % 2 = 0`.execute(db)
      const seen: string[] = []
      let cursor = ''
      do {
        const page = (await crm.call(userId, 'GET', `/deals?limit=2${query}${cursor}`)).body as Page
        seen.push(...page.items.map((row) => row.name))
        cursor = page.next === null ? '' : `&cursor=${page.next}`
      } while (cursor !== '')
      expect(seen.toSorted()).toEqual(names)
    },
  )
})

describe('a deal for a conversation without one', () => {
  async function detach(number: number, dealId: number): Promise<void> {
    await sql`update conversations set card_kind = null, card_id = null where account_id = ${crm.accountId} and number = ${number}`.execute(
      db,
    )
    await sql`update deals set conversations = 0, unread_conversations = 0 where account_id = ${crm.accountId} and id = ${dealId}`.execute(
      db,
    )
    await sql`update inbox_counts set card_kind = '' where account_id = ${crm.accountId}`.execute(db)
    await expectExact(database, crm.accountId)
  }

  test('is made in the first stage, with the contact, and the conversation hangs on it; a second one is refused', async () => {
    const { number, dealId, contactId } = await crm.write('Марина')
    await detach(number, dealId)
    const replies = await Promise.all(
      [1, 2].map(() => crm.call(crm.adminId, 'POST', `/conversations/${number}/deal`)),
    )
    expect(replies.map((reply) => reply.status).toSorted()).toEqual([200, 409])
    const { card_id: newId } = await conversationOf(number)
    expect(newId).not.toBe(dealId)
    expect((await crm.call(crm.adminId, 'GET', `/deals/${newId}`)).body).toMatchObject({
      name: 'Марина',
      stage: { name: 'Первичный контакт' },
      responsibleUserId: crm.adminId,
      mainContact: { id: contactId },
      source: { channelKind: 'telegram' },
      conversations: 1,
      openConversations: [{ number }],
    })
    await expectExact(database, crm.accountId)
    expect(await eventsOf(newId ?? 0)).toMatchObject([{ type: 'deal.created', number }])
  })

  test('is refused to a closed conversation and to who may not add deals', async () => {
    const { number, dealId } = await crm.write('Марина')
    await detach(number, dealId)
    const forbidden = await crm.addUser({ deals: { add: 'none' } })
    expect(await crm.call(forbidden, 'POST', `/conversations/${number}/deal`)).toMatchObject({ status: 403 })
    await crm.call(crm.adminId, 'POST', `/conversations/${number}/closure`, { anyway: true })
    expect(await crm.call(crm.adminId, 'POST', `/conversations/${number}/deal`)).toMatchObject({
      status: 409,
      body: { error: { code: 'conversation.closed' } },
    })
  })
})
