import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { changeChannel } from '../features/channels/change-channel.ts'
import { hrefOf, itemsOf, openApi, type TestApi } from './test-api.ts'

const database = await createTestDatabase()
const { db } = database
const createApi = await openApi(database)

let api: TestApi
let token = ''
let boris = 0
let stranger = ''

beforeAll(async () => {
  api = await createApi()
  boris = await api.addUser()
  token = await api.tokenOf(boris)
  stranger = await api.tokenOf(await api.addUser({ deals: { view: 'none' }, contacts: { view: 'none' } }))
  const tail = { wake: () => {}, subscribe: () => () => {} }
  const who = { accountId: api.accountId, actor: { kind: 'user', id: boris }, road: 'hand' } as const
  await changeChannel({ db, tail, clock: () => new Date() }, who, {
    channelId: api.channelId,
    settings: { incomingLeads: true },
  })
})

const lead = () => api.write(`Клиент ${randomUUID()}`)
const path = (dealId: number, more = '') => `/leads/unsorted/${dealId}${more}`
const uids = async (query = '') =>
  itemsOf(await api.ask(token, `/leads/unsorted?${query}`), 'unsorted').map(({ uid }) => uid)

test('the list tells of the leads that wait, newest first, with the client and his last words', async () => {
  const [first, second] = [await lead(), await lead()]
  expect((await uids()).slice(0, 2)).toEqual([String(second.dealId), String(first.dealId)])
  expect(await uids(`filter[uid]=${first.dealId}`)).toEqual([String(first.dealId)])
  expect(await uids('filter[category][]=forms')).toEqual([])
  const { json } = await api.ask(token, path(first.dealId))
  expect(json).toMatchObject({
    uid: String(first.dealId),
    category: 'chats',
    source_uid: String(api.channelId),
    metadata: { service: 'telegram', last_message_text: 'Здравствуйте' },
    _embedded: { leads: [{ id: first.dealId }], contacts: [{ id: first.contactId }], companies: [] },
  })
  const page = await api.ask(token, '/leads/unsorted?limit=1&order[created_at]=asc')
  expect(hrefOf(page, 'next')).toContain('page=2')
  expect((await api.ask(stranger, '/leads/unsorted')).status).toBe(204)
  expect((await api.ask(stranger, path(first.dealId))).status).toBe(404)
})

test('accepting keeps the lead, in the asked stage and of the asked user; a second time it is not there', async () => {
  const { dealId } = await lead()
  const stages = await db
    .selectFrom('stages')
    .select('id')
    .where('account_id', '=', api.accountId)
    .where('kind', '=', 'normal')
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  const body = { user_id: api.adminId, status_id: stages.id }
  const { status, json } = await api.ask(token, path(dealId, '/accept'), { method: 'POST', body })
  expect([status, json]).toMatchObject([200, { uid: String(dealId), _embedded: { leads: [{ id: dealId }] } }])
  const taken = await api.ask(token, `/leads/${dealId}`)
  expect(taken.json).toMatchObject({ status_id: stages.id, responsible_user_id: api.adminId })
  expect((await api.ask(token, path(dealId, '/accept'), { method: 'POST', body: {} })).status).toBe(404)
})

test('declining loses it; linking joins it to a lead or a customer; the summary counts them', async () => {
  const [declined, target, linked] = [await lead(), await lead(), await lead()]
  const reply = await api.ask(token, path(declined.dealId, '/decline'), { method: 'DELETE', body: {} })
  expect(reply.status).toBe(200)
  expect((await api.ask(token, `/leads/${declined.dealId}`)).json).toMatchObject({ status_id: 143 })
  await api.ask(token, path(target.dealId, '/accept'), { method: 'POST', body: {} })
  const body = { link: { entity_id: target.dealId, entity_type: 'leads' } }
  const done = await api.ask(token, path(linked.dealId, '/link'), { method: 'POST', body })
  expect([done.status, done.json]).toMatchObject([200, { _embedded: { leads: [{ id: target.dealId }] } }])
  const talk = await api.ask(token, `/talks/${linked.number}`)
  expect(talk.json).toMatchObject({ entity_id: target.dealId })
  const settled = await db
    .selectFrom('events')
    .select(['type', 'actor_kind', 'actor_id', 'road'])
    .where('account_id', '=', api.accountId)
    .where('type', 'in', ['incoming_lead.declined', 'incoming_lead.linked', 'conversation.moved'])
    .orderBy('type')
    .execute()
  const byApi = { actor_kind: 'api', actor_id: boris, road: 'api' }
  expect(settled).toEqual([
    { type: 'conversation.moved', ...byApi },
    { type: 'incoming_lead.declined', ...byApi },
    { type: 'incoming_lead.linked', ...byApi },
  ])
  const { json } = await api.ask(token, '/leads/unsorted/summary')
  expect(json).toMatchObject({ total: 6, accepted: 3, declined: 1, categories: { chats: { total: 6 } } })
})

test('what is wrong is named', async () => {
  const { dealId } = await lead()
  const wrong = [
    ['/accept', 'POST', { status_id: 'x' }, 'status_id'],
    ['/link', 'POST', { link: { entity_id: 1, entity_type: 'moons' } }, 'link.entity_type'],
    ['/decline', 'DELETE', { user_id: api.adminId }, 'user_id'],
  ] as const
  for (const [more, method, body, field] of wrong) {
    const reply = await api.ask(token, path(dealId, more), { method, body })
    expect([reply.status, reply.body]).toEqual([400, expect.stringContaining(`"path":"${field}"`)])
  }
  const absent = { link: { entity_id: 999_999, entity_type: 'customers' } }
  expect((await api.ask(token, path(dealId, '/link'), { method: 'POST', body: absent })).status).toBe(404)
})
