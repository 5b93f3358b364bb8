import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Bot, startTelegramStandIn, type TelegramStandIn } from '../telegram.ts'
import { call, eventually } from './testing.ts'

let standIn: TelegramStandIn
let bot: Bot

beforeEach(async () => {
  standIn = await startTelegramStandIn({ secondMs: 10 })
  bot = standIn.createBot()
})
afterEach(() => standIn.close())

const api = (method: string, parameters?: Record<string, unknown>): ReturnType<typeof call> =>
  call(standIn.apiRoot, bot, method, parameters)

test('allowed_updates: empty is the default, unknown names are ignored, omitted keeps what was', async () => {
  const person = bot.person()
  const { messageId } = person.sendText('для реакции')
  expect(person.react(messageId, '👍')).toBe(0)
  await api('getUpdates', { allowed_updates: ['message_reaction', 'nonsense'] })
  expect(person.react(messageId, '🔥')).toBeGreaterThan(0)
  expect(person.sendText('не нужно').updateId).toBe(0)
  await api('getUpdates', {})
  expect(person.sendText('всё ещё не нужно').updateId).toBe(0)
  await api('getUpdates', { allowed_updates: [] })
  expect(person.sendText('опять нужно').updateId).toBeGreaterThan(0)
  await api('getUpdates', { allowed_updates: ['nonsense'] })
  expect(person.sendText('и так тоже').updateId).toBeGreaterThan(0)
})

test('getUpdates: an offset confirms all lower ids, a negative one keeps the last', async () => {
  const person = bot.person()
  const ids = ['а', 'б', 'в', 'г'].map((text) => person.sendText(text).updateId)
  const get = async (parameters: Record<string, unknown>): Promise<unknown> => {
    const { body } = await api('getUpdates', parameters)
    return Array.isArray(body.result)
      ? body.result.map((update: { update_id: number }) => update.update_id)
      : body
  }
  expect(await get({ limit: 2 })).toEqual(ids.slice(0, 2))
  expect(await get({ offset: ids[1] })).toEqual(ids.slice(1))
  expect(bot.pending()).toBe(3)
  expect(await get({ offset: -1 })).toEqual(ids.slice(3))
  expect(bot.pending()).toBe(1)
  expect(await get({ offset: (ids[3] ?? 0) + 1 })).toEqual([])
  await bot.drained()
})

test('a long poll is answered as soon as something comes, and empty when its time is over', async () => {
  const empty = await api('getUpdates', { timeout: 1 })
  expect(empty.body).toEqual({ ok: true, result: [] })
  await standIn.close()
  standIn = await startTelegramStandIn()
  bot = standIn.createBot()
  const person = bot.person()
  const poll = api('getUpdates', { timeout: 50 })
  await eventually(
    async () => bot.calls.length,
    (count) => count === 1,
  )
  person.sendText('дождались')
  expect(JSON.stringify((await poll).body)).toContain('дождались')
})

test('polling is refused while a webhook is set, and a second poll ends the first', async () => {
  await standIn.close()
  standIn = await startTelegramStandIn()
  bot = standIn.createBot()
  const first = api('getUpdates', { timeout: 50 })
  await eventually(
    async () => bot.calls.length,
    (count) => count === 1,
  )
  const second = api('getUpdates', { timeout: 50 })
  expect((await first).body.description).toMatch('terminated by other getUpdates request')
  await api('setWebhook', { url: 'http://127.0.0.1:9/hook' })
  expect((await second).body.description).toMatch('terminated by setWebhook request')
  expect(await api('getUpdates')).toMatchObject({ status: 409 })
})

test('a revoked token ends a waiting poll', async () => {
  await standIn.close()
  standIn = await startTelegramStandIn()
  bot = standIn.createBot()
  const poll = api('getUpdates', { timeout: 50 })
  await eventually(
    async () => bot.calls.length,
    (count) => count === 1,
  )
  bot.revoke()
  expect((await poll).status).toBe(401)
})
