import type { Locator, Page, Response } from 'playwright-core'
import { expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'
import { bell, bellCount, centre, open, openMenu } from './work-place.ts'

oneAfterAnother()

const database = await createTestDatabase()
const { base, setupCode, telegram } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const anna = await office.newPage()
const elsewhere = await office.newPage()
const bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const marina = bot.person({ firstName: 'Марина', lastName: 'Ковалёва' })

async function post(path: string, body: object): Promise<void> {
  const answer = await office.request.post(`${base}/api${path}`, { data: body, headers: { origin: base } })
  expect(answer.status(), await answer.text()).toBe(200)
}

/** Jobs of a kind whose time has come. */
async function makeDue(kind: 'task' | 'reminder'): Promise<void> {
  await database.pool.query(
    `update graphile_worker._private_jobs set run_at = now() where key like '${kind}:%'`,
  )
}

const group = (page: Page, name: string): Locator => page.getByRole('region', { name })
/** The answer to the next change of a task that the page asks for. */
const changed = (page: Page): Promise<Response> =>
  page.waitForResponse(
    (response) => response.request().method() === 'PATCH' && response.url().includes('/api/tasks/'),
  )
const toast = (page: Page, words: string): Promise<void> => page.getByText(words).first().waitFor()

test('a shop with one client', async () => {
  const language = { language: 'ru', timeZone: 'Europe/Moscow', currency: 'RUB', country: 'RU' }
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  await post('/setup', { code: setupCode, company: 'Зерно и пар', ...person, ...language })
  await post('/channels', { kind: 'telegram', token: bot.token })
  marina.sendText('Перезвоните мне насчёт кофемашины')
  await anna.goto(`${base}/imbox`)
  await open(anna, 'кофемашины')
})

test('a task is made from a message; a form without a day says so beside it', async () => {
  await (await openMenu(anna, 'кофемашины')).getByRole('menuitem', { name: 'Поставить задачу' }).click()
  const dialog = anna.getByRole('dialog', { name: 'Новая задача' })
  await eventually(() => dialog.getByLabel('Что сделать').inputValue()).toBe(
    'Перезвоните мне насчёт кофемашины',
  )
  const day = await dialog.getByLabel('День').inputValue()
  await dialog.getByLabel('День').fill('')
  await dialog.getByRole('button', { name: 'Поставить задачу' }).click()
  await dialog.getByText('Укажите день').waitFor()
  await dialog.getByLabel('День').fill(day)
  await dialog.getByLabel('Что сделать').fill('Перезвонить насчёт кофемашины')
  await dialog.getByRole('button', { name: 'Поставить задачу' }).click()
  await toast(anna, 'Задача поставлена')
})

test('it stands in the list of tasks and leads to the message in its card', async () => {
  await anna.goto(`${base}/tasks`)
  const tomorrow = group(anna, 'Завтра')
  await tomorrow.getByText('Перезвонить насчёт кофемашины').waitFor()
  await tomorrow.getByRole('link', { name: 'К сообщению' }).click()
  await anna.waitForURL(/\/deals\/\d+#line=/)
  await anna.getByRole('log').getByText('Перезвоните мне насчёт кофемашины').waitFor()
})

test('a note is written in the card, pinned above the feed, and seen on another screen', async () => {
  await elsewhere.goto(anna.url().replace(/#.*/, ''))
  await elsewhere.getByRole('log').waitFor()
  await anna.getByRole('button', { name: 'Написать примечание' }).click()
  const dialog = anna.getByRole('dialog', { name: 'Написать примечание' })
  await dialog.getByRole('button', { name: 'Сохранить' }).click()
  await dialog.getByText('Напишите текст или приложите файл').waitFor()
  await dialog.getByLabel('Текст примечания').fill('Торгуется, но берёт')
  await dialog.getByRole('button', { name: 'Сохранить' }).click()
  const inFeed = elsewhere.getByRole('log').getByRole('article').filter({ hasText: 'Торгуется, но берёт' })
  await inFeed.getByRole('button', { name: 'Действия с примечанием' }).click()
  await elsewhere.getByRole('menuitem', { name: 'Закрепить' }).click()
  await group(anna, 'Закреплённые примечания: 1').getByText('Торгуется, но берёт').waitFor()
})

test('the task is completed in the card with a result, once for all screens', async () => {
  const side = anna.getByRole('button', { name: 'Выполнить: Перезвонить насчёт кофемашины' }).first()
  await side.click()
  const result = anna.getByRole('textbox', { name: 'Результат' })
  await result.fill('Ждёт договор')
  // It cannot be saved: what was written stays, with the reason.
  const completion = '**/api/tasks/*/completion'
  await anna.route(completion, (route) => route.abort())
  await result.press('Control+Enter')
  await eventually(() => result.getAttribute('aria-invalid')).toBe('true')
  expect(await result.inputValue()).toBe('Ждёт договор')
  await anna.unroute(completion)
  await result.press('Control+Enter')
  await toast(anna, 'Задача выполнена')
  await elsewhere.getByRole('log').getByText('Ждёт договор').first().waitFor()
})

test('a task made on a company stands on its page and in its feed, and leads to it from the list', async () => {
  const answer = await office.request.post(`${base}/api/companies`, {
    data: { name: 'Кофейня «Угол»' },
    headers: { origin: base },
  })
  const { id }: { id: number } = await answer.json()
  await anna.goto(`${base}/companies/${id}`)
  await anna.getByRole('button', { name: 'Поставить задачу', exact: true }).click()
  const dialog = anna.getByRole('dialog', { name: 'Новая задача' })
  await dialog.getByText('К чему: Кофейня «Угол»').waitFor()
  await dialog.getByLabel('Что сделать').fill('Продлить договор')
  await dialog.getByRole('button', { name: 'Поставить задачу', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  const onPage = anna.getByRole('button', { name: 'Выполнить: Продлить договор', exact: true })
  await anna.getByRole('log').getByText('Продлить договор').waitFor()
  await eventually(() => onPage.count()).toBe(2)
  await anna.goto(`${base}/tasks`)
  await group(anna, 'Завтра').getByRole('link', { name: 'Кофейня «Угол»' }).click()
  await anna.waitForURL(`${base}/companies/${id}`)
})

test('a task is carried to another day of the month by the keyboard', async () => {
  await anna.goto(`${base}/tasks`)
  await anna.getByRole('button', { name: 'Новая задача' }).click()
  const dialog = anna.getByRole('dialog', { name: 'Новая задача' })
  await dialog.getByLabel('Что сделать').fill('Отправить договор')
  await dialog.getByRole('button', { name: 'Поставить задачу' }).click()
  await toast(anna, 'Задача поставлена')
  await anna.getByText('Неделя', { exact: true }).click()
  await anna.getByText('Месяц', { exact: true }).click()
  const chip = anna.locator('[data-day]').getByRole('button', { name: /Отправить договор/ })
  const from = await chip.locator('xpath=ancestor::*[@data-day]').getAttribute('data-day')
  await chip.focus()
  await anna.keyboard.press('Space')
  await anna.getByRole('status').filter({ hasText: 'Взята задача' }).waitFor()
  await anna.keyboard.press('ArrowUp')
  const saved = changed(anna)
  await anna.keyboard.press('Space')
  const place = () => chip.locator('xpath=ancestor::*[@data-day]').getAttribute('data-day')
  await eventually(async () => Date.parse((await place()) ?? '')).toBe(
    Date.parse(from ?? '') - 7 * 86_400_000,
  )
  await saved
})

test('a move is not undone over the day that somebody else has chosen meanwhile', async () => {
  const chip = anna.locator('[data-day]').getByRole('button', { name: /Отправить договор/ })
  const place = () => chip.locator('xpath=ancestor::*[@data-day]').getAttribute('data-day')
  const from = (await place()) ?? ''
  const moved = changed(anna)
  await chip.focus()
  await anna.keyboard.press('Space')
  await anna.keyboard.press('ArrowDown')
  await anna.keyboard.press('Space')
  const task: { id: number } = await (await moved).json()
  const due = { on: new Date(Date.parse(from) + 86_400_000).toISOString().slice(0, 10) }
  const theirs = await office.request.patch(`${base}/api/tasks/${task.id}`, {
    data: { due },
    headers: { origin: base },
  })
  expect(theirs.status()).toBe(200)
  await anna.getByRole('button', { name: 'Отменить' }).last().click()
  await toast(anna, 'Отменить уже нельзя')
  await eventually(async () => Date.parse((await place()) ?? '')).toBe(Date.parse(from) + 86_400_000)
})

test('of a task that somebody else has changed meanwhile one chooses whose words stay; what he did not touch stays his', async () => {
  await anna.goto(`${base}/tasks`)
  await anna.getByRole('button', { name: 'Новая задача' }).click()
  const fresh = anna.getByRole('dialog', { name: 'Новая задача' })
  await fresh.getByLabel('Что сделать').fill('Сверить счёт')
  const made = anna.waitForResponse((response) => response.url().endsWith('/api/tasks'))
  await fresh.getByRole('button', { name: 'Поставить задачу' }).click()
  const task: { id: number } = await (await made).json()
  await fresh.waitFor({ state: 'hidden' })

  await anna.getByRole('button', { name: 'Действия с задачей: Сверить счёт' }).click()
  await anna.getByRole('menuitem', { name: 'Изменить' }).click()
  const form = anna.getByRole('dialog', { name: 'Задача' })
  const words = form.getByLabel('Что сделать')
  await words.fill('Сверить счёт и акт')
  // Its day is another as well: it goes to another part of the list under the open form.
  const change = { text: 'Сверить счёт с банком', typeId: 3, due: { on: '2099-12-31' } }
  const theirs = await office.request.patch(`${base}/api/tasks/${task.id}`, {
    data: change,
    headers: { origin: base },
  })
  expect(theirs.status()).toBe(200)
  await anna.getByText('Сверить счёт с банком').first().waitFor()
  expect(await words.inputValue()).toBe('Сверить счёт и акт')
  await form.getByRole('button', { name: 'Сохранить' }).click()
  await form.getByRole('button', { name: 'Оставить их' }).click()
  await eventually(() => words.inputValue()).toBe('Сверить счёт с банком')
  await form.getByText('Пока вы меняли, коллега сохранил здесь другое').waitFor({ state: 'hidden' })

  await words.fill('Сверить счёт, акт и договор')
  const again = await office.request.patch(`${base}/api/tasks/${task.id}`, {
    data: { text: 'Сверить всё' },
    headers: { origin: base },
  })
  expect(again.status()).toBe(200)
  await form.getByRole('button', { name: 'Сохранить' }).click()
  await form.getByRole('button', { name: 'Оставить моё' }).click()
  await form.waitFor({ state: 'hidden' })
  const kept = await office.request.get(`${base}/api/tasks/${task.id}`)
  expect(await kept.json()).toMatchObject({ text: 'Сверить счёт, акт и договор', type: { id: 3 } })
})

test('a result that is being written stays in its field when the task goes to another part of the list', async () => {
  const words = 'Сверить счёт, акт и договор'
  const result = (part: string): Locator => group(anna, part).getByRole('textbox', { name: 'Результат' })
  await group(anna, 'Позже')
    .getByRole('button', { name: `Выполнить: ${words}` })
    .click()
  await result('Позже').fill('Сошлось до')
  const { items }: { items: { id: number; text: string }[] } = await (
    await office.request.get(`${base}/api/tasks?group=later`)
  ).json()
  const id = items.find(({ text }) => text === words)?.id ?? 0
  const moved = await office.request.patch(`${base}/api/tasks/${id}`, {
    data: { due: { at: '2020-01-01T00:00:00.000Z' } },
    headers: { origin: base },
  })
  expect(moved.status()).toBe(200)
  await eventually(() => result('Просрочены').inputValue()).toBe('Сошлось до')
  await anna.keyboard.type(' копейки')
  await anna.keyboard.press('Enter')
  await toast(anna, 'Задача выполнена')
  const kept = await office.request.get(`${base}/api/tasks/${id}`)
  expect(await kept.json()).toMatchObject({ completed: { result: 'Сошлось до копейки' } })
})

test('what is due and what one wanted to be reminded of is told in the centre', async () => {
  await anna.goto(`${base}/tasks`)
  await anna.getByRole('button', { name: 'Новая задача' }).click()
  const dialog = anna.getByRole('dialog', { name: 'Новая задача' })
  await dialog.getByLabel('Что сделать').fill('Позвонить в банк')
  await dialog.getByRole('button', { name: 'Поставить задачу' }).click()
  await toast(anna, 'Задача поставлена')
  await anna.goto(`${base}/imbox`)
  await open(anna, 'кофемашины')
  await anna.getByRole('button', { name: 'Другие действия' }).click()
  await anna.getByRole('menuitem', { name: /Напомнить позже/ }).click()
  await anna
    .getByRole('dialog')
    .getByRole('button', { name: /Через час/ })
    .click()
  await toast(anna, 'Напомним')
  // The centre is opened just before: its first answer is of that moment, and comes when all has been told.
  const before = await bellCount(anna)
  const told = Promise.withResolvers<void>()
  await anna.route(
    '**/api/notifications?*',
    async (route) => {
      const response = await route.fetch()
      await told.promise
      await route.fulfill({ response })
    },
    { times: 1 },
  )
  const asked = anna.waitForRequest('**/api/notifications?*')
  await bell(anna).click()
  await asked
  await makeDue('task')
  await makeDue('reminder')
  await eventually(() => bellCount(anna).then((count) => count >= before + 2)).toBe(true)
  told.resolve()
  await centre(anna).getByText('Позвонить в банк').waitFor()
  await centre(anna).getByText('Вы просили напомнить').waitFor()
  expect(problems).toEqual([])
})
