import { afterEach, beforeEach, expect, test } from 'vitest'
import { missingParts } from '../lib/testing.ts'
import { type Bot, startTelegramStandIn, type TelegramStandIn } from '../telegram.ts'
import { call } from './testing.ts'

let standIn: TelegramStandIn
let bot: Bot

beforeEach(async () => {
  standIn = await startTelegramStandIn()
  bot = standIn.createBot({ name: 'Лавка' })
})
afterEach(() => standIn.close())

const act = async (
  fields: Record<string, string | File>,
  headers: Record<string, string> = {},
): Promise<Response> => {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  return fetch(`${standIn.apiRoot}/playground/act?bot=${bot.id}`, { method: 'POST', body, headers })
}

test('the page and its parts are served, and the root leads to it', async () => {
  const page = await fetch(`${standIn.apiRoot}/`)
  expect(page.url).toBe(`${standIn.apiRoot}/playground`)
  expect(await missingParts(page.url)).toEqual([])
  expect((await fetch(`${standIn.apiRoot}/playground/other.js`)).status).toBe(404)
})

test('pages that are played together lead to each other', async () => {
  const tabs = async (): Promise<unknown> => (await fetch(`${standIn.apiRoot}/playground/tabs`)).json()
  expect(await tabs()).toEqual([])
  const joined = [{ name: 'Telegram', url: `${standIn.apiRoot}/playground` }]
  standIn.join(joined)
  expect(await tabs()).toEqual(joined)
})

test('a person made on the page writes, and the answer is in their chat', async () => {
  await act({ act: 'createPerson', firstName: 'Вера' })
  const person = bot.people()[0]
  await act({ act: 'text', person: String(person?.id), text: 'Добрый день' })
  await call(standIn.apiRoot, bot, 'sendMessage', { chat_id: person?.id, text: 'Здравствуйте, Вера' })
  const chat = await fetch(`${standIn.apiRoot}/playground/chat?bot=${bot.id}&person=${person?.id}`)
  expect(await chat.json()).toMatchObject({
    isBlocking: false,
    messages: [{ text: 'Добрый день' }, { text: 'Здравствуйте, Вера', from: { id: bot.id } }],
  })
})

test('several files chosen at once go as an album, as documents if wanted', async () => {
  const person = bot.person()
  const fields = { person: String(person.id), act: 'files', caption: 'Вот' }
  const files = { one: new File(['a'], 'a.txt'), two: new File(['b'], 'b.txt') }
  await act({ ...fields, ...files, asDocuments: 'true' })
  const [first, second] = person.history()
  expect([first?.document?.file_name, second?.document?.file_name]).toEqual(['a.txt', 'b.txt'])
  expect(first?.caption).toBe('Вот')
  expect(first?.media_group_id).toBe(second?.media_group_id)
})

test('an answer to a message and a reaction reach the bot, and its own reaction is seen', async () => {
  const person = bot.person()
  person.start()
  const sent = await call(standIn.apiRoot, bot, 'sendMessage', { chat_id: person.id, text: 'Готово' })
  expect(sent.status).toBe(200)
  const messageId = person.received()[0]?.messageId ?? 0
  const about = { person: String(person.id), messageId: String(messageId) }
  await act({ ...about, act: 'text', text: 'Спасибо', replyTo: String(messageId) })
  await act({ ...about, act: 'react', emoji: '🔥' })
  const own = person.history().at(-1)
  expect(own?.reply_to_message?.message_id).toBe(messageId)
  const reaction = JSON.stringify([{ type: 'emoji', emoji: '👍' }])
  const parameters = { chat_id: person.id, message_id: own?.message_id, reaction }
  await call(standIn.apiRoot, bot, 'setMessageReaction', parameters)
  const chat = await fetch(`${standIn.apiRoot}/playground/chat?bot=${bot.id}&person=${person.id}`)
  expect(await chat.json()).toMatchObject({
    reactions: { [messageId]: ['🔥', null], [own?.message_id ?? 0]: [null, '👍'] },
  })
  await act({ ...about, act: 'react', emoji: '' })
  expect(person.reactionTo(messageId)).toBeNull()
})

test('a fault switched on from the page strikes', async () => {
  const person = bot.person()
  person.start()
  await act({ act: 'fault', method: 'sendMessage', kind: 'blockedByUser', times: '1' })
  expect((await call(standIn.apiRoot, bot, 'sendMessage', { chat_id: person.id, text: 'а' })).status).toBe(
    403,
  )
  expect((await act({ act: 'fault', kind: 'earthquake' })).status).toBe(400)
})

test('another site cannot act through the page', async () => {
  expect((await act({ act: 'createPerson' }, { origin: 'https://evil.example' })).status).toBe(403)
  expect(bot.people()).toEqual([])
})

test('every change is told to open pages', async () => {
  const live = await fetch(`${standIn.apiRoot}/playground/live`)
  const reader = live.body?.pipeThrough(new TextDecoderStream()).getReader()
  await reader?.read()
  const person = bot.person()
  let told = ''
  while (!told.includes(String(person.id))) told += (await reader?.read())?.value ?? ''
  expect(told).toContain(`["${bot.id}","${person.id}"]`)
  await reader?.cancel()
})
