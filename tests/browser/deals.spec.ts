import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'

oneAfterAnother()

const database = await createTestDatabase()
const { base, setupCode, telegram } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const anna = await office.newPage()
/** Another screen, signed in as well; in a window of its own, or the browser would draw it once a second. */
let elsewhere: Page
const bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const marina = bot.person({ firstName: 'Марина', lastName: 'Ковалёва' })
const oleg = bot.person({ firstName: 'Олег', lastName: 'Симонов' })

const column = (page: Page, stage: string): Locator => page.getByRole('region', { name: stage, exact: true })
const card = (page: Page, stage: string, name: string): Locator =>
  column(page, stage).getByRole('link', { name })

async function post(path: string, body: object): Promise<void> {
  const answer = await office.request.post(`${base}/api${path}`, { data: body, headers: { origin: base } })
  expect(answer.status(), await answer.text()).toBe(200)
}

async function middleOf(place: Locator): Promise<{ x: number; y: number }> {
  const box = await place.boundingBox()
  if (!box) throw new Error('Nothing to be seen there')
  return { x: box.x + box.width / 2, y: box.y + Math.min(box.height, 200) / 2 }
}

/** As a hand does it: down, moves until the column shows that it would take the card (the board may scroll meanwhile), up. */
async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  const start = await middleOf(from)
  await page.mouse.move(start.x, start.y)
  await page.mouse.down()
  await page.mouse.move(start.x + 10, start.y + 10)
  await page.locator('[data-dragging]').waitFor()
  for (;;) {
    const end = await middleOf(to)
    await page.mouse.move(end.x, end.y, { steps: 4 })
    if ((await to.and(page.locator('[data-target]')).count()) > 0) break
  }
  await page.mouse.up()
}

test('a shop with deals of two clients and one made on the board', async () => {
  const language = { language: 'ru', timeZone: 'Europe/Moscow', currency: 'RUB', country: 'RU' }
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  await post('/setup', { code: setupCode, company: 'Зерно и пар', ...person, ...language })
  await post('/channels', { kind: 'telegram', token: bot.token })
  elsewhere = await (await newContext({ storageState: await office.storageState() })).newPage()
  marina.sendText('Есть Versa Duo в графите?')
  oleg.sendText('Сколько стоит помол?')
  await anna.goto(`${base}/deals`)
  await elsewhere.goto(`${base}/deals`)
  await card(anna, 'Первичный контакт', 'Марина Ковалёва').waitFor()
  await card(anna, 'Первичный контакт', 'Олег Симонов').waitFor()
  await column(anna, 'Переговоры')
    .getByRole('button', { name: /Добавить сделку/ })
    .click()
  await anna.getByRole('textbox', { name: 'Название сделки' }).fill('Кофемашина в офис')
  await anna.getByRole('textbox', { name: 'Бюджет' }).fill('184 500')
  await anna.keyboard.press('Enter')
  await card(elsewhere, 'Переговоры', 'Кофемашина в офис').waitFor()
  await anna.keyboard.press('Escape')
  await anna.getByText(/3 сделки, 184\s500/).waitFor()
})

test('a dragged card is in its new stage at once and on the other screen, and comes back when it is undone', async () => {
  await drag(anna, card(anna, 'Первичный контакт', 'Олег'), column(anna, 'Принимают решение'))
  await card(anna, 'Принимают решение', 'Олег').waitFor()
  await card(elsewhere, 'Принимают решение', 'Олег').waitFor()
  await anna.getByRole('button', { name: 'Отменить' }).click()
  await card(anna, 'Первичный контакт', 'Олег').waitFor()
  await card(elsewhere, 'Первичный контакт', 'Олег').waitFor()
})

test('the keyboard carries a card too, and a lost deal is asked for its reason', async () => {
  await card(anna, 'Переговоры', 'Кофемашина').focus()
  await anna.keyboard.press('Space')
  for (let step = 0; step < 4; step += 1) await anna.keyboard.press('ArrowRight')
  await anna.keyboard.press('Space')
  const dialog = anna.getByRole('dialog', { name: 'Почему сделка закрыта?' })
  await dialog.getByRole('radio', { name: 'Дорого' }).check()
  await dialog.getByRole('button', { name: 'Закрыть сделку' }).click()
  await card(elsewhere, 'Закрыто и не реализовано', 'Кофемашина').waitFor()
  await card(anna, 'Закрыто и не реализовано', 'Кофемашина').click()
  await anna.getByText('причина: Дорого').waitFor()
})

test('the filter by read conversations finds a deal when all of them are read, also by its address', async () => {
  const answer = await office.request.get(`${base}/api/conversations?preset=open&read=any&sort=recent`)
  const { items } = (await answer.json()) as { items: { number: number; contact: { name: string } }[] }
  const number = items.find(({ contact }) => contact.name.startsWith('Марина'))?.number ?? 0
  await anna.goto(`${base}/deals`)
  await anna.getByRole('button', { name: 'Фильтр' }).click()
  await anna.getByRole('radio', { name: 'Все прочитаны' }).check()
  await anna.getByText(/^0 сделок/).waitFor()
  await post(`/conversations/${number}/reading`, { way: 'marked' })
  await card(anna, 'Первичный контакт', 'Марина').waitFor()
  await elsewhere.goto(anna.url())
  await card(elsewhere, 'Первичный контакт', 'Марина').waitFor()
  expect(await card(elsewhere, 'Первичный контакт', 'Олег').count()).toBe(0)
  // She writes again: the deal has an unread conversation.
  marina.sendText('И ещё вопрос')
  await eventually(() => card(anna, 'Первичный контакт', 'Марина').count()).toBe(0)
  await anna.getByRole('button', { name: 'Сбросить' }).click()
  await card(anna, 'Первичный контакт', 'Марина').waitFor()
})

test('in the list several deals get another stage in one go, and back', async () => {
  await anna.getByText('Список', { exact: true }).click()
  await anna.getByRole('checkbox', { name: /Выделить сделку Марина/ }).click()
  await anna.getByRole('checkbox', { name: /Выделить сделку Олег/ }).click({ modifiers: ['Shift'] })
  await anna.getByRole('button', { name: 'Сменить этап' }).click()
  await anna.getByRole('menuitem', { name: 'Успешно реализовано' }).click()
  const won = anna.getByRole('row').filter({ hasText: 'Успешно реализовано' })
  await eventually(() => won.count()).toBe(2)
  await anna.getByText('Изменены 2 сделки').waitFor()
  await anna.getByRole('button', { name: 'Отменить' }).last().click()
  await eventually(() => won.count()).toBe(0)
  expect(problems).toEqual([])
})
