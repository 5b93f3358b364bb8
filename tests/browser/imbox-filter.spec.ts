import type { Locator, Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'
import { open, preset, row } from './work-place.ts'

vi.setConfig({ testTimeout: 600_000 })
oneAfterAnother()

const database = await createTestDatabase()
const { base, setupCode, telegram } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const [anna, other] = [await office.newPage(), await office.newPage()]
const shop = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const service = telegram.createBot({ name: 'Сервис', username: 'zerno_service_bot' })

const panel = (page: Page): Locator => page.getByRole('search', { name: 'Фильтр' })
const count = (page: Page, name: string): Promise<string> => preset(page, name).innerText()

async function post(path: string, body: object): Promise<void> {
  const answer = await office.request.post(`${base}/api${path}`, { data: body, headers: { origin: base } })
  expect(answer.status(), await answer.text()).toBe(200)
}

test('a shop with two bots, and three clients who write', async () => {
  const language = { language: 'ru', timeZone: 'Europe/Moscow', currency: 'RUB', country: 'RU' }
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  await post('/setup', { code: setupCode, company: 'Зерно и пар', ...person, ...language })
  await post('/channels', { kind: 'telegram', token: shop.token })
  await post('/channels', { kind: 'telegram', token: service.token })
  shop.person({ firstName: 'Марина' }).sendText('Есть в наличии?')
  shop.person({ firstName: 'Тимур' }).sendText('Когда привезёте?')
  service.person({ firstName: 'Ольга' }).sendText('Не греет')
  await Promise.all([anna.goto(`${base}/imbox`), other.goto(`${base}/imbox`)])
  for (const name of ['Марина', 'Тимур', 'Ольга']) await row(anna, name).waitFor()
})

test('a filter is set from the keyboard, stands in the address and survives a reload', async () => {
  await anna.keyboard.press('Shift+F')
  await panel(anna).getByRole('button', { name: 'Сервис' }).click()
  await panel(anna).getByRole('button', { name: 'Применить' }).press('Enter')
  await eventually(() => row(anna, '').count()).toBe(1)
  await row(anna, 'Ольга').waitFor()
  expect(new URL(anna.url()).searchParams.get('channelId')).toMatch(/^\d+$/)
  await anna.reload()
  await row(anna, 'Ольга').waitFor()
  expect(await row(anna, '').count()).toBe(1)
  await anna.getByText('1 беседа').waitFor()
})

test('it is kept under a name, taken again, deleted and brought back', async () => {
  await anna.keyboard.press('Shift+F')
  await panel(anna).getByRole('button', { name: 'Сохранить фильтр' }).click()
  await anna.getByLabel('Название').fill('Поломки')
  await anna.getByLabel('Название').press('Enter')
  await anna.getByRole('button', { name: 'Убрать условие: Сервис' }).click()
  await eventually(() => row(anna, '').count()).toBe(3)
  const views = anna.getByRole('button', { name: 'Сохранённые фильтры' })
  await views.click()
  await anna.getByRole('button', { name: 'Поломки', exact: true }).click()
  await eventually(() => row(anna, '').count()).toBe(1)
  await views.click()
  await anna.getByRole('button', { name: 'Действия с фильтром «Поломки»' }).click()
  await anna.getByRole('menuitem', { name: 'Удалить' }).click()
  await anna.getByRole('button', { name: 'Отменить' }).click()
  // The list of views goes with its last one, and comes back with it.
  await views.waitFor()
})

test('an empty list says which conditions hide everything, and clears them', async () => {
  await anna.goto(`${base}/imbox?card=customer&way=out`)
  const empty = anna.getByText('Открытые · Покупатель · Мы')
  await empty.waitFor()
  await anna.getByRole('button', { name: 'Сбросить фильтр' }).click()
  await eventually(() => row(anna, '').count()).toBe(3)
})

test('a star and a subscription are set by their keys and are there in the other window', async () => {
  await open(anna, 'Тимур')
  await anna.getByRole('log').focus()
  await anna.keyboard.press('s')
  await anna.keyboard.press('u')
  await anna.getByRole('button', { name: 'Избранная беседа', pressed: true }).waitFor()
  await anna.getByRole('button', { name: 'Подписка на беседу', pressed: true }).waitFor()
  for (const page of [anna, other]) {
    await eventually(() => count(page, 'Избранные')).toMatch(/^1/)
    await eventually(() => count(page, 'Подписки')).toMatch(/^1/)
  }
  await preset(other, 'Избранные').click()
  await row(other, 'Тимур').waitFor()
  await eventually(() => row(other, '').count()).toBe(1)
  await anna.keyboard.press('s')
  await eventually(() => row(other, '').count()).toBe(0)
  await other.getByText('Здесь будут отмеченные беседы').waitFor()
})

test('on a phone the filter opens, is applied and is there after a chat', async () => {
  await anna.setViewportSize({ width: 390, height: 844 })
  await anna.goto(`${base}/imbox`)
  await anna.getByRole('button', { name: 'Фильтр', exact: true }).click()
  await panel(anna).getByRole('button', { name: 'Сервис' }).click()
  await panel(anna).getByRole('button', { name: 'Применить' }).click()
  await eventually(() => row(anna, '').count()).toBe(1)
  await open(anna, 'Ольга')
  await anna.getByRole('button', { name: 'К списку бесед' }).first().click()
  await eventually(() => row(anna, '').count()).toBe(1)
  expect(new URL(anna.url()).searchParams.has('channelId')).toBe(true)
  expect(problems).toEqual([])
})
