import { randomUUID } from 'node:crypto'
import type { Locator, Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'
import { field, message, open, row } from './work-place.ts'

vi.setConfig({ testTimeout: 900_000 })
oneAfterAnother()

const database = await createTestDatabase()
const { db } = database
const { base, setupCode, telegram } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const service = await newContext()
for (const context of [office, service]) context.setDefaultTimeout(300_000)
const [anna, boris] = [await office.newPage(), await service.newPage()]
const bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const names = ['Марина', 'Тимур', 'Светлана', 'Игорь', 'Ольга']
const people = names.map((firstName) => bot.person({ firstName }))
const language = { language: 'ru', timeZone: 'Europe/Moscow' }

const list = (page: Page): Locator => page.getByRole('listbox', { name: 'Беседы' })
const bar = (page: Page): Locator => page.getByRole('toolbar', { name: 'Действия с выбранными беседами' })
const pane = (page: Page): Locator => page.getByRole('region', { name: 'Массовые действия' })
const dialog = (page: Page): Locator => page.getByRole('dialog')
const selected = (page: Page): Promise<number> =>
  list(page).locator('[role=option][aria-selected=true]').count()

async function putAway(page: Page, title: string): Promise<void> {
  const line = pane(page).getByRole('article').filter({ hasText: title })
  await line.getByRole('button', { name: 'Убрать' }).click()
  await line.waitFor({ state: 'detached' })
}

async function post(context: typeof office, path: string, body: object): Promise<unknown> {
  const answer = await context.request.post(`${base}/api${path}`, { data: body, headers: { origin: base } })
  expect(answer.status(), await answer.text()).toBe(200)
  return answer.json()
}

test('a shop of two colleagues, and five clients who write', async () => {
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  const place = { currency: 'RUB', country: 'RU' }
  await post(office, '/setup', { code: setupCode, company: 'Зерно и пар', ...person, ...language, ...place })
  await post(office, '/channels', { kind: 'telegram', token: bot.token })
  const role = await db.selectFrom('roles').select('id').where('kind', '=', 'admin').executeTakeFirstOrThrow()
  const invitation = (await post(office, '/invitations', { roleId: role.id })) as { link: string }
  const token = invitation.link.split('/').at(-1) ?? ''
  const joined = { name: 'Борис', email: 'boris@example.com', password: person.password, ...language }
  await post(service, `/invitations/${token}/acceptance`, joined)
  for (const [i, client] of people.entries()) {
    client.sendText('Есть в наличии?')
    const opened = db.selectFrom('conversations').select('number')
    await eventually(async () => (await opened.execute()).length).toBe(i + 1)
  }
  await Promise.all([anna.goto(`${base}/imbox`), boris.goto(`${base}/imbox`)])
  for (const page of [anna, boris]) await eventually(() => row(page, 'Есть в наличии').count()).toBe(5)
})

test('by the keyboard: one, a range, everything of the filter; no reply needed for all, seen by both', async () => {
  await anna.keyboard.press('j')
  await field(anna).waitFor()
  await anna.keyboard.press('x')
  await bar(anna).getByText('Выбрано: 1').waitFor()
  await anna.keyboard.press('Shift+J')
  await anna.keyboard.press('Shift+J')
  await bar(anna).getByText('Выбрано: 3').waitFor()
  expect(await selected(anna)).toBe(3)
  await anna.keyboard.press('Escape')
  await bar(anna).waitFor({ state: 'detached' })
  await anna.keyboard.press('Control+A')
  await bar(anna).getByText('Все по фильтру: 5').waitFor()
  await bar(anna).getByRole('button', { name: 'Не требует ответа' }).click()
  await dialog(anna).getByText('5 бесед', { exact: true }).waitFor()
  await dialog(anna).getByText('Отменить это нельзя').waitFor()
  await anna.keyboard.press('Enter')
  await pane(anna).getByText('Готово: 5').waitFor()
  await boris.getByRole('tab', { name: /Без ответа/ }).click()
  await eventually(() => row(boris, 'Есть в наличии').count()).toBe(0)
  await boris.getByRole('tab', { name: /Открытые/ }).click()
})

test('by the pointer: a box, a range with Shift; closing says before what cannot be undone, and its end outlives a reload', async () => {
  const box = row(anna, 'Игорь').locator('xpath=..').locator('span[aria-hidden=true]').last()
  // It is there under the pointer only, and the rows move when what was done before is told above them.
  await eventually(async () => {
    await row(anna, 'Игорь').hover()
    return box.isVisible()
  }).toBe(true)
  await box.click()
  await row(anna, 'Светлана').click({ modifiers: ['Shift'] })
  await bar(anna).getByText('Выбрано: 2').waitFor()
  await bar(anna).getByRole('button', { name: 'Закрыть' }).click()
  await dialog(anna).getByText('2 беседы', { exact: true }).waitFor()
  await dialog(anna).getByText('Закрытую беседу нельзя открыть снова').waitFor()
  await dialog(anna).getByRole('button', { name: 'Закрыть беседы' }).click()
  await pane(anna).getByText('Готово: 2').waitFor()
  await eventually(() => row(boris, 'Есть в наличии').count()).toBe(3)
  await anna.goto(`${base}/imbox`)
  await pane(anna).getByText('Готово: 2').waitFor()
  await putAway(anna, 'Закрытие бесед')
  await putAway(anna, 'Отметка «Не требует ответа»')
  await pane(anna).waitFor({ state: 'detached' })
})

test('a mark is undone; what was left is told with its reason', async () => {
  const { items } = (await (await office.request.get(`${base}/api/conversations`)).json()) as {
    items: { number: number }[]
  }
  const numbers = items.map(({ number }) => number)
  await anna.keyboard.press('Control+A')
  await bar(anna).getByRole('button', { name: 'Ещё действия' }).click()
  await anna.getByRole('menuitem', { name: 'Отметить непрочитанными' }).click()
  await dialog(anna).getByText('Это можно будет отменить').waitFor()
  await dialog(anna).getByRole('button', { name: 'Отметить непрочитанными' }).click()
  await pane(anna).getByText('Готово: 3').waitFor()
  await pane(anna).getByRole('button', { name: 'Отменить' }).click()
  await pane(anna).getByText('Возвращено: 3').waitFor()
  await putAway(anna, 'Отметка непрочитанными')
  const begun = { id: randomUUID(), change: { kind: 'read' }, target: { numbers: [numbers[0]] } }
  await post(office, '/bulk-actions', begun)
  await pane(anna).getByRole('button', { name: 'Показать' }).click()
  await dialog(anna).getByText('Уже так').waitFor()
  await anna.keyboard.press('Escape')
  await putAway(anna, 'Отметка прочитанными')
})

test('a colleague who looks and writes is seen; his answer meanwhile is shown with its words before one sends', async () => {
  await open(anna, 'Марина')
  await open(boris, 'Марина')
  await anna.getByText('Смотрит Борис').first().waitFor()
  await row(anna, 'Марина').getByText('Смотрит Борис').waitFor({ state: 'attached' })
  await field(anna).fill('Есть, и на складе')
  await field(boris).fill('Есть, две штуки')
  await boris.getByText('Анна пишет…').first().waitFor()
  await field(boris).press('Enter')
  await message(anna, 'Есть, две штуки').waitFor()
  await field(anna).press('Enter')
  const asking = message(anna, 'Есть, и на складе')
  await asking.getByText('Есть, две штуки').waitFor()
  await asking.getByRole('button', { name: 'Отправить всё равно' }).click()
  const got = (): string => JSON.stringify(people[0]?.received().map(({ text }) => text))
  await eventually(got).toContain('Есть, и на складе')
  await boris.goto(`${base}/tasks`)
  await anna.getByText('Смотрит Борис').first().waitFor({ state: 'detached' })
})

test('a client is written to with C', async () => {
  await list(anna).focus()
  await anna.keyboard.press('c')
  await dialog(anna).getByRole('combobox', { name: 'Кому' }).fill('Тимур')
  await anna.getByRole('option', { name: /Тимур/ }).last().click()
  await dialog(anna)
    .getByRole('button', { name: /Зерно и пар/ })
    .click()
  await anna.getByRole('heading', { name: 'Тимур' }).first().waitFor()
})

test('on a phone a finger that rests on a row selects it, and taps go on', async () => {
  const phone = await newContext({
    viewport: { width: 390, height: 780 },
    hasTouch: true,
    isMobile: true,
    storageState: await office.storageState(),
  })
  const page = await phone.newPage()
  await page.goto(`${base}/imbox`)
  await row(page, 'Тимур').waitFor()
  const touch = { pointerType: 'touch', isPrimary: true, clientX: 100, clientY: 300, bubbles: true }
  await row(page, 'Тимур').dispatchEvent('pointerdown', touch)
  await bar(page).getByText('Выбрано: 1').waitFor()
  await row(page, 'Тимур').dispatchEvent('pointerup', touch)
  await row(page, 'Ольга').tap()
  await bar(page).getByText('Выбрано: 2').waitFor()
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(390)
  await phone.close()
  expect(problems).toEqual([])
})
