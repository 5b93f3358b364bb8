import type { Locator, Page } from 'playwright-core'
import { beforeEach, expect, test, vi } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { startWholeProduct } from './whole-product.ts'
import { bell, centre, field, open, row } from './work-place.ts'

// Each step goes on from where the one before has ended.
vi.setConfig({ testTimeout: 600_000 })
let isBroken = false
beforeEach(({ skip, onTestFailed }) => {
  skip(isBroken)
  onTestFailed(() => {
    isBroken = true
  })
})

const database = await createTestDatabase()
const { db } = database
const { base, setupCode, telegram } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const headOffice = await newContext()
const [anna, boris] = [await office.newPage(), await headOffice.newPage()]
const bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const marina = bot.person({ firstName: 'Марина' })
const timur = bot.person({ firstName: 'Тимур' })
const language = { language: 'ru', timeZone: 'Europe/Moscow' }
const minuteMs = 60_000

type Context = typeof office
async function ask<T>(
  context: Context,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  data?: object,
): Promise<T> {
  const answer = await context.request.fetch(`${base}/api${path}`, {
    method,
    headers: { origin: base },
    ...(data && { data }),
  })
  expect(answer.status(), await answer.text()).toBe(200)
  return (await answer.json()) as T
}
const opened = async (): Promise<number> =>
  (await db.selectFrom('conversations').select('number').execute()).length
const left = (place: Locator | Page): Locator => place.getByTitle(/^Осталось на ответ/)
const over = (place: Locator | Page): Locator => place.getByTitle(/^Превышено время на ответ на/)
const menu = (page: Page): Locator => page.getByRole('menu')

test('a shop answers within a quarter of an hour; Anna answers for its deals, Boris is told when she is late', async () => {
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  const place = { currency: 'RUB', country: 'RU' }
  await ask(office, 'POST', '/setup', {
    code: setupCode,
    company: 'Зерно и пар',
    ...person,
    ...language,
    ...place,
  })
  const channel = await ask<{ id: number }>(office, 'POST', '/channels', {
    kind: 'telegram',
    token: bot.token,
  })
  const role = await db.selectFrom('roles').select('id').where('kind', '=', 'admin').executeTakeFirstOrThrow()
  const invitation = await ask<{ link: string }>(office, 'POST', '/invitations', { roleId: role.id })
  const joined = { name: 'Борис', email: 'boris@example.com', password: person.password, ...language }
  await ask(headOffice, 'POST', `/invitations/${invitation.link.split('/').at(-1) ?? ''}/acceptance`, joined)
  const me = await ask<{ user: { id: number } }>(office, 'GET', '/me')
  const head = await ask<{ user: { id: number } }>(headOffice, 'GET', '/me')
  await ask(office, 'PATCH', `/channels/${channel.id}`, { responsibleUserId: me.user.id })
  const responseTime = { isOn: true, limitMinutes: 15, counts: 'all', headUserId: head.user.id }
  await ask(office, 'PATCH', '/account-settings', { responseTime })
  await Promise.all([anna.goto(`${base}/imbox`), boris.goto(`${base}/imbox`)])
})

test('who has just written is counted down to in the list and in the chat', async () => {
  marina.sendText('Есть в наличии?')
  await left(row(anna, 'Марина')).waitFor()
  await open(anna, 'Марина')
  await eventually(() => left(anna).count()).toBeGreaterThan(1)
  expect(await over(anna).count()).toBe(0)
})

test('who wrote longer ago is marked as waiting too long; the responsible and the head are told', async () => {
  timur.sendText('Когда привезёте?', { date: new Date(Date.now() - 20 * minuteMs) })
  await eventually(opened).toBe(2)
  await over(row(anna, 'Тимур')).waitFor()
  await over(row(boris, 'Тимур')).waitFor()
  for (const page of [anna, boris]) {
    await bell(page).click()
    await centre(page).getByText('Превышено время на ответ').first().waitFor()
    await page.keyboard.press('Escape')
    await centre(page).waitFor({ state: 'detached' })
  }
})

test('the list of who waits has him, and ImBox is narrowed to him for a mass action', async () => {
  await boris.goto(`${base}/analytics/waiting`)
  const list = boris.getByRole('table', { name: 'Клиенты, которые ждут ответа' })
  await list.getByRole('link', { name: 'Тимур' }).first().waitFor()
  expect(await list.getByRole('link', { name: 'Марина' }).count()).toBe(0)
  await boris.goto(`${base}/imbox?waitingLonger=15`)
  await boris.getByRole('button', { name: /^Убрать условие: Ждёт дольше/ }).waitFor()
  await row(boris, 'Тимур').waitFor()
  await eventually(() => row(boris, '').count()).toBe(1)
  await boris.goto(`${base}/imbox?sort=waiting&waitingLonger=0`)
  await eventually(() => row(boris, '').count()).toBe(2)
  await boris.getByRole('listbox', { name: 'Беседы' }).focus()
  await boris.keyboard.press('Control+A')
  await boris
    .getByRole('toolbar', { name: 'Действия с выбранными беседами' })
    .getByText('Все по фильтру: 2')
    .waitFor()
  await boris.keyboard.press('Escape')
})

test('a conversation is starred from the menu of its row', async () => {
  await row(anna, 'Тимур').click({ button: 'right' })
  await menu(anna).getByRole('menuitem', { name: 'В избранное' }).click()
  await menu(anna).waitFor({ state: 'detached' })
  await row(anna, 'Тимур').getByLabel('В избранном').waitFor()
})

test('an answer ends the wait, and its mark goes', async () => {
  await open(anna, 'Тимур')
  await over(anna).first().waitFor()
  await field(anna).fill('Завтра утром')
  await field(anna).press('Enter')
  await eventually(() => over(anna).count()).toBe(0)
  await eventually(() => over(row(boris, 'Тимур')).count()).toBe(0)
  const event = await db
    .selectFrom('events')
    .select(['number', 'actor_kind'])
    .where('type', '=', 'response_time.exceeded')
    .execute()
  expect(event).toEqual([{ number: 2, actor_kind: 'system' }])
  expect(problems).toEqual([])
})
