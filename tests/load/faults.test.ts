import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { DeliveryState, MessageView } from '#contract/messages'
import { createDatabase } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { startTelegramStandIn, type Bot, type Person } from '../../dev/messengers/telegram.ts'
import type { Fault } from '../../dev/messengers/telegram/faults.ts'
import type { ApiAnswer, MessagePage } from './test-answers.ts'
import { expectExactProjections, expectNothingSetAside } from './test-proofs.ts'
import { createTestProduct, patienceMs } from './test-product.ts'

// Real processes on a shared machine: how long they take is no matter of these proofs.
vi.setConfig({ testTimeout: patienceMs, hookTimeout: patienceMs })

const { connectionString } = await createTestDatabase()
// Two nodes of these tests have two addresses and could not share a webhook: they ask for updates.
const telegram = await startTelegramStandIn({ secondMs: 50, allowHttpWebhook: false })
const settings = {
  DATABASE_URL: connectionString,
  TELEGRAM_API_ROOT: telegram.apiRoot,
  // Nodes of one installation share it: what one seals the other opens.
  SECRET_KEY: 'a key for all nodes of these tests',
}
const product = await createTestProduct(settings)
/** A second process on the same database, with a folder of its own: another node. */
const other = await createTestProduct(settings)
const database = createDatabase({ connectionString, applicationName: 'proof' })
const { db } = database

let bot: Bot
let person: Person
let chatId = ''
let channelId = 0

beforeAll(async () => {
  await product.start()
  await connect()
})
afterAll(async () => {
  await telegram.close()
  await database.close()
})

async function connect(): Promise<void> {
  bot = telegram.createBot()
  const { status, body } = await product.ask<{ id: number }>('POST', '/channels', {
    kind: 'telegram',
    token: bot.token,
  })
  expect(status).toBe(200)
  channelId = body.id
}

/** Every test has a client of its own who has written once. */
async function newChat(): Promise<{ person: Person; chatId: string }> {
  const client = bot.person()
  client.sendText('Здравствуйте')
  await bot.drained(patienceMs)
  const row = await db
    .selectFrom('chats')
    .select('id')
    .where('external_chat_id', '=', String(client.id))
    .executeTakeFirstOrThrow()
  return { person: client, chatId: row.id }
}

beforeEach(async () => {
  bot.faults.clear()
  ;({ person, chatId } = await newChat())
})

const post = <T = MessageView>(path: string, body?: object): Promise<ApiAnswer<T>> =>
  product.ask<T>('POST', path, body)
async function send(text: string, to = chatId): Promise<string> {
  const id = crypto.randomUUID()
  const { status } = await post(`/chats/${to}/messages`, { id, text, anyway: true })
  expect(status).toBe(200)
  return id
}
async function view(id: string, of = chatId, node = product): Promise<MessageView> {
  const { body } = await node.ask<MessagePage>('GET', `/chats/${of}/messages?limit=100`)
  const found = body.items.find((message) => message.id === id)
  if (!found) throw new Error('The API does not show the message')
  return found
}
const becomes = (id: string, state: DeliveryState, of = chatId): Promise<void> =>
  expect.poll(async () => (await view(id, of)).state, { timeout: patienceMs, interval: 20 }).toBe(state)
const reached = (client = person): (string | null)[] => client.received().map((message) => message.text)

describe('an answer of the messenger that does not come', () => {
  const dropped: [string, Fault][] = [
    ['the answer is dropped after the message was taken', { kind: 'answerDropped' }],
    ['the answer is cut in the middle', { kind: 'cutMidAnswer' }],
    [
      'a page of the server in front comes although it was taken',
      { kind: 'status500', status: 502, executed: true },
    ],
    ['the connection hangs and breaks', { kind: 'hang', ms: 50 }],
  ]
  test.each(dropped)(
    '%s: the message is uncertain, sent once, and a person confirms it',
    async (_name, fault) => {
      bot.faults.next('sendMessage', fault, { chatId: person.id })
      const first = await send('раз')
      const second = await send('два')
      await becomes(first, 'uncertain')
      // Uncertain blocks nothing: what was written later goes on.
      await becomes(second, 'sent')
      expect(reached()).toEqual(['раз', 'два'])
      const confirmed = await post(`/messages/${first}/confirmation`)
      expect([confirmed.status, confirmed.body.state]).toEqual([200, 'sent'])
      expect((await post(`/messages/${first}/confirmation`)).status).toBe(409)
      expect(reached()).toEqual(['раз', 'два'])
      await expectExactProjections(database)
    },
  )

  test.each<[string, Fault]>([
    ['an outage page', { kind: 'status500' }],
    ['a connection that is reset', { kind: 'refuseConnection' }],
    ['a hang before it was taken', { kind: 'hang', ms: 50, executed: false }],
  ])('%s: the message is uncertain and only a person sends it again', async (_name, fault) => {
    bot.faults.next('sendMessage', fault, { chatId: person.id })
    const id = await send('раз')
    await becomes(id, 'uncertain')
    const refused = await post<{ error: { code: string } }>(`/messages/${id}/retries`)
    expect([refused.status, refused.body.error.code]).toEqual([409, 'message.not_retriable'])
    expect(reached()).toEqual([])
    expect((await post(`/messages/${id}/retries`, { uncertain: true })).status).toBe(200)
    await becomes(id, 'sent')
    expect(reached()).toEqual(['раз'])
  })
})

describe('a messenger that says no or not now', () => {
  test('429: this chat waits as told and keeps its order, others go on', async () => {
    const neighbour = await newChat()
    bot.faults.next('sendMessage', { kind: 'tooManyRequests', retryAfterSeconds: 2 }, { chatId: person.id })
    const ids = [await send('раз'), await send('два'), await send('три')]
    const toNeighbour = await send('соседу', neighbour.chatId)
    await becomes(toNeighbour, 'sent', neighbour.chatId)
    const waiting = await view(ids[0] ?? '')
    expect(waiting.state).toBe('queued')
    expect(Date.parse(waiting.parts[0]?.nextTryAt ?? '')).toBeGreaterThan(Date.parse(waiting.at))
    const { body: chat } = await product.ask<{ waitsUntil: string | null }>('GET', `/chats/${chatId}`)
    expect(chat.waitsUntil).toBe(waiting.parts[0]?.nextTryAt)
    for (const id of ids) await becomes(id, 'sent')
    expect(reached()).toEqual(['раз', 'два', 'три'])
    const [refused, taken] = bot.calls.filter(
      ({ method, params }) =>
        method === 'sendMessage' && JSON.stringify(params).includes('раз') && isOf(params, person),
    )
    expect((taken?.at.getTime() ?? 0) - (refused?.at.getTime() ?? 0)).toBeGreaterThanOrEqual(2000)
  })

  test('offline for a while: nothing is lost or doubled, and the order of each chat holds', async () => {
    const neighbour = await newChat()
    await telegram.goOffline()
    const ids = [await send('раз'), await send('два')]
    const toNeighbour = await send('соседу', neighbour.chatId)
    await expect
      .poll(async () => (await view(ids[0] ?? '')).parts[0]?.nextTryAt, { timeout: patienceMs })
      .not.toBeNull()
    expect((await view(ids[1] ?? '')).state).toBe('queued')
    await telegram.goOnline()
    for (const id of ids) await becomes(id, 'sent')
    await becomes(toNeighbour, 'sent', neighbour.chatId)
    expect([reached(), reached(neighbour.person)]).toEqual([['раз', 'два'], ['соседу']])
  })

  test('blocked by the client: the code says so, the client waits again, nobody can write until he comes back', async () => {
    person.block()
    await bot.drained(patienceMs)
    await sql`update chats set blocked_at = null where id = ${chatId}`.execute(db)
    const id = await send('раз')
    await becomes(id, 'failed')
    const failed = await view(id)
    expect(failed.parts).toMatchObject([{ state: 'failed', failCode: 'blocked_by_client' }])
    const { body: chat } = await product.ask<{ cannotWrite: string; openNumber: number }>(
      'GET',
      `/chats/${chatId}`,
    )
    expect(chat.cannotWrite).toBe('blocked_by_client')
    const { body: row } = await product.ask<{ waitingSince: string | null }>(
      'GET',
      `/conversations/${chat.openNumber}`,
    )
    expect(row.waitingSince).not.toBeNull()
    const again = await post<{ error: { code: string } }>(`/messages/${id}/retries`)
    expect([again.status, again.body.error.code]).toEqual([409, 'chat.cannot_write'])
    person.unblock()
    person.sendText('снова здесь')
    await bot.drained(patienceMs)
    expect((await post(`/messages/${id}/retries`)).status).toBe(200)
    await becomes(id, 'sent')
    expect(reached()).toEqual(['раз'])
    await expectExactProjections(database)
  })

  test('a later part waits for "continue" when an earlier one failed; later messages go on', async () => {
    bot.faults.next('sendMessage', { kind: 'chatNotFound' }, { chatId: person.id })
    const long = `${'а'.repeat(4000)} ${'б'.repeat(4000)}`
    const id = await send(long)
    const next = await send('дальше')
    await becomes(next, 'sent')
    const parts = (await view(id)).parts.map(({ state, failCode }) => ({ state, failCode }))
    expect(parts).toEqual([
      { state: 'failed', failCode: 'client_not_reachable' },
      { state: 'failed', failCode: 'earlier_part_failed' },
    ])
    expect(reached()).toEqual(['дальше'])
    await post(`/messages/${id}/retries`)
    await becomes(id, 'sent')
    expect(reached().map((text) => text?.[0])).toEqual(['д', 'а', 'б'])
  })
})

describe('several processes', () => {
  test('two nodes on one database send every message once and keep the order of each chat', async () => {
    await other.start()
    const clients = await Promise.all(Array.from({ length: 12 }, newChat))
    const texts = Array.from({ length: 12 }, (_one, index) => `сообщение ${index}`)
    await Promise.all(
      clients.map(async (client) => {
        for (const [index, text] of texts.entries()) {
          const node = index % 2 ? product : other
          const body = { id: crypto.randomUUID(), text, anyway: true }
          expect((await node.ask('POST', `/chats/${client.chatId}/messages`, body)).status).toBe(200)
        }
      }),
    )
    await expect.poll(countUnsent, { timeout: patienceMs }).toBe(0)
    for (const client of clients) expect(reached(client.person)).toEqual(texts)
    const { rows } = await sql<{
      nodes: number
    }>`select count(distinct node_id)::int as nodes from delivery_attempts`.execute(db)
    expect(rows[0]?.nodes).toBeGreaterThanOrEqual(2)
    await other.stop()
    await expectExactProjections(database)
  })

  test('told to stop while sending it waits for the answer and writes it down', async () => {
    bot.faults.next('sendMessage', { kind: 'slow', ms: 8000 }, { chatId: person.id })
    const first = await send('раз')
    const second = await send('два')
    await isBeingSent(first)
    expect(await product.stop()).toBe(0)
    expect(reached()).toEqual(['раз'])
    expect(await statesOf(first, second)).toEqual(['sent', 'queued'])
    await product.start()
    await becomes(second, 'sent')
    expect(reached()).toEqual(['раз', 'два'])
  })

  test('killed while sending, the message is uncertain, and the rest of its chat goes on by itself', async () => {
    bot.faults.next('sendMessage', { kind: 'hang' }, { chatId: person.id })
    const first = await send('раз')
    const second = await send('два')
    await isBeingSent(first)
    await product.kill()
    await product.start()
    await becomes(second, 'sent')
    await becomes(first, 'uncertain')
    expect(reached()).toEqual(['раз', 'два'])
    const attempts = await db
      .selectFrom('delivery_attempts')
      .select(['outcome', 'code'])
      .where('message_id', '=', first)
      .execute()
    expect(attempts).toEqual([{ outcome: 'unknown', code: 'process_died' }])
  })

  test('a node that dies without a new start is freed by the other one', async () => {
    await other.start()
    const held = await newChat()
    bot.faults.always(({ method }) => method === 'sendMessage', { kind: 'hang' })
    const first = await send('раз', held.chatId)
    await isBeingSent(first, held.person)
    bot.faults.clear()
    const { node_id: holder } = await db
      .selectFrom('outbox')
      .select('node_id')
      .where('chat_id', '=', held.chatId)
      .executeTakeFirstOrThrow()
    const { rows } = await sql<{ id: string; oldest: boolean }>`
      select id, started_at = min(started_at) over () as oldest from nodes`.execute(db)
    const isOurs = rows.find((node) => node.id === holder)?.oldest === true
    const [dying, living] = isOurs ? [product, other] : [other, product]
    await dying.kill()
    const second = crypto.randomUUID()
    const { status } = await living.ask('POST', `/chats/${held.chatId}/messages`, {
      id: second,
      text: 'два',
      anyway: true,
    })
    expect(status).toBe(200)
    // Silent for 20 s it counts as dead; within half a minute all its chats move again.
    const killedMs = performance.now()
    await expect
      .poll(async () => (await view(second, held.chatId, living)).state, {
        timeout: patienceMs,
        interval: 200,
      })
      .toBe('sent')
    expect(performance.now() - killedMs).toBeLessThan(90_000)
    expect((await view(first, held.chatId, living)).state).toBe('uncertain')
    expect(reached(held.person)).toEqual(['раз', 'два'])
    await dying.start()
    await other.stop()
  })
})

describe('at last', () => {
  test('a revoked token stops the channel: the code says so, and a new token lets a person send again', async () => {
    const wait: Fault = { kind: 'tooManyRequests', retryAfterSeconds: 2 }
    bot.faults.next('sendMessage', wait, { chatId: person.id })
    const id = await send('раз')
    await expect
      .poll(async () => (await view(id)).parts[0]?.nextTryAt, { timeout: patienceMs })
      .not.toBeNull()
    bot.revoke()
    await becomes(id, 'failed')
    expect((await view(id)).parts).toMatchObject([{ failCode: 'token_revoked' }])
    const { body: chat } = await product.ask<{ cannotWrite: string }>('GET', `/chats/${chatId}`)
    expect(chat.cannotWrite).toBe('token_revoked')
    const renewed = telegram.createBot({ token: `${bot.id}:renewed-renewed-renewed-renewed-renewed` })
    const client = renewed.person({ id: person.id })
    client.start()
    const put = await post(`/channels/${channelId}/connection`, { token: renewed.token })
    expect(put.status).toBe(200)
    expect((await post(`/messages/${id}/retries`)).status).toBe(200)
    await becomes(id, 'sent')
    expect(client.received().map((message) => message.text)).toEqual(['раз'])
    await expectNothingSetAside(database)
    await expectExactProjections(database)
  })
})

function isOf(params: unknown, client: Person): boolean {
  return (
    typeof params === 'object' &&
    params !== null &&
    'chat_id' in params &&
    String(params.chat_id) === String(client.id)
  )
}

async function countUnsent(): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from message_parts where state = 'queued'`.execute(db)
  return rows[0]?.n ?? 0
}

/** The messenger has taken the first message and its answer is not written down yet. */
async function isBeingSent(id: string, client = person): Promise<void> {
  await bot.sentWhere((message) => message.chatId === client.id && message.text === 'раз', patienceMs)
  const { rows } = await sql`select state from outbox o join messages m on m.account_id = o.account_id
    and m.id = o.sending_message_id where m.id = ${id}`.execute(db)
  expect(rows).toEqual([{ state: 'queued' }])
}

async function statesOf(...ids: string[]): Promise<(string | null)[]> {
  const rows = await db.selectFrom('messages').select(['id', 'state']).where('id', 'in', ids).execute()
  return ids.map((id) => rows.find((row) => row.id === id)?.state ?? null)
}
