import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'
import { chat } from './work-place.ts'

oneAfterAnother()

const database = await createTestDatabase()
const { db } = database
const { base, setupCode, telegram } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const anna = await office.newPage()
const bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const marina = bot.person({ firstName: 'Марина', lastName: 'Ковалёва' })
// The palette's own field has a longer name.
const searching = { name: 'Поиск', exact: true }
const field = anna.getByRole('searchbox', searching).or(anna.getByRole('combobox', searching))
const hits = anna.getByRole('region', { name: 'Найденное' })

async function post(path: string, body: object): Promise<void> {
  const answer = await office.request.post(`${base}/api${path}`, { data: body, headers: { origin: base } })
  expect(answer.status(), await answer.text()).toBe(200)
}

test('a talk of today and of long ago', async () => {
  const language = { language: 'ru', timeZone: 'Europe/Moscow', currency: 'RUB', country: 'RU' }
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  await post('/setup', { code: setupCode, company: 'Зерно и пар', ...person, ...language })
  await post('/channels', { kind: 'telegram', token: bot.token })
  marina.sendText('Есть кофемолка Versa Duo в графите?')
  await eventually(async () => (await sql`select from conversations`.execute(db)).rows.length).toBe(1)
  await sql`
    with m as (
      insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, body, placed_at, received_at)
      select account_id, gen_random_uuid(), chat_id, number, 'in', 'text', 'client',
        case when n = 60 then 'Про пуровер и фильтры' else 'Письмо номер ' || n end,
        timestamptz '2025-03-01 09:00:00+03' + n * interval '6 hours', now()
      from conversations cross join generate_series(1, 200) n returning account_id, id
    ) insert into changes (account_id, topic, message_id) select account_id, 'message.changed', id from m`.execute(
    db,
  )
  await eventually(async () => (await sql`select from message_search`.execute(db)).rows.length).toBe(201)
  await anna.goto(`${base}/tasks`)
  await anna.getByRole('heading', { name: 'Задачи' }).waitFor()
})

test('by one key one searches; what is found stands in its place, marked, by the keyboard alone', async () => {
  await anna.keyboard.press('/')
  await field.fill('пуроверы')
  await hits.getByText('Про пуровер и фильтры').waitFor()
  expect(await hits.locator('mark').allTextContents()).toEqual(['пуровер'])
  await anna.keyboard.press('Enter')
  await anna.keyboard.press('Enter')
  await anna.waitForURL(/\/deals\/\d+#line=/)
  await chat(anna).locator('[data-found]').getByText('Про пуровер и фильтры').waitFor()
  await chat(anna).getByText('Письмо номер 61').waitFor()
  await anna.goBack()
  await hits.getByText('Про пуровер и фильтры').waitFor()
})

test('conditions are offered, and a wrong one is named', async () => {
  await field.fill('от:')
  await anna.getByRole('option', { name: 'клиент' }).click()
  await field.pressSequentially('кофемолка')
  await hits.getByText('Versa Duo').waitFor()
  await field.fill('кофемолка после:когда-нибудь')
  await anna.getByText('Непонятно условие «после:когда-нибудь»').waitFor()
  await field.fill('кофемолка до:вчера')
  await anna.getByText('Ничего не найдено').first().waitFor()
})

test('people stand above the messages and in a section of their own; what was looked for is offered again', async () => {
  await field.fill('ковалева')
  await hits.getByText('По названию').waitFor()
  await anna.getByRole('tab', { name: 'Контакты' }).click()
  await hits.getByRole('link', { name: 'Марина Ковалёва Контакт' }).click()
  await anna.waitForURL(/\/contacts\/\d+/)
  await anna.keyboard.press('Control+k')
  await anna.getByRole('combobox', { name: 'Поиск и команды' }).fill('графит')
  await anna.getByRole('option', { name: 'Искать «графит» в сообщениях' }).click()
  await hits.getByText('Versa Duo').waitFor()
  await field.fill('')
  await anna.getByRole('option', { name: 'ковалева' }).waitFor()
})

test('it fits a phone', async () => {
  await anna.setViewportSize({ width: 390, height: 780 })
  await anna.goto(`${base}/search?q=${encodeURIComponent('номер')}`)
  await hits.getByText('Письмо').first().waitFor()
  expect(await anna.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  expect(problems).toEqual([])
})
