import { beforeEach, describe, expect, test } from 'vitest'
import type { CompanyView } from '#contract/companies'
import type { ContactRow, ContactView } from '#contract/contacts'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'

const database = await createTestDatabase()
const createCrm = await openCrm(database)

let crm: TestCrm
beforeEach(async () => {
  crm = await createCrm()
})

type Page = { items: ContactRow[]; next: string | null }

async function create(name: string, points: object[] = []): Promise<ContactView> {
  const reply = await crm.call(crm.adminId, 'POST', '/contacts', { name, points })
  expect(reply.status).toBe(200)
  return reply.body as ContactView
}

async function list(query: string, userId = crm.adminId): Promise<string[]> {
  const reply = await crm.call(userId, 'GET', `/contacts?${query}`)
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return (reply.body as Page).items.map((row) => row.name)
}

const patch = (id: number, body: object) => crm.call(crm.adminId, 'PATCH', `/contacts/${id}`, body)

describe('the list', () => {
  test('is narrowed by responsible, company, chat and channel', async () => {
    const boris = await crm.addUser()
    const [anna, berta] = [await create('Анна'), await create('Берта')]
    const { contactId } = await crm.write('Марина')
    const company = await crm.call(crm.adminId, 'POST', '/companies', { name: 'Зерно' })
    const companyId = (company.body as CompanyView).id
    await patch(anna.id, { companyId })
    await patch(berta.id, { responsibleUserId: boris })
    expect(await list(`responsibleUserId=${boris}`)).toEqual(['Берта'])
    expect(await list('responsibleUserId=0')).toEqual(['Марина'])
    expect(await list(`responsibleUserId=0,${boris}&sort=name&order=asc`)).toEqual(['Берта', 'Марина'])
    expect(await list(`companyId=${companyId}`)).toEqual(['Анна'])
    expect(await list('companyId=999999')).toEqual([])
    expect(await list('hasChat=yes')).toEqual(['Марина'])
    expect(await list('hasChat=no&sort=name&order=asc')).toEqual(['Анна', 'Берта'])
    const { body } = await crm.call(crm.adminId, 'GET', `/contacts/${contactId}`)
    const channelId = (body as ContactView).chats[0]?.channelId ?? 0
    expect(await list(`channelId=${channelId}`)).toEqual(['Марина'])
    expect(await list(`channelId=${channelId + 1}`)).toEqual([])
    expect(await list(`search=мар&hasChat=no`)).toEqual([])
  })

  test('tells the company and the channels of each', async () => {
    await crm.write('Марина')
    const reply = await crm.call(crm.adminId, 'GET', '/contacts')
    expect((reply.body as Page).items).toMatchObject([
      { name: 'Марина', company: null, channels: ['telegram'], isBlocked: false },
    ])
  })

  test.each([
    ['name', 'asc', ['Анна', 'анна', 'Берта', 'Вера', 'Ёлка']],
    ['name', 'desc', ['Ёлка', 'Вера', 'Берта', 'анна', 'Анна']],
    ['created', 'asc', ['Вера', 'Анна', 'Ёлка', 'Берта', 'анна']],
    ['created', 'desc', ['анна', 'Берта', 'Ёлка', 'Анна', 'Вера']],
  ])('is paged by %s, %s, each contact once', async (sort, order, names) => {
    for (const name of ['Вера', 'Анна', 'Ёлка', 'Берта', 'анна']) await create(name)
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await crm.call(
        crm.adminId,
        'GET',
        `/contacts?limit=2&sort=${sort}&order=${order}${cursor}`,
      )
      const page = body as Page
      seen.push(...page.items.map((row) => row.name))
      cursor = page.next === null ? '' : `&cursor=${page.next}`
    } while (cursor !== '')
    expect(seen).toEqual(names)
  })

  test('a cursor of another order is refused by name', async () => {
    for (const cursor of ['updated:1.1', 'name:zz.1', 'name:00.1', 'created:ff.1']) {
      expect(await crm.call(crm.adminId, 'GET', `/contacts?sort=name&cursor=${cursor}`)).toMatchObject({
        status: 422,
        body: { error: { details: { fields: [{ path: 'cursor' }] } } },
      })
    }
  })
})

describe('phones and e-mails of a kind', () => {
  test('the kind is kept until another one is given, beside who vouches for the number', async () => {
    const contact = await create('Ольга', [{ kind: 'phone', value: '8 921 554-18-07', label: 'mobile' }])
    expect(contact.points).toMatchObject([{ label: 'mobile', verifiedBy: 'none' }])
    const kept = await patch(contact.id, { points: [{ kind: 'phone', value: '+7 921 554 18 07' }] })
    expect(kept.body).toMatchObject({ points: [{ label: 'mobile' }] })
    const given = await patch(contact.id, {
      points: [{ kind: 'phone', value: '+7 921 554 18 07', label: 'work' }],
    })
    expect(given.body).toMatchObject({ points: [{ label: 'work' }] })
    const none = await patch(contact.id, {
      points: [{ kind: 'phone', value: '+7 921 554 18 07', label: null }],
    })
    expect(none.body).toMatchObject({ points: [{ label: null }] })
    expect((await patch(contact.id, { points: [{ kind: 'phone', value: '1', label: 'fax' }] })).status).toBe(
      422,
    )
  })

  test('a typed one is known at those whom one may see, in any notation; of others nothing is said', async () => {
    const blind = await crm.addUser({ contacts: { view: 'own' }, companies: { view: 'none' } })
    const olga = await create('Ольга', [{ kind: 'phone', value: '8 921 554-18-07' }])
    await crm.call(crm.adminId, 'POST', '/companies', {
      name: 'Зерно',
      points: [{ kind: 'phone', value: '8 921 554-18-07' }],
    })
    const known = async (query: string, userId = crm.adminId): Promise<unknown> => {
      const value = encodeURIComponent('+7 (921) 554 18 07')
      const reply = await crm.call(userId, 'GET', `/contacts/known-points?kind=phone&value=${value}${query}`)
      return reply.body
    }
    expect(await known('')).toMatchObject({ contacts: [{ name: 'Ольга' }], companies: [{ name: 'Зерно' }] })
    expect(await known(`&exceptContactId=${olga.id}`)).toMatchObject({ contacts: [] })
    expect(await known('', blind)).toEqual({ contacts: [], companies: [] })
    const nonsense = await crm.call(crm.adminId, 'GET', '/contacts/known-points?kind=phone&value=12')
    expect(nonsense).toEqual({ status: 200, body: { contacts: [], companies: [] } })
  })
})

describe('two who write the same field', () => {
  test('the second is told what the first wrote, and nothing of his is written', async () => {
    const { id } = await create('Ольга', [{ kind: 'phone', value: '8 921 554-18-07' }])
    const points = [{ kind: 'phone', value: '+7 921 554 18 07' }]
    await patch(id, { name: 'Ольга Панина', seen: { name: 'Ольга' } })
    expect(await patch(id, { name: 'Оля', points: [], seen: { name: 'Ольга', points } })).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'contact.changed_meanwhile',
          details: { field: 'name', current: 'Ольга Панина' },
        },
      },
    })
    await patch(id, { points: [...points, { kind: 'email', value: 'a@b.ru' }], seen: { points } })
    expect(await patch(id, { points: [], seen: { points } })).toMatchObject({
      status: 409,
      body: {
        error: { details: { field: 'points', current: [...points, { kind: 'email', value: 'a@b.ru' }] } },
      },
    })
    expect(await patch(id, { name: 'Оля', seen: { name: 'Ольга Панина' } })).toMatchObject({ status: 200 })
  })
})

describe('many at once', () => {
  const changeMany = (changes: object[], userId = crm.adminId) =>
    crm.call(userId, 'POST', '/contacts/changes', { changes })

  test('all that may be get another responsible, the rest is told; what it answers takes it back', async () => {
    const boris = await crm.addUser()
    const [first, second] = [await create('Первая'), await create('Вторая')]
    const done = await changeMany([
      { contactId: first.id, responsibleUserId: boris },
      { contactId: second.id, responsibleUserId: boris },
      { contactId: 999_999, responsibleUserId: boris },
    ])
    expect(done).toMatchObject({
      status: 200,
      body: {
        rows: [{ responsibleUserId: boris }, { responsibleUserId: boris }],
        before: [
          { contactId: first.id, responsibleUserId: crm.adminId },
          { contactId: second.id, responsibleUserId: crm.adminId },
        ],
        skipped: [{ contactId: 999_999, code: 'contact.not_found' }],
      },
    })
    await patch(second.id, { responsibleUserId: null })
    const seen = { responsibleUserId: boris }
    const { before } = done.body as { before: object[] }
    const undone = await changeMany(before.map((one) => ({ ...one, seen })))
    expect(undone.body).toMatchObject({
      rows: [{ id: first.id, responsibleUserId: crm.adminId }],
      skipped: [{ contactId: second.id, code: 'contact.changed_meanwhile' }],
    })
  })

  test('what one may not edit is skipped, a responsible who is nobody changes nothing', async () => {
    const reader = await crm.addUser({ contacts: { edit: 'none' } })
    const { id } = await create('Ольга')
    const changes = [{ contactId: id, responsibleUserId: reader }]
    expect((await changeMany(changes, reader)).body).toMatchObject({
      rows: [],
      skipped: [{ contactId: id, code: 'session.forbidden' }],
    })
    const wrong = await changeMany([{ contactId: id, responsibleUserId: 999_999 }])
    expect(wrong).toMatchObject({ status: 404, body: { error: { code: 'user.not_found' } } })
  })
})
