import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'
import { chat } from './work-place.ts'

vi.setConfig({ testTimeout: 120_000 })
oneAfterAnother()

const database = await createTestDatabase()
const { db } = database
const { base, setupCode, telegram } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const anna = await office.newPage()
const bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const marina = bot.person({ firstName: 'Марина', lastName: 'Ковалёва' })
const key = chat(anna).getByText('Ключевое действие выполнено')

async function post(path: string, body: object): Promise<void> {
  const answer = await office.request.post(`${base}/api${path}`, { data: body, headers: { origin: base } })
  expect(answer.status(), await answer.text()).toBe(200)
}

async function findDeal(): Promise<{ accountId: number; dealId: number } | undefined> {
  const { rows } = await sql<{ accountId: number; dealId: number }>`
    select account_id as "accountId", id as "dealId" from deals`.execute(db)
  return rows[0]
}

test('a deal with a talk of today and of long ago, and a key action', async () => {
  const language = { language: 'ru', timeZone: 'Europe/Moscow', currency: 'RUB', country: 'RU' }
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  await post('/setup', { code: setupCode, company: 'Зерно и пар', ...person, ...language })
  await post('/channels', { kind: 'telegram', token: bot.token })
  marina.sendText('Есть Versa Duo в графите?')
  await eventually(findDeal).toBeDefined()
  const deal = await findDeal()
  if (!deal) throw new Error('no deal')
  await sql`
    insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, body, placed_at, received_at)
    select account_id, gen_random_uuid(), chat_id, number, 'in', 'text', 'client', 'Письмо номер ' || n,
      timestamptz '2025-03-01 09:00:00+03' + n * interval '6 hours', now()
    from conversations cross join generate_series(1, 200) n where account_id = ${deal.accountId}`.execute(db)
  await sql`
    insert into events (account_id, at, id, type, actor_kind, road, subject_kind, subject_id, card_kind, card_id)
    values (${deal.accountId}, now(), gen_random_uuid(), 'key_action.performed', 'client', 'hand', 'deal', ${String(deal.dealId)}, 'deal',
      ${deal.dealId})`.execute(db)
  await anna.goto(`${base}/deals/${deal.dealId}`)
  await chat(anna).getByText('Versa Duo').waitFor()
})

test('a key action is hidden at first, shown on demand, and the choice is remembered', async () => {
  await anna.getByText('Сделка создана').first().waitFor()
  expect(await chat(anna).getByText('Ключевое действие выполнено').count()).toBe(0)
  await anna.getByRole('button', { name: 'События' }).click()
  const choice = anna.getByRole('checkbox', { name: 'Ключевое действие выполнено' })
  expect(await choice.isChecked()).toBe(false)
  await choice.check()
  await anna.keyboard.press('Escape')
  await chat(anna).getByText('Ключевое действие выполнено').waitFor()
  await anna.reload()
  await key.waitFor()
  await anna.getByRole('button', { name: 'События' }).click()
  await anna.getByRole('checkbox', { name: 'Сообщения клиентов' }).uncheck()
  await anna.keyboard.press('Escape')
  await eventually(() => chat(anna).getByText('Versa Duo').count()).toBe(0)
  await key.waitFor()
  await anna.getByRole('button', { name: 'События' }).click()
  await anna.getByRole('button', { name: 'Как сначала' }).click()
  await anna.keyboard.press('Escape')
  await chat(anna).getByText('Versa Duo').waitFor()
})

test('words are found wherever they were said, and shown in their place; from there one comes back to the newest', async () => {
  await anna.keyboard.press('f')
  await anna.getByRole('searchbox', { name: 'Искать в ленте' }).fill('номер 117')
  await chat(anna).getByText('Письмо номер 117').waitFor()
  await eventually(() => chat(anna).getByText('Письмо номер').count()).toBe(1)
  await chat(anna).getByRole('button', { name: 'Показать на своём месте' }).click()
  await chat(anna).getByText('Письмо номер 118').waitFor()
  await chat(anna).getByText('Письмо номер 117').waitFor()
  await anna.getByRole('button', { name: 'К последним событиям' }).click()
  await chat(anna).getByText('Versa Duo').waitFor()
})

test('one goes to a day, and what is newer comes as one scrolls', async () => {
  await anna.getByRole('button', { name: 'Перейти к дате' }).click()
  await anna.getByLabel('Показать с этого дня').fill('2025-03-11')
  await anna.keyboard.press('Escape')
  await chat(anna).getByText('Письмо номер 40', { exact: true }).waitFor()
  await eventually(async () => {
    await chat(anna).evaluate((log) => log.scrollBy(0, 2000))
    return chat(anna).getByText('Versa Duo').count()
  }).toBe(1)
  expect(problems).toEqual([])
})
