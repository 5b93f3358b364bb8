import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'
import { chat } from './work-place.ts'

vi.setConfig({ testTimeout: 300_000 })
oneAfterAnother()

/** A chat of years of talk: whatever is looked for in it is as far away as its newest message. */
const said = 5_000

const database = await createTestDatabase()
const { db } = database
const { base, setupCode, telegram } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const anna = await office.newPage()
const bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const marina = bot.person({ firstName: 'Марина', lastName: 'Ковалёва' })

const letter = (n: number) => chat(anna).getByText(`Письмо номер ${n}`, { exact: true })
const marked = chat(anna).locator('[data-found]')
const newest = anna.getByRole('button', { name: 'К последнему сообщению' })
const pages: string[] = []
anna.on('request', (request) => {
  if (
    /\/api\/(chats|internal\/chats|cards)\/.+\/(messages|feed)\?/.test(request.url()) &&
    request.method() === 'GET'
  )
    pages.push(request.url())
})

let number = 0
let dealId = 0
let oldId = ''
let groupId = ''
let writtenId = ''

async function post<T>(path: string, body: object): Promise<T> {
  const answer = await office.request.post(`${base}/api${path}`, { data: body, headers: { origin: base } })
  expect(answer.status(), await answer.text()).toBe(200)
  return (await answer.json()) as T
}

/** How many pages of messages were asked for by what is done. */
async function pagesOf(work: () => Promise<unknown>): Promise<number> {
  const before = pages.length
  await work()
  return pages.length - before
}

test('a chat of five thousand messages, and a group of colleagues that talks much', async () => {
  const language = { language: 'ru', timeZone: 'Europe/Moscow', currency: 'RUB', country: 'RU' }
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  await post('/setup', { code: setupCode, company: 'Зерно и пар', ...person, ...language })
  await post('/channels', { kind: 'telegram', token: bot.token })
  marina.sendText('Есть Versa Duo в графите?')
  const opened = async () =>
    (
      await sql<{ number: number; dealId: number; accountId: number }>`
        select number, card_id as "dealId", account_id as "accountId" from conversations`.execute(db)
    ).rows[0]
  await eventually(opened).toBeDefined()
  const found = await opened()
  if (!found) throw new Error('no conversation')
  ;({ number, dealId } = found)
  const { accountId } = found
  const letters = await sql<{ id: string; body: string }>`
    insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, body, placed_at, received_at)
    select account_id, gen_random_uuid(), chat_id, number, 'in', 'text', 'client', 'Письмо номер ' || n,
      timestamptz '2025-03-01 09:00:00+03' + n * interval '1 hour', now()
    from conversations cross join generate_series(1, ${said}::int) n returning id, body`.execute(db)
  oldId = letters.rows.find(({ body }) => body === 'Письмо номер 70')?.id ?? ''
  const me = await sql<{ id: number }>`select id from users where account_id = ${accountId}`.execute(db)
  groupId = randomUUID()
  await sql`with c as (
      insert into internal_chats (account_id, id, kind, name, created_by, created_at, last_seq, last_at)
      values (${accountId}, ${groupId}, 'group', 'Смена', ${me.rows[0]?.id}, now(), 1000, now())
    )
    insert into internal_members (account_id, chat_id, user_id, added_by, at)
    values (${accountId}, ${groupId}, ${me.rows[0]?.id}, ${me.rows[0]?.id}, now())`.execute(db)
  const written = await sql<{ id: string; seq: number }>`
    insert into internal_messages (account_id, id, chat_id, seq, author_user_id, body, at)
    select ${accountId}, gen_random_uuid(), ${groupId}::uuid, n, ${me.rows[0]?.id}::bigint, 'Письмо номер ' || n,
      timestamptz '2025-03-01 09:00:00+03' + n * interval '1 hour' from generate_series(1, 1000) n returning id, seq`.execute(
    db,
  )
  writtenId = written.rows.find(({ seq }) => seq === 70)?.id ?? ''
})

test('a link leads to an old message in its place, by two pages, and nothing is read by that', async () => {
  const asked = await pagesOf(async () => {
    await anna.goto(`${base}/imbox/${number}#message=${oldId}`)
    await marked.getByText('Письмо номер 70', { exact: true }).waitFor()
    await letter(69).waitFor()
    await letter(71).waitFor()
  })
  expect(asked).toBe(2)
  await newest.waitFor()
  const { rows } = await sql<{ readAt: Date | null }>`select read_at as "readAt" from conversations`.execute(
    db,
  )
  expect(rows[0]?.readAt).toBeNull()
})

test('what comes meanwhile is counted and does not carry away what one looks at', async () => {
  marina.sendText('Я ещё здесь')
  await anna.getByRole('button', { name: '1 новое сообщение' }).waitFor()
  await marked.getByText('Письмо номер 70', { exact: true }).waitFor()
  expect(await letter(70).evaluate((line) => line.getBoundingClientRect().top > 0)).toBe(true)
  expect(await chat(anna).getByText('Я ещё здесь').count()).toBe(0)
})

test('one goes on from there both ways, page by page', async () => {
  await chat(anna).hover()
  await eventually(async () => {
    await anna.mouse.wheel(0, 700)
    return letter(140).count()
  }).toBe(1)
  await eventually(async () => {
    await anna.mouse.wheel(0, -1500)
    return letter(1).count()
  }).toBe(1)
  expect(await chat(anna).getByText('Я ещё здесь').count()).toBe(0)
})

test('by one press one is at the newest message, and by the keyboard, too', async () => {
  await anna.getByRole('button', { name: '1 новое сообщение' }).click()
  await chat(anna).getByText('Я ещё здесь').waitFor()
  await letter(said).waitFor()
  expect(await newest.count()).toBe(0)
})

test('loaded anew, and come back to, the place is found again', async () => {
  await anna.reload()
  await marked.getByText('Письмо номер 70', { exact: true }).waitFor()
  await anna.goto(`${base}/tasks`)
  await anna.getByRole('heading', { name: 'Задачи' }).waitFor()
  await anna.goBack()
  await marked.getByText('Письмо номер 70', { exact: true }).waitFor()
  await anna.keyboard.press('End')
  await chat(anna).getByText('Я ещё здесь').waitFor()
})

test('what an answer quotes is one page away', async () => {
  await sql`update messages set reply_to_id = ${oldId} where body = 'Я ещё здесь'`.execute(db)
  await anna.goto(`${base}/imbox/${number}`)
  await chat(anna).getByText('Я ещё здесь').waitFor()
  const asked = await pagesOf(async () => {
    await chat(anna)
      .getByRole('button', { name: /Письмо номер 70/ })
      .click()
    await marked.getByText('Письмо номер 70', { exact: true }).waitFor()
  })
  expect(asked).toBe(1)
})

test('of a message that is not there that is said, and the chat is opened at its end', async () => {
  await anna.goto(`${base}/tasks`)
  await anna.goto(`${base}/imbox/${number}#message=${randomUUID()}`)
  await anna.getByText('Такого сообщения здесь нет').waitFor()
  await chat(anna).getByText('Я ещё здесь').waitFor()
})

test('in the feed of its card it is one page away, too, though the filter hides messages', async () => {
  await anna.goto(`${base}/deals/${dealId}`)
  await chat(anna).getByText('Я ещё здесь').waitFor()
  await anna.getByRole('button', { name: 'События' }).click()
  await anna.getByRole('checkbox', { name: 'Сообщения клиентов' }).uncheck()
  await anna.keyboard.press('Escape')
  await eventually(() => chat(anna).getByText('Я ещё здесь').count()).toBe(0)
  const asked = await pagesOf(async () => {
    await anna.goto(`${base}/deals/${dealId}#line=${oldId}`)
    await marked.getByText('Письмо номер 70', { exact: true }).waitFor()
    await letter(71).waitFor()
  })
  expect(asked).toBe(1)
  await anna.getByRole('button', { name: 'К последнему сообщению' }).click()
  await anna.getByText('Сделка создана').first().waitFor()
  await anna.getByRole('button', { name: 'События' }).click()
  await anna.getByRole('button', { name: 'Как сначала' }).click()
  await anna.keyboard.press('Escape')
  await chat(anna).getByText('Я ещё здесь').waitFor()
  await anna.goto(`${base}/tasks`)
  await anna.goto(`${base}/deals/${dealId}#line=${randomUUID()}`)
  await anna.getByText('Этого в ленте нет: показываем её конец').waitFor()
  await chat(anna).getByText('Я ещё здесь').waitFor()
})

test('what colleagues wrote long ago likewise', async () => {
  const asked = await pagesOf(async () => {
    await anna.goto(`${base}/colleagues/${groupId}#message=${writtenId}`)
    await marked.getByText('Письмо номер 70', { exact: true }).waitFor()
    await letter(71).waitFor()
  })
  expect(asked).toBe(2)
  await newest.click()
  await letter(1000).waitFor()
  expect(problems).toEqual([])
})
