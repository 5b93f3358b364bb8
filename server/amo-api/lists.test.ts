import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { messageOf, personOf } from '../features/intake/test-account.ts'
import { hrefOf, itemsOf, openApi, type Reply, type TestApi } from './test-api.ts'

const database = await createTestDatabase()
const { db } = database
const createApi = await openApi(database)

type Told = Awaited<ReturnType<TestApi['write']>>
let api: TestApi
let token = ''
let anna: Told
let boris: Told
let pipelineId = 0
const ask = (path: string): Promise<Reply> => api.ask(token, path)

beforeAll(async () => {
  api = await createApi()
  token = await api.tokenOf(api.adminId)
  anna = await api.write('Анна')
  boris = await api.write('Борис')
  await api.write('Вера')
  const { rows } = await sql<{
    id: number
  }>`select id from pipelines where account_id = ${api.accountId} and kind = 'deal'`.execute(db)
  pipelineId = rows[0]?.id ?? 0
  await sql`insert into contact_points (account_id, contact_id, kind, normal, shown)
    values (${api.accountId}, ${anna.contactId}, 'phone', '79211234567', '+7 921 123-45-67')`.execute(db)
  await sql`update deals set responsible_user_id = ${api.adminId}
    where account_id = ${api.accountId} and id = ${anna.dealId}`.execute(db)
})

describe('lists', () => {
  const listed = async (path: string, name: string, key = 'id'): Promise<number[]> => {
    const answer = await ask(path)
    expect([200, 204], answer.body).toContain(answer.status)
    return itemsOf(answer, name).map((item) => Number(item[key]))
  }
  const leads = (query: string): Promise<number[]> => listed(`/leads?${query}`, 'leads')
  const talks = (query: string): Promise<number[]> => listed(`/talks?${query}`, 'talks', 'talk_id')
  const contacts = (query: string): Promise<number[]> => listed(`/contacts?${query}`, 'contacts')

  test('an empty list is 204 without a body', async () => {
    for (const path of ['/leads', '/contacts', '/talks']) {
      const { status, body, headers } = await ask(
        `${path}?filter[${path === '/talks' ? 'talk_id' : 'id'}]=999999999`,
      )
      expect([status, body, headers['content-type']], path).toEqual([204, '', undefined])
    }
    expect((await ask(`/talks/${anna.number}/messages?filter[created_at][to]=1000`)).status).toBe(204)
  })

  test.each([
    ['leads', 'id', ''],
    ['leads', 'id', 'order[updated_at]=desc&'],
    ['leads', 'id', 'filter%5Bcreated_at%5D%5Bfrom%5D=1&with=contacts&'],
    ['contacts', 'id', ''],
    ['contacts', 'id', 'order[id]=desc&'],
    ['talks', 'talk_id', ''],
    ['talks', 'talk_id', 'filter[only_in_work]=1&order[talk_id]=asc&'],
  ])('following _links.next sees each of %s once (%s, %s)', async (name, key, query) => {
    const all = await listed(`/${name}?${query}limit=250`, name, key)
    expect(all.length).toBeGreaterThan(2)
    const seen: number[] = []
    let next = `/${name}?${query}limit=2`
    for (let page = 1; next !== ''; page += 1) {
      const answer = await ask(next)
      expect(answer.json['_page']).toBe(page)
      seen.push(...itemsOf(answer, name).map((item) => Number(item[key])))
      expect(hrefOf(answer, 'prev') === '').toBe(page === 1)
      next = hrefOf(answer, 'next')
    }
    expect(seen).toEqual(all)
  })

  test('pages can be asked for by number too, and `prev` leads back', async () => {
    const all = await leads('limit=250')
    expect(await leads('limit=1&page=2')).toEqual([all[1]])
    const second = await ask('/leads?limit=1&page=2')
    expect((await ask(hrefOf(second, 'prev'))).json).toMatchObject({
      _page: 1,
      _embedded: { leads: [{ id: all[0] }] },
    })
  })

  test('messages of a talk are paged too', async () => {
    const { number } = await api.write('Елена', '1')
    for (const text of ['2', '3'])
      await api.take(messageOf(personOf(`${api.accountId}-Елена`, 'Елена'), text))
    const first = await ask(`/talks/${number}/messages?limit=2`)
    const rest = await ask(hrefOf(first, 'next'))
    const texts = [first, rest].flatMap((answer) => itemsOf(answer, 'messages'))
    expect(texts.map((message) => message['text'])).toEqual(['1', '2', '3'])
    expect(hrefOf(rest, 'next')).toBe('')
  })

  test('filters of leads', async () => {
    const { rows } = await sql<{
      stage_id: number
    }>`select stage_id from deals where account_id = ${api.accountId}
      and id = ${anna.dealId}`.execute(db)
    const status = rows[0]?.stage_id
    const ids = `filter[id][]=${anna.dealId}&filter[id][]=${boris.dealId}`
    expect(await leads(ids)).toEqual([anna.dealId, boris.dealId])
    expect(await leads(`filter[id]=${anna.dealId},${boris.dealId}&order[id]=desc`)).toEqual([
      boris.dealId,
      anna.dealId,
    ])
    const inStage = `filter[statuses][0][pipeline_id]=${pipelineId}&filter[statuses][0][status_id]=`
    expect(await leads(`${ids}&${inStage}${status}`)).toEqual([anna.dealId, boris.dealId])
    expect(await leads(`${ids}&${inStage}142`)).toEqual([])
    expect(await leads(`filter[pipeline_id]=${pipelineId + 1}`)).toEqual([])
    expect(await leads(`${ids}&filter[responsible_user_id]=${api.adminId}`)).toEqual([anna.dealId])
    const now = Math.floor(Date.now() / 1000)
    expect(
      await leads(`${ids}&filter[updated_at][from]=${now - 100}&filter[created_at][to]=${now + 1}`),
    ).toHaveLength(2)
    expect(await leads(`${ids}&filter[updated_at][to]=${now - 1000}`)).toEqual([])
    expect(await leads(`query=${encodeURIComponent('борис')}`)).toContain(boris.dealId)
    expect(await leads(`query=${encodeURIComponent('борис')}`)).not.toContain(anna.dealId)
  })

  test('filters of contacts', async () => {
    expect(await contacts(`filter[id][0]=${anna.contactId}`)).toEqual([anna.contactId])
    expect(await contacts(`query=${encodeURIComponent('8 921 123-45-67')}`)).toEqual([anna.contactId])
    expect(await contacts('filter[created_at][to]=1000')).toEqual([])
  })

  test('filters of talks', async () => {
    const closed = await api.write('Жанна')
    await api.ask(token, `/talks/${closed.number}/close`, { method: 'POST' })
    const both = `filter[talk_id]=${anna.number},${closed.number}`
    expect(await talks(both)).toEqual([closed.number, anna.number])
    expect(await talks(`${both}&filter[only_in_work]=1`)).toEqual([anna.number])
    expect(await talks('filter[only_in_work]=true')).not.toContain(closed.number)
    expect(await talks('filter[only_in_work]=0')).toContain(closed.number)
    expect(await talks(`filter[contact_id]=${boris.contactId}`)).toEqual([boris.number])
    expect(await talks(`filter[entity_id]=${boris.dealId}&filter[entity_type]=lead`)).toEqual([boris.number])
    expect(await talks(`filter[entity_id]=${boris.dealId}&filter[entity_type]=customer`)).toEqual([])
  })
})

describe('what is wrong with a request is told', () => {
  test.each([
    ['/leads?limit=251', 'limit'],
    ['/leads?limit=0', 'limit'],
    ['/leads?page=x', 'page'],
    ['/leads?page=100000&limit=250', 'page'],
    ['/leads?cursor=5.5', 'cursor'],
    ['/leads?order=id', 'order'],
    ['/leads?order[price]=asc', 'order.price'],
    ['/leads?order[id]=up', 'order.id'],
    ['/leads?filter=1', 'filter'],
    ['/leads?filter[moon]=1', 'filter.moon'],
    ['/leads?filter[id]=x', 'filter.id'],
    ['/leads?filter[id][]=99999999999999999999', 'filter.id'],
    ['/leads?filter[created_at][from]=yesterday', 'filter.created_at.from'],
    ['/leads?filter[created_at][since]=1', 'filter.created_at.since'],
    ['/leads?filter[statuses]=142', 'filter.statuses'],
    ['/leads?filter[statuses][0][status_id]=142', 'filter.statuses.pipeline_id'],
    ['/leads?query[]=1', 'query'],
    ['/contacts?filter[statuses][0][status_id]=1', 'filter.statuses'],
    ['/talks?filter[entity_type]=company', 'filter.entity_type'],
    ['/talks?filter[only_in_work]=maybe', 'filter.only_in_work'],
    ['/talks/1/messages?filter[created_at][to]=-1', 'filter.created_at.to'],
  ])('%s: 400 naming %s', async (path, field) => {
    const { status, headers, json } = await ask(path)
    expect(status).toBe(400)
    expect(headers['content-type']).toBe('application/problem+json')
    expect(json).toMatchObject({
      title: 'Bad Request',
      type: 'https://httpstatus.es/400',
      status: 400,
      detail: expect.any(String),
      'validation-errors': [{ request_id: '0', errors: [{ path: field, code: expect.any(String) }] }],
    })
  })

  test('what is not there is 404, what cannot be done here 405, both in the same form', async () => {
    for (const path of [
      '/leads/999999999',
      '/leads/x',
      '/contacts/0',
      '/talks/7777',
      '/talks/7777/messages',
      '/moon',
      '',
    ]) {
      const { status, headers } = await ask(path)
      expect([status, headers['content-type']], path).toEqual([404, 'application/problem+json'])
    }
    for (const [method, path, allow] of [
      ['DELETE', `/leads/${anna.dealId}`, 'GET'],
      ['PATCH', '/contacts', 'GET'],
      ['GET', `/talks/${anna.number}/close`, 'POST'],
    ] as const) {
      const answer = await api.ask(token, path, { method })
      expect([answer.status, answer.headers['allow']], path).toEqual([405, allow])
      expect(answer.headers['content-type']).toBe('application/problem+json')
    }
  })
})
