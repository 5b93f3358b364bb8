import { sql } from 'kysely'
import type { Locator, Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { rightsOf } from '#features/access'
import { createTestDatabase } from '#lib/test-database'
import { delayFrames, eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'
import { bellCount, bell, centre, field, message } from './work-place.ts'

vi.setConfig({ testTimeout: 900_000 })
oneAfterAnother()

const database = await createTestDatabase()
const { base, setupCode, telegram } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const service = await newContext()
// Two browsers and the whole product are much for a busy machine.
for (const context of [office, service]) context.setDefaultTimeout(300_000)
const [anna, boris] = [await office.newPage(), await service.newPage()]
const bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const marina = bot.person({ firstName: 'Марина', lastName: 'Ковалёва' })
const language = { language: 'ru', timeZone: 'Europe/Moscow' }
let dealId = 0

const team = (page: Page): Locator => page.getByRole('textbox', { name: 'Сообщение команде' })
const switchTo = (page: Page, word: 'Клиенту' | 'Команде'): Promise<void> =>
  page.getByRole('radiogroup', { name: 'Кому пишем' }).getByText(word).click()
/** What the client has got in her messenger. */
const got = (): string => JSON.stringify(marina.received().map(({ text, caption }) => [text, caption]))

async function post(context: typeof office, path: string, body: object): Promise<unknown> {
  const answer = await context.request.post(`${base}/api${path}`, { data: body, headers: { origin: base } })
  expect(answer.status(), await answer.text()).toBe(200)
  return answer.json()
}

test('a shop, its service department that sees no deals, and a client who writes', async () => {
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  const place = { currency: 'RUB', country: 'RU' }
  await post(office, '/setup', { code: setupCode, company: 'Зерно и пар', ...person, ...language, ...place })
  await post(office, '/channels', { kind: 'telegram', token: bot.token })
  const { db } = database
  const account = await db.selectFrom('accounts').select('id').executeTakeFirstOrThrow()
  const { rows } = await sql<{
    id: number
  }>`insert into roles (account_id, name, kind, rights, answers_clients, incoming,
      analytics, settings, bots)
    values (${account.id}, 'Сервис', 'custom', ${JSON.stringify(rightsOf(() => 'none'))}::jsonb, false, false, false, false, 'none')
    returning id`.execute(db)
  const invitation = (await post(office, '/invitations', { roleId: rows[0]?.id })) as { link: string }
  const token = invitation.link.split('/').at(-1) ?? ''
  const joined = { name: 'Борис', email: 'boris@example.com', password: person.password, ...language }
  await post(service, `/invitations/${token}/acceptance`, joined)
  await sql`with g as (insert into groups (account_id, name) values (${account.id}, 'Сервис') returning id)
    update users set group_id = g.id from g where name = 'Борис'`.execute(db)
  marina.sendText('Когда привезёте машину?')
  await eventually(async () => {
    const deal = await db.selectFrom('deals').select('id').executeTakeFirst()
    dealId = deal?.id ?? 0
    return dealId
  }).toBeGreaterThan(0)
})

test('a message to a group is seen and told in the browser of one of it, who sees the card by it alone', async () => {
  await boris.goto(`${base}/deals/${dealId}`)
  await boris
    .getByText('Сделка недоступна')
    .or(boris.getByRole('link', { name: /сделк/i }))
    .first()
    .waitFor()
  await boris.goto(`${base}/imbox`)
  await anna.goto(`${base}/deals/${dealId}`)
  await message(anna, 'Когда привезёте').waitFor()
  await field(anna).fill('Уточню у сервиса')
  await switchTo(anna, 'Команде')
  await team(anna).waitFor()
  await team(anna).pressSequentially('@серв')
  await anna
    .getByRole('listbox', { name: 'Кого назвать' })
    .getByRole('option', { name: /Сервис/ })
    .waitFor()
  // The caret stands behind the name at once: what is typed next comes after it, however busy the machine is.
  const restore = await delayFrames(anna)
  await anna.keyboard.press('Enter')
  await anna.keyboard.type('кто свободен во вторник?', { delay: 40 })
  await restore()
  expect(await team(anna).inputValue()).toBe('@Сервис кто свободен во вторник?')
  await anna.keyboard.press('Enter')
  await message(anna, 'кто свободен').getByText('Видит только команда').waitFor()
  await eventually(() => team(anna).inputValue()).toBe('')
  await eventually(() => bellCount(boris)).toBe(1)
  await bell(boris).click()
  await centre(boris).getByText('кто свободен во вторник').click()
  await message(boris, 'кто свободен').waitFor()
  await eventually(() => bellCount(boris)).toBe(0)
  await message(anna, 'кто свободен').getByRole('img', { name: 'Прочитали: Борис' }).waitFor()
  await anna.getByText('Новый участник: Сервис').waitFor()
})

test('what is written to the client and to the team is kept apart, and nothing of the team leaves', async () => {
  await team(anna).fill('ещё одно для своих')
  await switchTo(anna, 'Клиенту')
  expect(await field(anna).inputValue()).toBe('Уточню у сервиса')
  await field(anna).press('Enter')
  await eventually(got).toContain('Уточню у сервиса')
  await switchTo(anna, 'Команде')
  expect(await team(anna).inputValue()).toBe('ещё одно для своих')
  await anna.reload()
  await message(anna, 'Уточню').waitFor()
  await switchTo(anna, 'Команде')
  await eventually(() => team(anna).inputValue()).toBe('ещё одно для своих')
  expect(got()).not.toContain('свободен')
  expect(got()).not.toContain('для своих')
})

test('an answer, a reaction, a changed and a deleted word are live on the other side', async () => {
  await message(boris, 'кто свободен').hover()
  await message(boris, 'кто свободен').getByRole('button', { name: 'Ответить' }).click()
  await team(boris).fill('Я свободен')
  await team(boris).press('Enter')
  await message(anna, 'Я свободен').getByText('Анна').waitFor()
  await message(anna, 'Я свободен').hover()
  await message(anna, 'Я свободен').getByRole('button', { name: 'Действия с сообщением' }).click()
  await anna.getByRole('menuitem', { name: 'Отметить 👍' }).click()
  await message(boris, 'Я свободен')
    .getByRole('button', { name: /👍: Анна/ })
    .waitFor()
  await team(boris).press('ArrowUp')
  await boris.getByRole('textbox', { name: 'Новый текст сообщения' }).fill('Свободен с двух')
  await boris.keyboard.press('Enter')
  await message(anna, 'Свободен с двух').waitFor()
  await message(boris, 'Свободен с двух').hover()
  await message(boris, 'Свободен с двух').getByRole('button', { name: 'Действия с сообщением' }).click()
  await boris.getByRole('menuitem', { name: 'Удалить' }).click()
  await boris.getByRole('dialog').getByRole('button', { name: 'Удалить' }).click()
  await anna.getByText('Сообщение удалено').waitFor()
})

test('colleagues talk beside the cards; the rail tells of what is unread, also on a phone', async () => {
  await anna.goto(`${base}/colleagues`)
  await anna.getByRole('button', { name: 'Новый чат' }).first().click()
  await anna.getByPlaceholder('С кем').fill('Бор')
  await anna.getByRole('option', { name: 'Борис' }).click()
  await anna.getByRole('button', { name: 'Открыть чат' }).click()
  await anna.getByRole('textbox', { name: 'Сообщение коллегам' }).fill('Обед в час?')
  await anna.keyboard.press('Enter')
  await message(anna, 'Обед в час?').waitFor()
  await boris
    .getByRole('link', { name: /Коллеги/ })
    .getByTitle('1 непрочитанный чат')
    .waitFor()
  await boris.setViewportSize({ width: 390, height: 844 })
  await boris.goto(`${base}/colleagues`)
  await boris.getByRole('link', { name: /Анна/ }).click()
  await message(boris, 'Обед в час?').waitFor()
  expect(await boris.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  await message(anna, 'Обед в час?').getByRole('img', { name: 'Прочитали: Борис' }).waitFor()
})

test('who leaves the card sees it no longer, until he is named again', async () => {
  await boris.setViewportSize({ width: 1280, height: 800 })
  await boris.goto(`${base}/deals/${dealId}`)
  await boris.getByRole('button', { name: 'Выйти из карточки' }).click()
  await boris.getByRole('dialog').getByRole('button', { name: 'Выйти из карточки' }).click()
  await eventually(() => boris.getByRole('log').count()).toBe(0)
  await anna.goto(`${base}/deals/${dealId}`)
  await anna.getByText('Борис не участвует, хотя группа здесь').waitFor()
  await anna.getByRole('button', { name: 'Добавить участника' }).click()
  await anna.getByPlaceholder('Имя или группа').fill('Бор')
  await anna.getByRole('option', { name: 'Борис' }).click()
  await eventually(() => anna.getByText('Борис не участвует').count()).toBe(0)
  await boris.goto(`${base}/deals/${dealId}`)
  await message(boris, 'кто свободен').waitFor()
  expect(problems).toEqual([])
})
