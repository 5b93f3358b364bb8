import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { messageOf, personOf } from '../features/intake/test-account.ts'
import { itemsOf, openApi, type Reply, type TestApi } from './test-api.ts'

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
const seconds = expect.toSatisfy((at: number) => Math.abs(at - Date.now() / 1000) < 100)
const link = (path: string) => ({ self: { href: `http://crm.test/api/v4/${path}` } })

beforeAll(async () => {
  api = await createApi()
  token = await api.tokenOf(api.adminId)
  anna = await api.write('Анна')
  boris = await api.write('Борис')
  const { rows } = await sql<{
    id: number
  }>`select id from pipelines where account_id = ${api.accountId} and kind = 'deal'`.execute(db)
  pipelineId = rows[0]?.id ?? 0
  await sql`insert into contact_points (account_id, contact_id, kind, normal, shown, is_primary)
    values (${api.accountId}, ${anna.contactId}, 'phone', '79211234567', '+7 921 123-45-67', true),
      (${api.accountId}, ${anna.contactId}, 'email', 'anna@example.com', 'anna@example.com', false)`.execute(
    db,
  )
  await sql`update deals set budget = 1200.5, responsible_user_id = ${api.adminId}
    where account_id = ${api.accountId} and id = ${anna.dealId}`.execute(db)
})

describe('the answers', () => {
  test('the account, and what `with` asks for; what we do not know is passed over', async () => {
    const { status, headers, json } = await ask('/account')
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('application/hal+json')
    expect(json).toMatchObject({
      id: api.accountId,
      name: 'Зерно и пар',
      currency: 'RUB',
      currency_symbol: '₽',
      country: 'RU',
      current_user_id: api.adminId,
      created_at: seconds,
      _links: link('account'),
      _embedded: {},
    })
    expect(json).not.toHaveProperty('amojo_id')
    const full = await ask(
      '/account?with=amojo_id,users_groups,task_types,datetime_settings,amojo_rights,uuid,moon',
    )
    expect(full.json).toMatchObject({
      amojo_id: expect.stringMatching(/^[\da-f-]{36}$/),
      uuid: expect.stringMatching(/^[\da-f-]{36}$/),
      _embedded: {
        users_groups: [{ id: 0 }],
        task_types: [],
        amojo_rights: { can_direct: false },
        datetime_settings: { timezone: 'Europe/Moscow', timezone_offset: '+03:00' },
      },
    })
  })

  test('a lead', async () => {
    const { json } = await ask(`/leads/${anna.dealId}?with=contacts`)
    expect(json).toMatchObject({
      id: anna.dealId,
      price: 1200.5,
      pipeline_id: pipelineId,
      responsible_user_id: api.adminId,
      created_by: 0,
      created_at: seconds,
      updated_at: seconds,
      closed_at: null,
      is_deleted: false,
      account_id: api.accountId,
      _links: link(`leads/${anna.dealId}`),
      _embedded: {
        tags: [],
        companies: [],
        contacts: [{ id: anna.contactId, is_main: true, _links: link(`contacts/${anna.contactId}`) }],
      },
    })
    expect((await ask(`/leads/${anna.dealId}`)).json['_embedded']).not.toHaveProperty('contacts')
  })

  test('a lead made by a person says by whom', async () => {
    const made = await api.call(api.adminId, 'POST', '/deals', { name: 'Вручную' })
    const { id } = made.body as { id: number }
    expect((await ask(`/leads/${id}`)).json).toMatchObject({
      name: 'Вручную',
      price: 0,
      created_by: api.adminId,
    })
  })

  test('a contact: its phones and e-mails are fields known by their codes', async () => {
    const { json } = await ask(`/contacts/${anna.contactId}?with=leads`)
    expect(json).toMatchObject({
      id: anna.contactId,
      name: 'Анна',
      account_id: api.accountId,
      custom_fields_values: [
        {
          field_code: 'PHONE',
          field_type: 'multitext',
          values: [{ value: '+7 921 123-45-67', enum_code: 'WORK' }],
        },
        { field_code: 'EMAIL', values: [{ value: 'anna@example.com' }] },
      ],
      _embedded: { leads: [{ id: anna.dealId, _links: link(`leads/${anna.dealId}`) }] },
    })
    expect((await ask(`/contacts/${boris.contactId}`)).json).toMatchObject({ custom_fields_values: null })
  })

  test('pipelines with their stages: won is 142 and lost 143', async () => {
    const { json } = await ask('/leads/pipelines')
    expect(json).toMatchObject({
      _total_items: 1,
      _embedded: { pipelines: [{ id: pipelineId, is_main: true }] },
    })
    const one = await ask(`/leads/pipelines/${pipelineId}`)
    const statuses = itemsOf(one, 'statuses')
    expect(statuses.map((status) => status['id'])).toEqual(expect.arrayContaining([142, 143]))
    expect(statuses[0]).toMatchObject({
      type: 1,
      pipeline_id: pipelineId,
      color: expect.stringMatching(/^#/),
    })
    expect((await ask('/leads/pipelines/9999999')).status).toBe(404)
  })

  test('a talk', async () => {
    const { json } = await ask(`/talks/${anna.number}`)
    expect(json).toMatchObject({
      talk_id: anna.number,
      contact_id: anna.contactId,
      chat_id: expect.stringMatching(/^[\da-f-]{36}$/),
      entity_id: anna.dealId,
      entity_type: 'lead',
      status: 'in_work',
      is_in_work: true,
      is_read: false,
      origin: 'telegram',
      source_id: api.channelId,
      missed_at: null,
      rate: null,
      account_id: api.accountId,
      created_at: seconds,
      updated_at: seconds,
      _embedded: { contacts: [{ id: anna.contactId }], leads: [{ id: anna.dealId }], customers: [] },
    })
  })

  test('the messages of a talk, in their order, with files that can be fetched', async () => {
    const { number } = await api.write('Вера', 'первое')
    await api.take(messageOf(personOf(`${api.accountId}-Вера`, 'Вера'), 'второе'))
    const fileId = randomUUID()
    await sql`
      with m as (select id from messages where account_id = ${api.accountId} and number = ${number} and body = 'второе'),
      f as (insert into files (account_id, id, name, mime, size_bytes, sha256, storage_key, uploaded_by_kind)
        values (${api.accountId}, ${fileId}, 'чек.png', 'image/png', 1, 'x', 'x', 'client') returning id),
      u as (update messages set has_attachments = true where account_id = ${api.accountId} and id in (select id from m))
      insert into attachments (account_id, message_id, position, part_position, file_id, kind, name, state)
      select ${api.accountId}, m.id, 0, 0, f.id, 'photo', 'чек.png', 'ready' from m, f`.execute(db)
    expect(itemsOf(await ask(`/talks/${number}/messages`), 'messages')).toMatchObject([
      {
        id: expect.stringMatching(/^[\da-f-]{36}$/),
        type: 'incoming',
        message_type: 'text',
        author: { type: 'external', name: 'Вера' },
        text: 'первое',
        created_at: seconds,
        delivery_status: null,
        attachment: null,
      },
      {
        message_type: 'picture',
        text: 'второе',
        attachment: {
          type: 'picture',
          file_name: 'чек.png',
          link: expect.stringMatching(`^http://crm.test/f/${api.accountId}/${fileId}/`),
        },
      },
    ])
  })
})

describe('closing a talk', () => {
  const close = (number: number, body?: object | string, headers = {}): Promise<Reply> =>
    api.ask(token, `/talks/${number}/close`, { method: 'POST', headers, ...(body !== undefined && { body }) })
  const closings = async (number: number) =>
    db
      .selectFrom('events')
      .select(['actor_kind', 'actor_id', 'road'])
      .where('account_id', '=', api.accountId)
      .where('number', '=', number)
      .where('type', '=', 'conversation.closed')
      .execute()

  test('closes it as the user of the token, and once', async () => {
    const { number } = await api.write('Галина')
    const first = await close(number, { force_close: true })
    expect([first.status, first.body]).toEqual([202, ''])
    expect(await closings(number)).toEqual([{ actor_kind: 'api', actor_id: api.adminId, road: 'api' }])
    expect((await ask(`/talks/${number}`)).json).toMatchObject({
      status: 'closed',
      is_in_work: false,
      is_read: true,
      updated_at: seconds,
    })
    expect((await close(number, { force_close: false })).status).toBe(202)
    expect(await closings(number)).toHaveLength(1)
  })

  test('needs no body, and refuses one it cannot read, naming what is wrong', async () => {
    const { number } = await api.write('Дарья')
    for (const body of [{ force_close: 'yes' }, { force_close: 1 }]) {
      const refused = await close(number, body)
      expect(refused.status).toBe(400)
      expect(refused.json).toMatchObject({
        'validation-errors': [{ errors: [{ path: 'force_close', code: 'InvalidType' }] }],
      })
    }
    expect((await close(number, [])).status).toBe(400)
    expect((await close(number, '{', { 'content-type': 'application/json' })).status).toBe(400)
    expect((await close(number, 'force_close=1', { 'content-type': 'text/plain' })).status).toBe(415)
    expect(await closings(number)).toEqual([])
    expect((await close(number)).status).toBe(202)
  })
})
