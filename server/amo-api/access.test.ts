import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { itemsOf, openApi, type TestApi } from './test-api.ts'

const database = await createTestDatabase()
const { db } = database
const createApi = await openApi(database)
const createLimited = await openApi(database, 3)

let api: TestApi
beforeAll(async () => {
  api = await createApi()
})

describe('a token', () => {
  test('without a good one nothing is answered, whatever is asked', async () => {
    const token = await api.tokenOf(api.adminId)
    const stranger = await createApi()
    const forged = `${token.split('.').slice(0, 2).join('.')}.${(await stranger.tokenOf(stranger.adminId)).split('.')[2]}`
    for (const wrong of ['', 'x', `${token}x`, forged]) {
      for (const path of ['/account', '/leads', '/talks/1/messages', '/moon']) {
        const { status, headers, json } = await api.ask(wrong, path)
        expect([status, headers['content-type']], path).toEqual([401, 'application/problem+json'])
        expect(json).toMatchObject({ title: 'Unauthorized', status: 401 })
      }
    }
  })

  test('ends when it is revoked and when its user leaves', async () => {
    const userId = await api.addUser()
    const [first, second] = [await api.tokenOf(userId), await api.tokenOf(userId)]
    expect((await api.ask(first, '/account')).status).toBe(200)
    const jti = String(JSON.parse(atob(first.split('.')[1] ?? '')).jti)
    await sql`update token_ids set revoked_at = now() where jti = ${jti}`.execute(db)
    expect((await api.ask(first, '/account')).status).toBe(401)
    expect((await api.ask(second, '/account')).status).toBe(200)
    await sql`update users set status = 'deactivated' where id = ${userId}`.execute(db)
    expect((await api.ask(second, '/account')).status).toBe(401)
  })

  test('needs the scope of the CRM', async () => {
    const token = await api.tokenOf(api.adminId)
    await sql`update token_ids set scopes = '{notifications}' where jti = ${String(JSON.parse(atob(token.split('.')[1] ?? '')).jti)}`.execute(
      db,
    )
    expect((await api.ask(token, '/account')).status).toBe(403)
  })

  test('may be used so often a second; the next call is told when to come again', async () => {
    const limited = await createLimited()
    const [token, other] = [await limited.tokenOf(limited.adminId), await limited.tokenOf(limited.adminId)]
    const statuses = await Promise.all(Array.from({ length: 5 }, () => limited.ask(token, '/account')))
    expect(statuses.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 429, 429])
    const refused = statuses.find(({ status }) => status === 429)
    expect(refused?.headers).toMatchObject({ 'content-type': 'application/problem+json', 'retry-after': '1' })
    expect((await limited.ask(other, '/account')).status).toBe(200)
  })
})

describe('acting as somebody else', () => {
  test('an admin’s token may, and then sees what that user sees', async () => {
    await api.write('Зоя')
    const blind = await api.addUser({ deals: { view: 'none' }, contacts: { view: 'none' } })
    const token = await api.tokenOf(api.adminId)
    const as = (userId: number | string) => ({ headers: { 'x-context-user-id': String(userId) } })
    expect((await api.ask(token, '/leads')).status).toBe(200)
    expect((await api.ask(token, '/leads', as(blind))).status).toBe(204)
    expect((await api.ask(token, '/account', as(blind))).json).toMatchObject({ current_user_id: blind })
    const stranger = await createApi()
    expect((await api.ask(token, '/account', as(stranger.adminId))).status).toBe(404)
    expect((await api.ask(token, '/account', as('x'))).status).toBe(404)
  })

  test('nobody else’s token may, but naming oneself is no harm', async () => {
    const userId = await api.addUser()
    const token = await api.tokenOf(userId)
    const as = (id: number) => api.ask(token, '/account', { headers: { 'x-context-user-id': String(id) } })
    expect((await as(api.adminId)).status).toBe(403)
    expect((await as(userId)).status).toBe(200)
  })
})

describe('who sees his own', () => {
  let token = ''
  let own: Awaited<ReturnType<TestApi['write']>>
  let other: Awaited<ReturnType<TestApi['write']>>
  let userId = 0
  beforeAll(async () => {
    api = await createApi()
    userId = await api.addUser({ deals: { view: 'own' }, contacts: { view: 'own' } })
    token = await api.tokenOf(userId)
    own = await api.write('Инна')
    other = await api.write('Клара')
    const mine = { responsibleUserId: userId }
    expect((await api.call(api.adminId, 'PATCH', `/deals/${own.dealId}`, mine)).status).toBe(200)
    expect((await api.call(api.adminId, 'PATCH', `/contacts/${own.contactId}`, mine)).status).toBe(200)
  })
  const idsOf = async (name: string, key: string): Promise<number[]> => {
    return itemsOf(await api.ask(token, `/${name}`), name).map((item) => Number(item[key]))
  }

  test('lists have nothing else', async () => {
    expect(await idsOf('leads', 'id')).toEqual([own.dealId])
    expect(await idsOf('contacts', 'id')).toEqual([own.contactId])
    expect(await idsOf('talks', 'talk_id')).toEqual([own.number])
  })

  test('the rest answers as what does not exist, and cannot be closed', async () => {
    for (const path of [
      `/leads/${other.dealId}`,
      `/contacts/${other.contactId}`,
      `/talks/${other.number}`,
      `/talks/${other.number}/messages`,
    ]) {
      const hidden = await api.ask(token, path)
      const absent = await api.ask(token, path.replace(/\d+/, '999999999'))
      expect(hidden.status).toBe(404)
      expect(hidden.body).toBe(absent.body)
    }
    const closing = await api.ask(token, `/talks/${other.number}/close`, { method: 'POST' })
    expect(closing.status).toBe(404)
    const admin = await api.tokenOf(api.adminId)
    expect((await api.ask(admin, `/talks/${other.number}`)).json).toMatchObject({ is_in_work: true })
  })

  test('taking part in a card opens it and its talk, not its contact', async () => {
    await sql`insert into participants (account_id, card_kind, card_id, principal_kind, principal_id, added_by)
      values (${api.accountId}, 'deal', ${other.dealId}, 'user', ${userId}, ${api.adminId})`.execute(db)
    expect(await idsOf('leads', 'id')).toEqual([own.dealId, other.dealId])
    expect(await idsOf('talks', 'talk_id')).toEqual([other.number, own.number])
    expect(await idsOf('contacts', 'id')).toEqual([own.contactId])
  })

  test.each(['all', 'own'] as const)(
    'talks of customers stand in the list when one sees %s of them',
    async (view) => {
      const { number } = await api.write(`Роза ${view}`)
      await sql`update conversations set card_kind = null, card_id = null, responsible_user_id = null
      where account_id = ${api.accountId} and number = ${number}`.execute(db)
      expect((await api.call(api.adminId, 'POST', `/conversations/${number}/customer`, {})).status).toBe(200)
      const seer = await api.addUser({
        deals: { view: 'own' },
        contacts: { view: 'own' },
        customers: { view },
      })
      if (view === 'own') {
        const { card_id: id } = await db
          .selectFrom('conversations')
          .select('card_id')
          .where('account_id', '=', api.accountId)
          .where('number', '=', number)
          .executeTakeFirstOrThrow()
        await api.call(api.adminId, 'PATCH', `/customers/${String(id)}`, { responsibleUserId: seer })
      }
      const seersToken = await api.tokenOf(seer)
      expect((await api.ask(seersToken, `/talks/${number}`)).status).toBe(200)
      const listed = itemsOf(await api.ask(seersToken, '/talks'), 'talks').map((talk) => talk['talk_id'])
      expect(listed).toContain(number)
      if (view === 'own') expect(listed).toEqual([number])
    },
  )
})
