import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { ChannelView } from '#contract/channels'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'
import { open, row } from './work-place.ts'

oneAfterAnother()

const database = await createTestDatabase()
const { base, setupCode, telegram } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const anna = await office.newPage()
/** Another screen, in a window of its own. */
let elsewhere: Page
const bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const marina = bot.person({ firstName: 'Марина', lastName: 'Ковалёва' })
const oleg = bot.person({ firstName: 'Олег', lastName: 'Симонов' })
const vera = bot.person({ firstName: 'Вера', lastName: 'Лис' })

const column = (page: Page, stage: string): Locator => page.getByRole('region', { name: stage, exact: true })
const card = (page: Page, stage: string, name: string): Locator =>
  column(page, stage).getByRole('link', { name })
const waiting = 'Неразобранное'
const first = 'Первичный контакт'
const lost = 'Закрыто и не реализовано'

async function call<T>(method: 'POST' | 'PATCH', path: string, data: object): Promise<T> {
  const answer = await office.request.fetch(`${base}/api${path}`, { method, headers: { origin: base }, data })
  expect(answer.status(), await answer.text()).toBe(200)
  return (await answer.json()) as T
}

test('three clients of a channel with incoming leads wait in the first column, on both screens', async () => {
  const language = { language: 'ru', timeZone: 'Europe/Moscow', currency: 'RUB', country: 'RU' }
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  await call('POST', '/setup', { code: setupCode, company: 'Зерно и пар', ...person, ...language })
  const channel = await call<ChannelView>('POST', '/channels', { kind: 'telegram', token: bot.token })
  await call('PATCH', `/channels/${channel.id}`, { settings: { incomingLeads: true } })
  elsewhere = await (await newContext({ storageState: await office.storageState() })).newPage()
  marina.sendText('Есть Versa Duo в графите?')
  await anna.goto(`${base}/deals`)
  await elsewhere.goto(`${base}/deals`)
  oleg.sendText('Сколько стоит помол?')
  vera.sendText('Вы работаете в субботу?')
  for (const page of [anna, elsewhere])
    for (const name of ['Марина', 'Олег', 'Вера']) await card(page, waiting, name).waitFor()
})

test('an accepted lead goes on to the first stage everywhere, comes back when it is undone, and is accepted by the keyboard', async () => {
  const accept = (page: Page): Locator => page.getByRole('button', { name: 'Принять заявку Марина Ковалёва' })
  await accept(anna).click()
  await card(anna, first, 'Марина').waitFor()
  await card(elsewhere, first, 'Марина').waitFor()
  await anna.getByRole('button', { name: 'Отменить' }).click()
  await card(elsewhere, waiting, 'Марина').waitFor()
  await accept(elsewhere).focus()
  await elsewhere.keyboard.press('Enter')
  await card(anna, first, 'Марина').waitFor()
  expect(await accept(anna).count()).toBe(0)
})

test('one that is declined above its chat is lost, its conversation closed, and nobody else can take it', async () => {
  await anna.goto(`${base}/imbox`)
  await open(anna, 'Олег')
  await row(anna, 'Олег')
    .getByText(/Неразобранное/)
    .waitFor()
  await anna.getByRole('button', { name: 'Отклонить заявку Олег Симонов' }).click()
  await anna.getByRole('dialog').getByRole('button', { name: 'Отклонить' }).click()
  await card(elsewhere, lost, 'Олег').waitFor()
  await anna.getByText('Закрыта', { exact: true }).first().waitFor()
  await eventually(() => anna.getByRole('button', { name: /заявку Олег/ }).count()).toBe(0)
})

test('one that is joined to a deal brings its talk there, and is gone from the board', async () => {
  await elsewhere.goto(`${base}/deals`)
  await card(elsewhere, waiting, 'Вера').waitFor()
  await anna.goto(`${base}/deals`)
  await card(anna, waiting, 'Вера').click()
  const address = anna.url()
  await anna.getByRole('button', { name: 'Связать заявку Вера Лис' }).click()
  const dialog = anna.getByRole('dialog')
  await dialog.getByRole('textbox').fill('Марина')
  await dialog.getByRole('button', { name: /Марина/ }).click()
  await anna.getByText('Вы работаете в субботу?').first().waitFor()
  await anna
    .getByRole('heading', { name: /Марина/ })
    .first()
    .waitFor()
  await eventually(() => card(elsewhere, waiting, 'Вера').count()).toBe(0)
  await anna.goto(address)
  await anna
    .getByRole('heading', { name: /Марина/ })
    .first()
    .waitFor()
})

test('one that a colleague accepts while it is moved here stays where he put it', async () => {
  const client = bot.person({ firstName: 'Глеб', lastName: 'Орлов' })
  client.sendText('Есть обжарка под турку?')
  for (const page of [anna, elsewhere]) await page.goto(`${base}/deals`)
  await card(elsewhere, waiting, 'Глеб').waitFor()
  const held = Promise.withResolvers<void>()
  const changes = /\/api\/deals\/changes$/
  await anna.route(changes, async (route) => {
    await held.promise
    await route.continue()
  })
  await card(anna, waiting, 'Глеб').focus()
  await anna.keyboard.press('Space')
  for (let step = 0; step < 2; step += 1) await anna.keyboard.press('ArrowRight')
  await anna.keyboard.press('Space')
  await card(anna, 'Переговоры', 'Глеб').waitFor()
  await elsewhere.getByRole('button', { name: 'Принять заявку Глеб Орлов' }).click()
  await card(anna, first, 'Глеб').waitFor()
  held.resolve()
  await anna.getByText('Сделку уже изменил кто-то другой').waitFor()
  await eventually(() => card(anna, first, 'Глеб').count()).toBe(1)
  expect(await card(anna, waiting, 'Глеб').count()).toBe(0)
  await anna.unroute(changes)
})

test('nothing failed in the browsers', () => {
  expect(problems).toEqual([])
})
