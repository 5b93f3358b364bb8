import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Bot, startTelegramStandIn, type TelegramStandIn } from './telegram.ts'
import { call, callWithForm, eventually, type Receiver, startReceiver } from './telegram/testing.ts'

let standIn: TelegramStandIn
let bot: Bot
let receiver: Receiver

beforeEach(async () => {
  standIn = await startTelegramStandIn({ secondMs: 10, retryDelaysMs: () => 1 })
  bot = standIn.createBot({ name: 'Лавка', username: 'lavka_bot' })
  receiver = await startReceiver()
})
afterEach(async () => {
  await standIn.close()
  await receiver.close()
})

const api = (method: string, parameters?: Record<string, unknown>): ReturnType<typeof call> =>
  call(standIn.apiRoot, bot, method, parameters)
const connect = (parameters: Record<string, unknown> = {}): ReturnType<typeof call> =>
  api('setWebhook', { url: receiver.url, ...parameters })

test('a method is found whatever the case of its name, by POST of any encoding and by GET', async () => {
  const person = bot.person()
  person.sendText('есть кто?')
  const path = `${standIn.apiRoot}/bot${bot.token}`
  const form = new FormData()
  form.set('chat_id', String(person.id))
  form.set('text', 'form')
  await api('SENDmessage', { chat_id: person.id, text: 'json' })
  await callWithForm(standIn.apiRoot, bot, 'sendMessage', form)
  const body = new URLSearchParams({ chat_id: String(person.id), text: 'urlencoded' })
  await fetch(`${path}/sendmessage`, { method: 'POST', body })
  await fetch(`${path}/sendMessage?chat_id=${person.id}&text=query`)
  await fetch(`${path}/`, { method: 'POST', body: new URLSearchParams([...body, ['method', 'sendMessage']]) })
  const texts = person.received().map((message) => message.text)
  expect(texts).toEqual(['json', 'form', 'urlencoded', 'query', 'urlencoded'])
})

test('an unknown token is answered 401, a malformed one and an unknown method 404', async () => {
  const status = async (path: string): Promise<number> => (await fetch(standIn.apiRoot + path)).status
  expect(await status('/bot1234:abcdef/getMe')).toBe(401)
  expect(await status('/botnonsense/getMe')).toBe(404)
  expect(await status(`/bot${bot.token}/getEverything`)).toBe(404)
  expect(await status(`/bot${bot.token}/getMe`)).toBe(200)
})

test('a revoked token is answered 401 and nothing more is delivered', async () => {
  await connect()
  bot.revoke()
  bot.person().sendText('ау')
  expect((await api('getMe')).status).toBe(401)
  expect(bot.webhook).toBeNull()
  expect(receiver.received).toEqual([])
})

test('getMe tells the bot as it was created', async () => {
  const { body } = await api('getMe')
  expect(body.result).toMatchObject({ id: bot.id, is_bot: true, first_name: 'Лавка', username: 'lavka_bot' })
})

test('setWebhook refuses what Telegram refuses', async () => {
  const refused = async (parameters: Record<string, unknown>): Promise<unknown> =>
    (await api('setWebhook', parameters)).body.description
  bot = standIn.createBot()
  expect(await refused({ url: 'http://crm.example/hook' })).toMatch('An HTTPS URL must be provided')
  bot = standIn.createBot()
  expect(await refused({ url: 'https://crm.example:3000/hook' })).toMatch('only on ports 80, 88, 443 or 8443')
  bot = standIn.createBot()
  expect(await refused({ url: receiver.url, secret_token: 'with space' })).toMatch('unallowed characters')
  bot = standIn.createBot()
  expect(await refused({ url: receiver.url, secret_token: 'x'.repeat(257) })).toMatch('too long')
  bot = standIn.createBot()
  expect(await refused({ url: receiver.url, max_connections: 'many' })).toMatch('must be an integer')
  expect(bot.webhook).toBeNull()
})

test('loopback webhooks over http are refused too where they are not allowed', async () => {
  const strict = await startTelegramStandIn({ allowHttpWebhook: false })
  const answer = await call(strict.apiRoot, strict.createBot(), 'setWebhook', { url: receiver.url })
  await strict.close()
  expect(answer.status).toBe(400)
})

test('two setWebhook calls within a second: the second is told to wait', async () => {
  const slow = await startTelegramStandIn({ secondMs: 60_000 })
  const other = slow.createBot()
  await call(slow.apiRoot, other, 'setWebhook', { url: receiver.url })
  const second = await call(slow.apiRoot, other, 'setWebhook', { url: receiver.url })
  await slow.close()
  expect(second).toMatchObject({ status: 429, retryAfter: '1', body: { parameters: { retry_after: 1 } } })
})

test('the same webhook again is "already set" and disturbs nothing', async () => {
  await connect({ secret_token: 'abc' })
  const again = await eventually(
    () => connect({ secret_token: 'abc' }),
    ({ status }) => status === 200,
  )
  expect(again.body).toMatchObject({ ok: true, description: 'Webhook is already set' })
  expect(bot.webhook).toEqual({ url: receiver.url, secretToken: 'abc' })
})

test('updates carry the secret header and increasing ids', async () => {
  await connect({ secret_token: 'S3cret_-' })
  const person = bot.person()
  const first = person.sendText('раз')
  const second = person.sendText('два')
  await bot.drained()
  expect(second.updateId).toBe(first.updateId + 1)
  expect(receiver.received.map(({ update }) => update.update_id)).toEqual([first.updateId, second.updateId])
  expect(receiver.received[0]?.headers['x-telegram-bot-api-secret-token']).toBe('S3cret_-')
})

test('inside one chat an update waits for the answer to the one before; other chats do not', async () => {
  const held = Promise.withResolvers<void>()
  receiver.reply = (update) => (update.message?.text === 'медленно' ? { hold: held.promise } : {})
  await connect()
  const slow = bot.person()
  const quick = bot.person()
  slow.sendText('медленно')
  slow.sendText('потом')
  quick.sendText('сразу')
  await receiver.count(2)
  expect(receiver.texts().toSorted()).toEqual(['медленно', 'сразу'])
  held.resolve()
  await bot.drained()
  expect(receiver.texts().at(-1)).toBe('потом')
})

test('a press and a block may overtake the messages of the same person', async () => {
  const held = Promise.withResolvers<void>()
  receiver.reply = (update) => (update.message ? { hold: held.promise } : {})
  const person = bot.person()
  person.start()
  const reply_markup = { inline_keyboard: [[{ text: 'Да', callback_data: 'yes' }]] }
  await api('sendMessage', { chat_id: person.id, text: 'Готовы?', reply_markup })
  await connect()
  person.press('yes')
  person.block()
  await receiver.count(3)
  expect(receiver.received.map(({ update }) => Object.keys(update)[1])).toEqual([
    'message',
    'callback_query',
    'my_chat_member',
  ])
  held.resolve()
})

test('no more than max_connections deliveries run at once', async () => {
  const held = Promise.withResolvers<void>()
  receiver.reply = () => ({ hold: held.promise })
  await connect({ max_connections: 2 })
  for (let index = 0; index < 5; index += 1) bot.person().sendText(`клиент ${index}`)
  await receiver.count(2)
  await api('getMe')
  expect(receiver.received).toHaveLength(2)
  held.resolve()
  await bot.drained()
  expect(receiver.received).toHaveLength(5)
})

test('an update is repeated until a 2xx answer, and keeps its chat waiting', async () => {
  receiver.reply = (_update, index) => ({ status: index < 3 ? 500 : 204 })
  await connect()
  const person = bot.person()
  person.sendText('упорно')
  person.sendText('следом')
  await bot.drained()
  expect(receiver.texts()).toEqual(['упорно', 'упорно', 'упорно', 'упорно', 'следом'])
  const { body } = await api('getWebhookInfo')
  expect(body.result).toMatchObject({
    url: receiver.url,
    pending_update_count: 0,
    last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
  })
})

test('the first repeat comes at once, the next after 2, 4, 8… seconds, at most 60–120', async () => {
  const { createSurroundings } = await import('./telegram/surroundings.ts')
  const { retryDelayMs } = createSurroundings({ random: () => 0.5 })
  expect([1, 2, 3, 4, 5, 10].map(retryDelayMs)).toEqual([0, 2000, 4000, 8000, 16_000, 90_000])
})

test('Retry-After in the answer wins over the usual waits', async () => {
  await standIn.close()
  standIn = await startTelegramStandIn({ secondMs: 1, retryDelaysMs: () => 3_600_000 })
  bot = standIn.createBot()
  receiver.reply = (_update, index) => (index === 0 ? { status: 503, headers: { 'retry-after': '2' } } : {})
  await connect()
  bot.person().sendText('позже')
  await bot.drained()
  expect(receiver.received).toHaveLength(2)
})

test('an answer that does not come in time brings the same update again', async () => {
  await standIn.close()
  standIn = await startTelegramStandIn({ webhookTimeoutMs: 30, retryDelaysMs: () => 1 })
  bot = standIn.createBot()
  receiver.reply = (_update, index) => (index === 0 ? 'never' : {})
  await connect()
  const { updateId } = bot.person().sendText('терпение')
  await bot.drained()
  expect(receiver.received.map(({ update }) => update.update_id)).toEqual([updateId, updateId])
  const { body } = await api('getWebhookInfo')
  expect(body.result).toMatchObject({ last_error_message: 'Read timeout expired' })
})

test('an update older than a day is forgotten', async () => {
  await connect()
  const person = bot.person()
  person.sendText('вчера', { date: new Date(Date.now() - 25 * 3_600_000) })
  person.sendText('сегодня')
  await bot.drained()
  expect(receiver.texts()).toEqual(['сегодня'])
})

test('a call in the body of a good answer is done, but getters and webhook changes are not', async () => {
  const person = bot.person()
  const json = { 'content-type': 'application/json' }
  const replies = [
    { method: 'sendMessage', chat_id: person.id, text: 'из ответа' },
    { method: 'deleteWebhook' },
  ]
  receiver.reply = (_update, index) => ({ headers: json, body: JSON.stringify(replies[index] ?? {}) })
  await connect()
  person.sendText('раз')
  person.sendText('два')
  await bot.drained()
  expect((await bot.sentWhere((message) => message.chatId === person.id)).text).toBe('из ответа')
  expect(bot.webhook).not.toBeNull()
})

test('410 for 23 hours removes the webhook', async () => {
  let now = Date.parse('2026-11-20T10:00:00Z')
  await standIn.close()
  standIn = await startTelegramStandIn({ clock: () => new Date(now), secondMs: 10, retryDelaysMs: () => 1 })
  bot = standIn.createBot()
  receiver.reply = (_update, index) => {
    if (index === 3) now += 23.5 * 3_600_000
    return { status: 410 }
  }
  await connect()
  bot.person().sendText('никого')
  await receiver.count(4)
  await eventually(
    () => api('getWebhookInfo'),
    ({ body }) => JSON.stringify(body.result).includes('"url":""'),
  )
  expect(bot.pending()).toBe(1)
})

test('deleteWebhook keeps what is pending unless told to drop it', async () => {
  receiver.reply = () => ({ status: 500 })
  await connect()
  bot.person().sendText('ждёт')
  await receiver.count(2)
  expect((await api('deleteWebhook')).body.description).toBe('Webhook was deleted')
  expect(bot.pending()).toBe(1)
  expect((await api('deleteWebhook', { drop_pending_updates: true })).body.description).toBe(
    'Webhook is already deleted',
  )
  expect(bot.pending()).toBe(0)
})

test('while the stand-in is offline its port refuses, afterwards it is the same', async () => {
  await standIn.goOffline()
  await expect(api('getMe')).rejects.toThrow('fetch failed')
  await standIn.goOnline()
  expect((await api('getMe')).status).toBe(200)
})
