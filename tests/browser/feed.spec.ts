import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
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
const key = chat(anna).getByText('Ключевое действие выполнено')

/** A box of the filter; what is chosen comes to it from what is kept of the user, a moment after the press. */
async function tick(name: string, isTicked: boolean): Promise<void> {
  const box = anna.getByRole('checkbox', { name })
  expect(await box.isChecked()).toBe(!isTicked)
  await box.click()
  await eventually(() => box.isChecked()).toBe(isTicked)
}

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
    with m as (
      insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, body, placed_at, received_at)
      select account_id, gen_random_uuid(), chat_id, number, 'in', 'text', 'client', 'Письмо номер ' || n,
        timestamptz '2025-03-01 09:00:00+03' + n * interval '6 hours', now()
      from conversations cross join generate_series(1, 200) n where account_id = ${deal.accountId} returning account_id, id
    ) insert into changes (account_id, topic, message_id) select account_id, 'message.changed', id from m`.execute(
    db,
  )
  await eventually(async () => (await sql`select from message_search`.execute(db)).rows.length).toBe(201)
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
  await tick('Сообщения клиентов', false)
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
  await chat(anna).locator('[data-found]').getByText('Письмо номер 117').waitFor()
  await anna.getByRole('button', { name: 'К последнему сообщению' }).click()
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
})

describe.each(['contact', 'company'] as const)('the feed of a %s', (kind) => {
  test('shows all that was said and done, and key actions on demand', async () => {
    const path = kind === 'contact' ? await addKeyAction() : await addCompany()
    await anna.goto(`${base}${path}`)
    await chat(anna).getByText('Versa Duo').waitFor()
    await chat(anna)
      .getByText(/Контакт создан|Сделка создана|Беседа № \d+ открыта/)
      .first()
      .waitFor()
    await eventually(() => key.count()).toBe(0)
    await anna.getByRole('button', { name: 'События' }).click()
    await tick('Ключевое действие выполнено', true)
    await anna.keyboard.press('Escape')
    await key.first().waitFor()
    await anna.getByRole('button', { name: 'События' }).click()
    await tick('Сообщения клиентов', false)
    await anna.keyboard.press('Escape')
    await eventually(() => chat(anna).getByText('Versa Duo').count()).toBe(0)
    await key.first().waitFor()
    await anna.getByRole('button', { name: 'События' }).click()
    await anna.getByRole('button', { name: 'Как сначала' }).click()
    await anna.keyboard.press('Escape')
    await chat(anna).getByText('Versa Duo').waitFor()
    await eventually(() => key.count()).toBe(0)
  })

  test('is searched, gone through from a day on, and tells at once what is written', async () => {
    await anna.getByRole('button', { name: 'Искать в ленте' }).click()
    await anna.getByRole('searchbox', { name: 'Искать в ленте' }).fill('номер 117')
    await eventually(() => chat(anna).getByText('Письмо номер').count()).toBe(1)
    await chat(anna).getByRole('button', { name: 'Показать на своём месте' }).click()
    await chat(anna).locator('[data-found]').getByText('Письмо номер 117').waitFor()
    await chat(anna).getByText('Письмо номер 118').waitFor()
    await anna.getByRole('button', { name: 'Перейти к дате' }).click()
    await anna.getByLabel('Показать с этого дня').fill('2025-03-11')
    await anna.keyboard.press('Escape')
    await chat(anna).getByText('Письмо номер 40', { exact: true }).waitFor()
    await anna.getByRole('button', { name: 'К последним событиям' }).click()
    await chat(anna).getByText('Versa Duo').waitFor()
    marina.sendText(`А в белом? Спрашиваю: ${kind}`)
    await chat(anna).getByText(`А в белом? Спрашиваю: ${kind}`).waitFor()
  })
})

test('nothing went wrong in the pages', () => {
  expect(problems).toEqual([])
})

async function contactOf(): Promise<{ accountId: number; id: number }> {
  const { rows } = await sql<{ accountId: number; id: number }>`
    select account_id as "accountId", contact_id as id from conversations`.execute(db)
  if (!rows[0]) throw new Error('no conversation')
  return rows[0]
}

/** What the client does is an event of hers. @returns where her page is. */
async function addKeyAction(): Promise<string> {
  const { accountId, id } = await contactOf()
  await sql`
    insert into events (account_id, at, id, type, actor_kind, road, subject_kind, subject_id, contact_id)
    values (${accountId}, now(), gen_random_uuid(), 'key_action.performed', 'client', 'hand', 'contact', ${String(id)}, ${id})`.execute(
    db,
  )
  return `/contacts/${id}`
}

/** @returns where the page of her company is. */
async function addCompany(): Promise<string> {
  const { id } = await contactOf()
  const headers = { origin: base }
  const made = await office.request.post(`${base}/api/companies`, { data: { name: 'Зерно' }, headers })
  const company = (await made.json()) as { id: number }
  const put = await office.request.patch(`${base}/api/contacts/${id}`, {
    data: { companyId: company.id },
    headers,
  })
  expect(put.status(), await put.text()).toBe(200)
  return `/companies/${company.id}`
}
