import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { CompanyRow, CompanyView } from '#contract/companies'
import type { ContactView } from '#contract/contacts'
import type { DealView } from '#contract/deals'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'

const database = await createTestDatabase()
const { db } = database
const createCrm = await openCrm(database)

let crm: TestCrm
beforeEach(async () => {
  crm = await createCrm()
})

async function create(name: string, more: object = {}, userId = crm.adminId): Promise<CompanyView> {
  const reply = await crm.call(userId, 'POST', '/companies', { name, ...more })
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return reply.body as CompanyView
}

const change = (id: number, body: object, userId = crm.adminId) =>
  crm.call(userId, 'PATCH', `/companies/${id}`, body)

async function get<T>(path: string, userId = crm.adminId): Promise<T> {
  const reply = await crm.call(userId, 'GET', path)
  expect(reply.status, JSON.stringify(reply.body)).toBe(200)
  return reply.body as T
}

const find = async (search: string, userId = crm.adminId): Promise<string[]> => {
  const page = await get<{ items: CompanyRow[] }>(`/companies?search=${encodeURIComponent(search)}`, userId)
  return page.items.map((row) => row.name)
}

const eventsOf = async (type: string) =>
  db
    .selectFrom('events')
    .select(['subject_id', 'card_id', 'before', 'after', 'actor_id'])
    .where('account_id', '=', crm.accountId)
    .where('type', '=', type)
    .orderBy('id')
    .execute()

describe('making a company', () => {
  test('its site gets a scheme, its phones are international and of a kind, its maker is responsible', async () => {
    const company = await create('Зерно и пар', {
      points: [
        { kind: 'phone', value: '8 (495) 123-45-67', label: 'work' },
        { kind: 'email', value: 'Office@Zerno.ru' },
      ],
      website: 'zerno.ru',
      address: 'Москва, Лесная, 5',
    })
    expect(company).toMatchObject({
      name: 'Зерно и пар',
      website: 'https://zerno.ru',
      address: 'Москва, Лесная, 5',
      responsibleUserId: crm.adminId,
      points: [
        { kind: 'phone', value: '+7 495 123 45 67', label: 'work', isPrimary: true },
        { kind: 'email', value: 'Office@Zerno.ru', label: null, isPrimary: true },
      ],
      contacts: [],
      deals: [],
      canEdit: true,
    })
    expect(await eventsOf('company.created')).toMatchObject([{ subject_id: String(company.id) }])
  })

  test('what is no phone or no site is refused by its place, and nothing is written', async () => {
    const phone = await crm.call(crm.adminId, 'POST', '/companies', {
      name: 'Иная',
      points: [{ kind: 'phone', value: '12' }],
    })
    expect(phone).toMatchObject({
      status: 422,
      body: {
        error: { code: 'company.point_invalid', details: { fields: [{ path: 'points.0.value' }] } },
      },
    })
    for (const website of ['javascript:alert(1)', 'ftp://zerno.ru', 'зерно']) {
      const reply = await crm.call(crm.adminId, 'POST', '/companies', { name: 'Иная', website })
      expect(reply).toMatchObject({
        status: 422,
        body: { error: { code: 'request.invalid', details: { fields: [{ path: 'website' }] } } },
      })
    }
    const long = await crm.call(crm.adminId, 'POST', '/companies', { name: 'я'.repeat(10_000) })
    expect(long.status).toBe(422)
    expect(await find('Иная')).toEqual([])
  })

  test('without the right to add nothing is made', async () => {
    const userId = await crm.addUser({ companies: { add: 'none' } })
    const reply = await crm.call(userId, 'POST', '/companies', { name: 'Чужая' })
    expect(reply).toMatchObject({ status: 403, body: { error: { code: 'session.forbidden' } } })
    expect(await find('Чужая')).toEqual([])
  })
})

describe('changing a company', () => {
  test('each field that differs is told, with what it was', async () => {
    const { id } = await create('Зерно', { website: 'zerno.ru' })
    const reply = await change(id, {
      name: 'Зерно и пар',
      website: null,
      address: 'Лесная, 5',
      points: [{ kind: 'email', value: 'a@zerno.ru' }],
    })
    expect(reply).toMatchObject({ status: 200, body: { website: null, address: 'Лесная, 5' } })
    expect(await eventsOf('company.changed')).toMatchObject([
      {
        before: { name: 'Зерно', website: 'https://zerno.ru', address: null, phones: [], emails: [] },
        after: { name: 'Зерно и пар', website: null, address: 'Лесная, 5', emails: ['a@zerno.ru'] },
      },
    ])
  })

  test('what changes nothing is no event', async () => {
    const { id } = await create('Зерно', { website: 'zerno.ru' })
    await change(id, { name: 'Зерно', website: 'https://zerno.ru', points: [] })
    expect(await eventsOf('company.changed')).toEqual([])
  })

  test('of two who write the same field the second is told what the first wrote, and nothing of his is written', async () => {
    const { id } = await create('Зерно')
    await change(id, { name: 'Зерно А', seen: { name: 'Зерно' } })
    const late = await change(id, { name: 'Зерно Б', address: 'Лесная', seen: { name: 'Зерно' } })
    expect(late).toMatchObject({
      status: 409,
      body: {
        error: { code: 'company.changed_meanwhile', details: { field: 'name', current: 'Зерно А' } },
      },
    })
    expect(await get(`/companies/${id}`)).toMatchObject({ name: 'Зерно А', address: null })
    // The same word of both is no quarrel, and another field is nobody's matter.
    expect((await change(id, { name: 'Зерно А', seen: { name: 'Зерно' } })).status).toBe(200)
    expect((await change(id, { address: 'Лесная', seen: { address: null } })).status).toBe(200)
  })

  test('nobody but an active user of the account becomes responsible', async () => {
    const { id } = await create('Зерно')
    const stranger = (await createCrm()).adminId
    for (const responsibleUserId of [stranger, 999_999]) {
      const reply = await change(id, { responsibleUserId })
      expect(reply).toMatchObject({ status: 404, body: { error: { code: 'user.not_found' } } })
    }
  })
})

describe('contacts and deals of a company', () => {
  test('a contact and a deal that get a company are on its card, until they get another', async () => {
    const { contactId, dealId } = await crm.write('Марина')
    const [first, second] = [await create('Первая'), await create('Вторая')]
    const contact = await crm.call(crm.adminId, 'PATCH', `/contacts/${contactId}`, { companyId: first.id })
    expect((contact.body as ContactView).company).toEqual({ id: first.id, name: 'Первая' })
    const path = `/cards/deal/${dealId}/company`
    expect((await crm.call(crm.adminId, 'PUT', path, { companyId: first.id })).status).toBe(200)
    expect((await get<DealView>(`/deals/${dealId}`)).company).toEqual({ id: first.id, name: 'Первая' })
    expect(await get(`/companies/${first.id}`)).toMatchObject({
      contacts: [{ id: contactId, name: 'Марина', canEdit: true }],
      contactCount: 1,
      deals: [{ id: dealId }],
      dealCount: 1,
    })
    await crm.call(crm.adminId, 'PUT', path, { companyId: second.id })
    await crm.call(crm.adminId, 'PUT', path, { companyId: second.id })
    expect(await get(`/companies/${first.id}`)).toMatchObject({ deals: [], dealCount: 0 })
    await crm.call(crm.adminId, 'PUT', path, { companyId: null })
    expect((await get<DealView>(`/deals/${dealId}`)).company).toBeNull()
    expect(await eventsOf('company.linked')).toMatchObject([
      { card_id: dealId, before: { companyId: null }, after: { companyId: first.id } },
      { card_id: dealId, before: { companyId: first.id }, after: { companyId: second.id } },
    ])
    expect(await eventsOf('company.unlinked')).toMatchObject([{ before: { companyId: second.id } }])
    expect(await eventsOf('contact.changed')).toMatchObject([
      { before: { companyId: null }, after: { companyId: first.id } },
    ])
  })

  test('a company chosen while somebody else chose another one is told, not replaced', async () => {
    const { dealId } = await crm.write('Марина')
    const [first, second] = [await create('Первая'), await create('Вторая')]
    const path = `/cards/deal/${dealId}/company`
    await crm.call(crm.adminId, 'PUT', path, { companyId: first.id, seen: { companyId: null } })
    const late = await crm.call(crm.adminId, 'PUT', path, {
      companyId: second.id,
      seen: { companyId: null },
    })
    expect(late).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'card.changed_meanwhile',
          details: { field: 'companyId', current: first.id },
        },
      },
    })
  })

  test('those merged into a company bring what hangs on them', async () => {
    const { contactId, dealId } = await crm.write('Марина')
    const [lost, kept] = [await create('Старое имя'), await create('Новое имя')]
    await crm.call(crm.adminId, 'PATCH', `/contacts/${contactId}`, { companyId: lost.id })
    await crm.call(crm.adminId, 'PUT', `/cards/deal/${dealId}/company`, { companyId: lost.id })
    await sql`update companies set root_id = ${kept.id} where account_id = ${crm.accountId} and id = ${lost.id}`.execute(
      db,
    )
    expect(await get(`/companies/${lost.id}`)).toMatchObject({
      id: kept.id,
      contacts: [{ id: contactId }],
      deals: [{ id: dealId }],
    })
    expect((await get<ContactView>(`/contacts/${contactId}`)).company).toEqual({
      id: kept.id,
      name: 'Новое имя',
    })
    expect(await find('Старое имя')).toEqual(['Новое имя'])
  })
})

describe('rights', () => {
  test('own, group’s and none: what one may not see does not exist, what one may not edit is refused', async () => {
    const group = await crm.addGroup()
    const own = await crm.addUser({ companies: { view: 'own' } }, group)
    const peer = await crm.addUser({ companies: { view: 'group', edit: 'own' } }, group)
    const blind = await crm.addUser({ companies: { view: 'none' } }, group)
    const { id } = await create('Зерно')
    const seenBy = async (): Promise<number[]> => {
      const replies = await Promise.all(
        [own, peer, blind].map((userId) => crm.call(userId, 'GET', `/companies/${id}`)),
      )
      return replies.map((reply) => reply.status)
    }
    expect(await seenBy()).toEqual([404, 404, 404])
    await change(id, { responsibleUserId: own })
    expect(await seenBy()).toEqual([200, 200, 404])
    expect(await Promise.all([own, peer, blind].map((userId) => find('Зерно', userId)))).toEqual([
      ['Зерно'],
      ['Зерно'],
      [],
    ])
    expect(await change(id, { name: 'Иначе' }, peer)).toMatchObject({
      status: 403,
      body: { error: { code: 'session.forbidden' } },
    })
    expect((await change(id, { name: 'Иначе' }, blind)).status).toBe(404)
  })

  test('a company that one may not see is not named by contacts and deals, and nothing is hung on it', async () => {
    const blind = await crm.addUser({ companies: { view: 'none' } })
    const { contactId, dealId } = await crm.write('Марина')
    const { id } = await create('Тайная')
    await crm.call(crm.adminId, 'PATCH', `/contacts/${contactId}`, { companyId: id })
    await crm.call(crm.adminId, 'PUT', `/cards/deal/${dealId}/company`, { companyId: id })
    const answers = [
      await get(`/contacts/${contactId}`, blind),
      await get(`/deals/${dealId}`, blind),
      await get('/contacts', blind),
      await get(`/contacts?companyId=${id}`, blind),
    ]
    expect(JSON.stringify(answers)).not.toContain('Тайная')
    expect(answers.at(-1)).toEqual({ items: [], next: null })
    for (const reply of [
      await crm.call(blind, 'PATCH', `/contacts/${contactId}`, { companyId: id }),
      await crm.call(blind, 'PUT', `/cards/deal/${dealId}/company`, { companyId: id }),
      await crm.call(blind, 'POST', '/contacts', { name: 'Новый', companyId: id }),
    ]) {
      expect(reply).toMatchObject({ status: 404, body: { error: { code: 'company.not_found' } } })
    }
  })

  test('contacts and deals that one may not see are neither named nor counted', async () => {
    const limited = await crm.addUser({ contacts: { view: 'none' }, deals: { view: 'none' } })
    const { contactId, dealId } = await crm.write('Марина')
    const { id } = await create('Зерно')
    await crm.call(crm.adminId, 'PATCH', `/contacts/${contactId}`, { companyId: id })
    await crm.call(crm.adminId, 'PUT', `/cards/deal/${dealId}/company`, { companyId: id })
    expect(await get(`/companies/${id}`, limited)).toMatchObject({
      contacts: [],
      contactCount: 0,
      deals: [],
      dealCount: 0,
    })
  })
})

describe('the list of companies', () => {
  test('finds by a part of the name, by a phone in any notation and by an e-mail', async () => {
    await create('Зерно и пар', {
      points: [
        { kind: 'phone', value: '+7 495 123-45-67' },
        { kind: 'email', value: 'office@zerno.ru' },
      ],
    })
    await create('Чай 100%_Свой')
    for (const search of ['зерн', '8 (495) 123-45-67', '123-45', 'ZERNO.ru', 'зе']) {
      expect([search, await find(search)]).toEqual([search, ['Зерно и пар']])
    }
    expect(await find('100%_св')).toEqual(['Чай 100%_Свой'])
    expect(await find('%%%')).toEqual([])
  })

  test('is paged from the last changed, each company once, also when many changed at the same instant', async () => {
    const names = Array.from({ length: 5 }, (_one, place) => `Компания ${place}`)
    for (const name of names) await create(name)
    await sql`update companies set updated_at = '2026-01-02 03:04:05.123456' where account_id = ${crm.accountId}
      and id % 2 = 0`.execute(db)
    const seen: string[] = []
    let cursor = ''
    do {
      const page = await get<{ items: CompanyRow[]; next: string | null }>(`/companies?limit=2${cursor}`)
      seen.push(...page.items.map((row) => row.name))
      cursor = page.next === null ? '' : `&cursor=${page.next}`
    } while (cursor !== '')
    expect(seen.toSorted()).toEqual(names)
  })
})

describe('many companies at once', () => {
  const post = (path: string, body: object, userId = crm.adminId) => crm.call(userId, 'POST', path, body)

  test('a deleted one is nowhere, its contacts and deals stay; taken back it has them again', async () => {
    const { id } = await create('Зерно')
    const { contactId, dealId } = await crm.write('Марина')
    await crm.call(crm.adminId, 'PATCH', `/contacts/${contactId}`, { companyId: id })
    await crm.call(crm.adminId, 'PUT', `/cards/deal/${dealId}/company`, { companyId: id })
    expect(await post('/companies/deletion', { companyIds: [id, id, id + 1000] })).toMatchObject({
      status: 200,
      body: { deletedIds: [id], skipped: [{ companyId: id + 1000, code: 'company.not_found' }] },
    })
    expect(await find('Зерно')).toEqual([])
    expect(await crm.call(crm.adminId, 'GET', `/companies/${id}`)).toMatchObject({ status: 404 })
    expect(await get<ContactView>(`/contacts/${contactId}`)).toMatchObject({ name: 'Марина', company: null })
    expect(await get<DealView>(`/deals/${dealId}`)).toMatchObject({ company: null })
    expect(await post('/companies/restoration', { companyIds: [id] })).toMatchObject({
      status: 200,
      body: { rows: [{ id, name: 'Зерно' }], skipped: [] },
    })
    expect(await get<CompanyView>(`/companies/${id}`)).toMatchObject({
      contacts: [{ id: contactId }],
      deals: [{ id: dealId }],
      canDelete: true,
    })
    expect(await get<ContactView>(`/contacts/${contactId}`)).toMatchObject({ company: { id } })
    expect(await eventsOf('company.deleted')).toMatchObject([{ subject_id: String(id) }])
    expect(await eventsOf('company.restored')).toMatchObject([{ subject_id: String(id) }])
  })

  test('those one may not delete or change are skipped and told', async () => {
    const own = { view: 'all', edit: 'own', delete: 'own' } as const
    const vera = await crm.addUser({ companies: own })
    const [mine, strange] = [await create('Своя', {}, vera), await create('Чужая')]
    const ids = [mine.id, strange.id]
    const skipped = [{ companyId: strange.id, code: 'session.forbidden' }]
    const changes = ids.map((companyId) => ({ companyId, responsibleUserId: vera }))
    expect(await post('/companies/changes', { changes }, vera)).toMatchObject({ body: { skipped } })
    expect(await post('/companies/deletion', { companyIds: ids }, vera)).toMatchObject({
      body: { deletedIds: [mine.id], skipped },
    })
    const hidden = await crm.addUser({ companies: { view: 'none' } })
    expect(await post('/companies/deletion', { companyIds: [strange.id] }, hidden)).toMatchObject({
      body: { deletedIds: [], skipped: [{ companyId: strange.id, code: 'company.not_found' }] },
    })
    expect(await find('ужая')).toEqual(['Чужая'])
  })

  test('get another responsible, and the old one back where nobody has changed it since', async () => {
    const boris = await crm.addUser()
    const [one, two] = [await create('Раз'), await create('Два')]
    const changes = [one, two].map(({ id }) => ({ companyId: id, responsibleUserId: boris }))
    const { body } = await post('/companies/changes', { changes })
    expect(body).toMatchObject({
      rows: [{ responsibleUserId: boris }, { responsibleUserId: boris }],
      skipped: [],
    })
    await change(two.id, { responsibleUserId: null })
    const { before } = body as { before: object[] }
    const back = before.map((stood) => ({ ...stood, seen: { responsibleUserId: boris } }))
    expect(await post('/companies/changes', { changes: back })).toMatchObject({
      body: {
        rows: [{ id: one.id, responsibleUserId: crm.adminId }],
        skipped: [{ companyId: two.id, code: 'company.changed_meanwhile' }],
      },
    })
  })
})
