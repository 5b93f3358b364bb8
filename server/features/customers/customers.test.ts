import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { CustomerRow, CustomerView, PurchaseView } from '#contract/customers'
import { projections as conversationProjections } from '#features/conversations'
import { findWrongProjections } from '#lib/projections'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { projections } from './projections.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)
let crm: TestCrm
beforeEach(async () => {
  crm = await createCrm()
})

const expectExact = async (): Promise<void> =>
  expect(await findWrongProjections(database.pool, [...conversationProjections, ...projections])).toEqual([])

async function create(body: object, userId = crm.adminId): Promise<CustomerView> {
  const reply = await crm.call(userId, 'POST', '/customers', body)
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return reply.body as CustomerView
}

async function get(id: number, userId = crm.adminId): Promise<CustomerView> {
  return (await crm.call(userId, 'GET', `/customers/${id}`)).body as CustomerView
}

type Page = { items: CustomerRow[]; next: string | null }
async function list(query: string, userId = crm.adminId): Promise<Page> {
  const reply = await crm.call(userId, 'GET', `/customers${query}`)
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return reply.body as Page
}
const namesOf = ({ items }: Page): string[] => items.map(({ name }) => name)

async function stageIds(): Promise<number[]> {
  const { body } = await crm.call(crm.adminId, 'GET', '/customers/stages')
  return (body as { stages: { id: number }[] }).stages.map(({ id }) => id)
}

async function eventsOf(customerId: number): Promise<unknown[]> {
  const { rows } = await sql<{ type: string; before: unknown; after: unknown }>`
    select type, before, after from events where account_id = ${crm.accountId} and card_kind = 'customer' and card_id = ${customerId}
    order by at, id`.execute(db)
  return rows
}

describe('a customer', () => {
  test('is made by hand in the first stage, of a contact with its name, and its facts are told', async () => {
    const { contactId } = await crm.write('Марина')
    const alone = await create({ name: 'Кафе «Угол»' })
    expect(alone).toMatchObject({
      name: 'Кафе «Угол»',
      stage: { id: (await stageIds())[0], kind: 'normal' },
      responsibleUserId: crm.adminId,
      contacts: [],
      purchases: 0,
      ltv: 0,
      canEdit: true,
    })
    const ofContact = await create({ contactId, nextPurchaseOn: '2026-12-24' })
    expect(ofContact).toMatchObject({
      name: 'Марина',
      mainContact: { id: contactId, name: 'Марина' },
      contacts: [{ id: contactId, isMain: true }],
      nextPurchaseOn: '2026-12-24',
    })
    expect(await eventsOf(ofContact.id)).toMatchObject([{ type: 'customer.created' }])
    expect(await crm.call(crm.adminId, 'POST', '/customers', {})).toMatchObject({
      status: 422,
      body: { error: { code: 'request.invalid', details: { fields: [{ path: 'name' }] } } },
    })
  })

  test('is made of a won deal once, with its people; two wishes at once make one', async () => {
    const { dealId, contactId } = await crm.write('Марина')
    expect(await crm.call(crm.adminId, 'POST', '/customers', { dealId })).toMatchObject({
      status: 409,
      body: { error: { code: 'customer.deal_not_won' } },
    })
    await crm.call(crm.adminId, 'PATCH', `/deals/${dealId}`, { stageId: 142, name: 'Кофемашина' })
    const made = await Promise.all([create({ dealId }), create({ dealId })])
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    expect(made[0]).toMatchObject({
      name: 'Кофемашина',
      fromDeal: { id: dealId, name: 'Кофемашина' },
      contacts: [{ id: contactId, isMain: true }],
    })
  })

  test('is changed with an event a kind of change, and not at all by what changes nothing', async () => {
    const [, second] = await stageIds()
    const boris = await crm.addUser()
    const { id } = await create({ name: 'Кафе' })
    const change = { name: 'Кафе', stageId: second, responsibleUserId: boris, nextPurchaseOn: '2027-01-15' }
    const reply = await crm.call(crm.adminId, 'PATCH', `/customers/${id}`, change)
    const { stageId: _stage, ...rest } = change
    expect(reply).toMatchObject({ status: 200, body: { ...rest, stage: { id: second } } })
    expect((await crm.call(crm.adminId, 'PATCH', `/customers/${id}`, change)).status).toBe(200)
    expect(await eventsOf(id)).toMatchObject([
      { type: 'customer.created' },
      {
        type: 'customer.changed',
        before: { nextPurchaseOn: null },
        after: { nextPurchaseOn: '2027-01-15' },
      },
      { type: 'customer.moved', after: { stageId: second } },
      {
        type: 'customer.reassigned',
        before: { responsibleUserId: crm.adminId },
        after: { responsibleUserId: boris },
      },
    ])
  })

  test.each([
    ['a stage of deals', { stageId: 142 }, 404, 'stage.not_found'],
    ['nobody’s user', { responsibleUserId: 999_999 }, 404, 'user.not_found'],
    ['a day that is none', { nextPurchaseOn: '2026-02-30' }, 422, 'request.invalid'],
    ['a name of ten thousand letters', { name: 'к'.repeat(10_000) }, 422, 'request.invalid'],
  ])('refuses %s', async (_what, change, status, code) => {
    const { id } = await create({ name: 'Кафе' })
    expect(await crm.call(crm.adminId, 'PATCH', `/customers/${id}`, change)).toMatchObject({
      status,
      body: { error: { code } },
    })
    expect(await eventsOf(id)).toHaveLength(1)
  })

  test('of another account is not there', async () => {
    const { id } = await create({ name: 'Кафе' })
    const stranger = await createCrm()
    for (const [method, path, body] of [
      ['GET', `/customers/${id}`, undefined],
      ['PATCH', `/customers/${id}`, { name: 'Чай' }],
      ['GET', `/customers/${id}/purchases`, undefined],
      ['POST', `/customers/${id}/purchases`, { id: randomUUID(), amount: 5, boughtOn: '2026-11-01' }],
    ] as const) {
      expect(await stranger.call(stranger.adminId, method, path, body)).toMatchObject({
        status: 404,
        body: { error: { code: 'customer.not_found' } },
      })
    }
    expect((await stranger.call(stranger.adminId, 'GET', '/customers')).body).toEqual({
      items: [],
      next: null,
    })
  })
})

describe('purchases', () => {
  const purchase = (amount: number, boughtOn: string, comment = ''): object => ({
    id: randomUUID(),
    amount,
    boughtOn,
    comment,
  })

  test('are added, changed and deleted; count, sum and last day follow', async () => {
    const { id } = await create({ name: 'Кафе' })
    const [first, second] = [purchase(1200.5, '2026-10-01'), purchase(99.995, '2026-11-02', 'Зерно')]
    await crm.call(crm.adminId, 'POST', `/customers/${id}/purchases`, first)
    const added = await crm.call(crm.adminId, 'POST', `/customers/${id}/purchases`, {
      ...second,
      nextPurchaseOn: '2026-12-02',
    })
    expect(added).toMatchObject({
      status: 200,
      body: {
        customer: { purchases: 2, ltv: 1300.5, lastPurchaseOn: '2026-11-02', nextPurchaseOn: '2026-12-02' },
      },
    })
    const listed = (await crm.call(crm.adminId, 'GET', `/customers/${id}/purchases`)).body as {
      items: PurchaseView[]
    }
    expect(listed.items).toMatchObject([
      { amount: 100, boughtOn: '2026-11-02', comment: 'Зерно', author: { id: crm.adminId }, changedAt: null },
      { amount: 1200.5 },
    ])
    const path = `/customers/${id}/purchases/${listed.items[0]?.id}`
    const changed = await crm.call(crm.adminId, 'PUT', path, { amount: 50, boughtOn: '2026-09-01' })
    expect(changed).toMatchObject({ body: { customer: { ltv: 1250.5, lastPurchaseOn: '2026-10-01' } } })
    const deleted = await crm.call(crm.adminId, 'DELETE', path)
    expect(deleted).toMatchObject({ body: { customer: { purchases: 1, ltv: 1200.5 } } })
    expect(await crm.call(crm.adminId, 'DELETE', path)).toMatchObject({
      status: 404,
      body: { error: { code: 'purchase.not_found' } },
    })
    expect(await eventsOf(id)).toMatchObject([
      { type: 'customer.created' },
      { type: 'customer.purchased', after: { amount: 1200.5 } },
      { type: 'customer.purchased', after: { amount: 100 } },
      { type: 'customer.changed' },
      { type: 'customer.purchase_changed', before: { amount: 100 }, after: { amount: 50 } },
      { type: 'customer.purchase_deleted', before: { amount: 50 } },
    ])
    await expectExact()
  })

  test('a repeat of the same id is the same purchase, also at the same time, and of another customer it is not there', async () => {
    const { id } = await create({ name: 'Кафе' })
    const other = await create({ name: 'Бар' })
    const one = purchase(10, '2026-11-01')
    const replies = await Promise.all(
      [1, 2, 3].map(() => crm.call(crm.adminId, 'POST', `/customers/${id}/purchases`, one)),
    )
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await get(id)).toMatchObject({ purchases: 1, ltv: 10 })
    expect(await crm.call(crm.adminId, 'POST', `/customers/${other.id}/purchases`, one)).toMatchObject({
      status: 404,
      body: { error: { code: 'purchase.not_found' } },
    })
    await expectExact()
  })

  test('at the same time all count', async () => {
    const { id } = await create({ name: 'Кафе' })
    await Promise.all(
      Array.from({ length: 10 }, () =>
        crm.call(crm.adminId, 'POST', `/customers/${id}/purchases`, purchase(7, '2026-11-01')),
      ),
    )
    expect(await get(id)).toMatchObject({ purchases: 10, ltv: 70 })
    await expectExact()
  })

  test.each([
    ['nothing', { amount: 0 }],
    ['less than nothing', { amount: -5 }],
    ['more than there is', { amount: 1e15 }],
    ['a day that is none', { boughtOn: '2026-13-01' }],
    ['lines in the comment', { comment: 'раз\nдва' }],
  ])('refuse %s by name', async (_what, wrong) => {
    const { id } = await create({ name: 'Кафе' })
    const [field] = Object.keys(wrong)
    const body = { ...purchase(5, '2026-11-01'), ...wrong }
    expect(await crm.call(crm.adminId, 'POST', `/customers/${id}/purchases`, body)).toMatchObject({
      status: 422,
      body: { error: { details: { fields: [{ path: field }] } } },
    })
  })

  test('are paged, the newest first, each once', async () => {
    const { id } = await create({ name: 'Кафе' })
    for (const day of ['03', '01', '02', '02'])
      await crm.call(crm.adminId, 'POST', `/customers/${id}/purchases`, purchase(1, `2026-11-${day}`))
    const days: string[] = []
    let cursor = ''
    do {
      const { body } = await crm.call(crm.adminId, 'GET', `/customers/${id}/purchases?limit=1${cursor}`)
      const page = body as { items: PurchaseView[]; next: string | null }
      days.push(...page.items.map(({ boughtOn }) => boughtOn))
      cursor = page.next === null ? '' : `&cursor=${page.next}`
    } while (cursor !== '')
    expect(days).toEqual(['2026-11-03', '2026-11-02', '2026-11-02', '2026-11-01'])
  })
})

describe('lists', () => {
  test('are sorted, searched and filtered; who has no day of the next purchase stands last', async () => {
    const { contactId } = await crm.write('Ольга Петрова')
    const [first, second] = await stageIds()
    await create({ name: 'Альфа', nextPurchaseOn: '2026-12-20' })
    await create({ name: 'Бета', nextPurchaseOn: '2026-12-10', stageId: second })
    await create({ name: 'Гамма', contactId })
    expect(namesOf(await list('?sort=next&order=asc'))).toEqual(['Бета', 'Альфа', 'Гамма'])
    expect(namesOf(await list('?sort=created&order=asc'))).toEqual(['Альфа', 'Бета', 'Гамма'])
    expect(namesOf(await list('?search=бет'))).toEqual(['Бета'])
    expect(namesOf(await list('?search=петр'))).toEqual(['Гамма'])
    expect(namesOf(await list(`?stageId=${second}`))).toEqual(['Бета'])
    expect(namesOf(await list('?nextFrom=2026-12-11&nextTo=2026-12-31'))).toEqual(['Альфа'])
    expect(namesOf(await list(`?responsibleUserId=0`))).toEqual([])
    const board = await crm.call(crm.adminId, 'GET', '/customers/board?limit=1')
    expect(board.body).toMatchObject({
      stages: [
        { stageId: first, count: 2, items: [{ name: 'Гамма' }] },
        { stageId: second, count: 1, items: [{ name: 'Бета' }], next: null },
        { count: 0, items: [] },
        { count: 0, items: [] },
      ],
    })
  })

  test.each(['updated', 'created', 'next', 'ltv'])('by %s are paged, each once', async (sort) => {
    for (const [index, name] of ['А', 'Б', 'В', 'Г', 'Д'].entries()) {
      const { id } = await create({ name, nextPurchaseOn: index % 2 ? '2026-12-01' : null })
      if (index < 3)
        await crm.call(crm.adminId, 'POST', `/customers/${id}/purchases`, {
          id: randomUUID(),
          amount: 10 + (index % 2),
          boughtOn: '2026-11-01',
        })
    }
    for (const order of ['asc', 'desc']) {
      const whole = namesOf(await list(`?sort=${sort}&order=${order}`))
      const seen: string[] = []
      let cursor = ''
      do {
        const page = await list(`?sort=${sort}&order=${order}&limit=2${cursor}`)
        seen.push(...namesOf(page))
        cursor = page.next === null ? '' : `&cursor=${page.next}`
      } while (cursor !== '')
      expect(seen).toEqual(whole)
      expect(new Set(seen).size).toBe(5)
    }
  })

  test('a cursor of another list is refused by name', async () => {
    expect(await crm.call(crm.adminId, 'GET', '/customers?sort=ltv&cursor=next:5.7')).toMatchObject({
      status: 422,
      body: { error: { details: { fields: [{ path: 'cursor' }] } } },
    })
  })
})

describe('rights', () => {
  const reaches = ['all', 'group', 'own', 'none'] as const

  test.each(reaches)('of reach %s hold for the card, lists, board and search', async (view) => {
    const groupId = await crm.addGroup()
    const rights = { customers: { view, edit: view }, contacts: { view: 'none' as const } }
    const viewer = await crm.addUser(rights, groupId)
    const mate = await crm.addUser({}, groupId)
    const made = {
      own: await create({ name: 'Своя' }),
      group: await create({ name: 'Группы' }),
      others: await create({ name: 'Чужая' }),
    }
    for (const [which, responsibleUserId] of [
      ['own', viewer],
      ['group', mate],
    ] as const)
      await crm.call(crm.adminId, 'PATCH', `/customers/${made[which].id}`, { responsibleUserId })
    const seen: string[] = {
      all: ['own', 'group', 'others'],
      group: ['own', 'group'],
      own: ['own'],
      none: [],
    }[view]
    for (const [which, { id, name }] of Object.entries(made)) {
      const is = seen.includes(which)
      expect((await crm.call(viewer, 'GET', `/customers/${id}`)).status).toBe(is ? 200 : 404)
      expect((await crm.call(viewer, 'PATCH', `/customers/${id}`, { name })).status).toBe(is ? 200 : 404)
      expect(namesOf(await list(`?search=${name}`, viewer))).toEqual(is ? [name] : [])
    }
    expect(namesOf(await list('', viewer))).toHaveLength(seen.length)
    const { body } = await crm.call(viewer, 'GET', '/customers/board')
    expect((body as { stages: { count: number; items: [] }[] }).stages[0]).toMatchObject({
      count: seen.length,
    })
  })

  test('a participant sees the customer and may not edit it', async () => {
    const { id } = await create({ name: 'Кафе' })
    const blind = await crm.addUser({ customers: { view: 'none' }, contacts: { view: 'none' } })
    await sql`insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by)
      values (${crm.accountId}, 'customer', ${id}, 'user', ${blind}, ${crm.adminId})`.execute(db)
    expect(await get(id, blind)).toMatchObject({ name: 'Кафе', canEdit: false })
    expect(namesOf(await list('', blind))).toEqual(['Кафе'])
    expect((await crm.call(blind, 'PATCH', `/customers/${id}`, { name: 'Чай' })).status).toBe(403)
  })
})
