import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'
import { chat, field, message } from './work-place.ts'

oneAfterAnother()

const database = await createTestDatabase()
const { base, setupCode, telegram } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const anna = await office.newPage()
const shop = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const service = telegram.createBot({ name: 'Сервис', username: 'zerno_service_bot' })
let contactId = 0

async function post(path: string, body: object): Promise<{ id: number }> {
  const answer = await office.request.post(`${base}/api${path}`, { data: body, headers: { origin: base } })
  expect(answer.status(), await answer.text()).toBe(200)
  const made: { id: number } = await answer.json()
  return made
}

test('a shop with two bots and a contact from the telephone book', async () => {
  const language = { language: 'ru', timeZone: 'Europe/Moscow', currency: 'RUB', country: 'RU' }
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  await post('/setup', { code: setupCode, company: 'Зерно и пар', ...person, ...language })
  await post('/channels', { kind: 'telegram', token: shop.token })
  await post('/channels', { kind: 'telegram', token: service.token })
  contactId = (await post('/contacts', { name: 'Ольга Верещагина', points: [] })).id
})

test('who has not written gets a link, and is known when he comes by it', async () => {
  await anna.goto(`${base}/contacts/${contactId}`)
  await anna.getByRole('button', { name: 'Написать: Ольга Верещагина' }).click()
  const dialog = anna.getByRole('dialog', { name: 'Куда написать' })
  await dialog.getByText('Этот клиент нам ещё не писал').waitFor()
  await dialog.getByRole('button', { name: 'Получить ссылку: Зерно и пар' }).click()
  await dialog.getByRole('img', { name: 'QR-код ссылки' }).waitFor()
  const link = await dialog.getByLabel('Ссылка для клиента').innerText()
  expect(link).toMatch(/^https:\/\/t\.me\/zerno_bot\?start=c_[\w-]{22}$/)
  await dialog.getByText('Ждём клиента').waitFor()
  // In Telegram she calls herself otherwise: the contact keeps the name that a colleague gave it.
  shop.person({ firstName: 'Лёля' }).start(new URL(link).searchParams.get('start') ?? '')
  await dialog.getByText('Клиент пришёл, чат начат').waitFor()
  await dialog.getByRole('button', { name: 'Написать', exact: true }).click()
  await anna.waitForURL(/\/imbox\/1$/)
  await anna.getByRole('heading', { name: 'Ольга Верещагина' }).first().waitFor()
})

test('an upload whose connection breaks says so, goes on from there and arrives whole', async () => {
  const olga = shop.people()[0]
  const bytes = randomBytes(5 * 1024 * 1024)
  const sentFrom: string[] = []
  let isAway = true
  anna.on('request', (request) => {
    const offset = new URL(request.url()).searchParams.get('offset')
    if (request.method() === 'PATCH' && offset !== null) sentFrom.push(offset)
  })
  await anna.route(/\/api\/uploads\/[^/]+\?offset=2097152/, (route) =>
    isAway ? route.abort('internetdisconnected') : route.continue(),
  )
  await field(anna).waitFor()
  await anna
    .locator('input[type=file]')
    .setInputFiles([{ name: 'каталог.bin', mimeType: 'application/octet-stream', buffer: bytes }])
  await anna.getByRole('progressbar', { name: /каталог\.bin: нет связи, загружено 40/ }).waitFor()
  isAway = false
  await anna.evaluate(() => globalThis.dispatchEvent(new Event('online')))
  await anna.getByRole('button', { name: 'Убрать каталог.bin' }).waitFor()
  expect(sentFrom.filter((offset) => offset === '0')).toHaveLength(1)
  await field(anna).fill('Наш каталог')
  await field(anna).press('Enter')
  await message(anna, 'Наш каталог').waitFor()
  await eventually(() => olga?.received().some(({ caption }) => caption === 'Наш каталог')).toBe(true)
  const [file] = await database.db.selectFrom('files').selectAll().where('name', '=', 'каталог.bin').execute()
  expect(file?.size_bytes).toBe(bytes.length)
})

test('in a deal the channel is changed from the keyboard, and other channels of the contact are at hand', async () => {
  await anna.goto(`${base}/deals/1`)
  await field(anna).waitFor()
  await anna.keyboard.press('Alt+c')
  await anna.getByRole('menuitem', { name: 'Все каналы контакта' }).click()
  const dialog = anna.getByRole('dialog', { name: 'Куда написать' })
  await dialog.getByRole('button', { name: 'Получить ссылку: Сервис' }).waitFor()
  await dialog.getByRole('button', { name: /Зерно и пар.*последнее сообщение/ }).click()
  await eventually(() => field(anna).evaluate((each) => each === document.activeElement)).toBe(true)
  await chat(anna).waitFor()
  expect(problems).toEqual([])
})
