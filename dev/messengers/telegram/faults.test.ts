import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Bot, type Person, startTelegramStandIn, type TelegramStandIn } from '../telegram.ts'
import { call, type Called, type Receiver, startReceiver } from './testing.ts'

let standIn: TelegramStandIn
let bot: Bot
let person: Person
let receiver: Receiver

beforeEach(async () => {
  standIn = await startTelegramStandIn({ retryDelaysMs: () => 1 })
  bot = standIn.createBot()
  person = bot.person()
  person.start()
  await call(standIn.apiRoot, bot, 'getUpdates', { offset: -1 })
  receiver = await startReceiver()
})
afterEach(async () => {
  await standIn.close()
  await receiver.close()
})

const send = (text: string, chatId: number = person.id): Promise<Called> =>
  call(standIn.apiRoot, bot, 'sendMessage', { chat_id: chatId, text })
const texts = (): (string | null)[] => bot.sent.map((message) => message.text)

test('answerDropped: the message is delivered, the answer is not', async () => {
  bot.faults.next('sendMessage', { kind: 'answerDropped' })
  await expect(send('раз')).rejects.toThrow('fetch failed')
  expect((await send('два')).status).toBe(200)
  expect(texts()).toEqual(['раз', 'два'])
  expect(bot.calls.filter((entry) => entry.method === 'sendMessage').map((entry) => entry.outcome)).toEqual([
    'ok (answerDropped)',
    'ok',
  ])
})

test('cutMidAnswer: the message is delivered, half of the answer comes', async () => {
  bot.faults.next('sendMessage', { kind: 'cutMidAnswer' })
  await expect(send('раз')).rejects.toThrow('terminated')
  expect(texts()).toEqual(['раз'])
})

test('status500 is an HTML page; the call is done only if asked so', async () => {
  bot.faults.next('sendMessage', { kind: 'status500' })
  bot.faults.next('sendMessage', { kind: 'status500', status: 502, executed: true })
  const raw = (text: string): Promise<Response> =>
    fetch(`${standIn.apiRoot}/bot${bot.token}/sendMessage?chat_id=${person.id}&text=${text}`)
  const first = await raw('a')
  const second = await raw('b')
  expect([first.status, first.headers.get('content-type'), second.status]).toEqual([500, 'text/html', 502])
  expect(await first.text()).toContain('<html>')
  expect(texts()).toEqual(['b'])
})

test('refuseConnection and hang: no answer, and only the hanging call was done', async () => {
  bot.faults.next('sendMessage', { kind: 'refuseConnection' })
  await expect(send('раз')).rejects.toThrow('fetch failed')
  expect(texts()).toEqual([])
  bot.faults.next('sendMessage', { kind: 'hang' })
  const address = `${standIn.apiRoot}/bot${bot.token}/sendMessage?chat_id=${person.id}&text=b`
  await expect(fetch(address, { signal: AbortSignal.timeout(100) })).rejects.toThrow('timeout')
  expect(texts()).toEqual(['b'])
})

test('refusals on demand look like the real ones', async () => {
  bot.faults.next('sendMessage', { kind: 'tooManyRequests', retryAfterSeconds: 7 })
  bot.faults.next('sendMessage', { kind: 'blockedByUser' })
  bot.faults.next('sendMessage', { kind: 'chatNotFound' })
  bot.faults.next('sendMessage', { kind: 'migrated', newId: -100_500 })
  bot.faults.next('sendMessage', { kind: 'fileTooBig' })
  expect(await send('1')).toMatchObject({
    status: 429,
    retryAfter: '7',
    body: { parameters: { retry_after: 7 } },
  })
  expect(await send('2')).toMatchObject({
    status: 403,
    body: { description: 'Forbidden: bot was blocked by the user' },
  })
  expect(await send('3')).toMatchObject({ status: 400, body: { description: 'Bad Request: chat not found' } })
  expect(await send('4')).toMatchObject({
    status: 400,
    body: { parameters: { migrate_to_chat_id: -100_500 } },
  })
  expect((await send('5')).status).toBe(413)
  expect(texts()).toEqual([])
})

test('a fault strikes its chat only, as often as told', async () => {
  const other = bot.person()
  other.start()
  bot.faults.next('*', { kind: 'blockedByUser' }, { chatId: person.id, times: 2 })
  expect((await send('а', other.id)).status).toBe(200)
  expect([(await send('б')).status, (await send('в')).status, (await send('г')).status]).toEqual([
    403, 403, 200,
  ])
  expect(bot.faults.waiting()).toBe(0)
})

test('a standing fault strikes with its probability until it is taken away', async () => {
  await standIn.close()
  const dice = [0.4, 0.6, 0.4]
  standIn = await startTelegramStandIn({ random: () => dice.shift() ?? 0.4 })
  bot = standIn.createBot()
  person = bot.person()
  person.start()
  dice.splice(0, dice.length, 0.4, 0.6, 0.4)
  const stop = bot.faults.always(
    ({ method }) => method === 'sendMessage',
    { kind: 'chatNotFound' },
    { probability: 0.5 },
  )
  expect([(await send('а')).status, (await send('б')).status, (await send('в')).status]).toEqual([
    400, 200, 400,
  ])
  stop()
  expect((await send('г')).status).toBe(200)
})

test('deliverTwice: two copies of one update are under way at the same moment', async () => {
  const held = Promise.withResolvers<void>()
  receiver.reply = () => ({ hold: held.promise })
  bot.faults.next('webhook', { kind: 'deliverTwice' })
  await call(standIn.apiRoot, bot, 'setWebhook', { url: receiver.url })
  await receiver.count(2)
  held.resolve()
  await bot.drained()
  const [first, second] = receiver.received.map(({ update }) => update.update_id)
  expect(first).toBe(second)
  expect(receiver.received).toHaveLength(2)
})

test('reorder: the next update of the chat goes first', async () => {
  await call(standIn.apiRoot, bot, 'setWebhook', { url: receiver.url })
  await bot.drained()
  bot.faults.next('webhook', { kind: 'reorder' })
  const { messageId } = person.sendText('Хочу два')
  person.edit(messageId, 'Хочу три')
  await bot.drained()
  expect(receiver.texts()).toEqual(['/start', 'Хочу три', 'Хочу два'])
})

test('reorder as a standing fault loses nothing and still ends', async () => {
  bot.faults.always(({ method }) => method === 'webhook', { kind: 'reorder' })
  await call(standIn.apiRoot, bot, 'setWebhook', { url: receiver.url })
  for (const text of ['а', 'б', 'в']) person.sendText(text)
  await bot.drained()
  expect(receiver.texts()).not.toEqual(['/start', 'а', 'б', 'в'])
  expect(receiver.texts().toSorted()).toEqual(['/start', 'а', 'б', 'в'])
})

test('a poisonous update that is refused holds up its own chat only', async () => {
  let isFixed = false
  receiver.reply = (update) => ({ status: !isFixed && update.message?.text?.includes('\0') ? 500 : 200 })
  await call(standIn.apiRoot, bot, 'setWebhook', { url: receiver.url })
  person.sendPoisonous()
  person.sendText('за ним')
  const other = bot.person()
  other.sendText('мимо')
  await receiver.count(6)
  expect(receiver.texts()).toContain('мимо')
  expect(receiver.texts()).not.toContain('за ним')
  isFixed = true
  await bot.drained()
  expect(receiver.texts().at(-1)).toBe('за ним')
})

test('a download can be cut in the middle', async () => {
  const photo = person.message(person.sendPhoto().messageId)?.photo?.at(-1)
  const { body } = await call(standIn.apiRoot, bot, 'getFile', { file_id: photo?.file_id })
  const path = JSON.stringify(body.result).match(/"file_path":"([^"]+)"/)?.[1]
  const download = async (): Promise<number> =>
    (await (await fetch(`${standIn.apiRoot}/file/bot${bot.token}/${path}`)).arrayBuffer()).byteLength
  bot.faults.next('file', { kind: 'cutMidAnswer' })
  await expect(download()).rejects.toThrow('terminated')
  expect(await download()).toBe(photo?.file_size)
})
