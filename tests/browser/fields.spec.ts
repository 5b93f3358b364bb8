import type { BrowserContext, Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'

oneAfterAnother()

const database = await createTestDatabase()
const { db } = database
const { base, setupCode, telegram } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const [office, service] = [await newContext(), await newContext()]
const anna = await office.newPage()
const boris = await service.newPage()
const language = { language: 'ru', timeZone: 'Europe/Moscow' }

const column = (page: Page, stage: string): Locator => page.getByRole('region', { name: stage, exact: true })
const card = (page: Page, stage: string, name: string): Locator =>
  column(page, stage).getByRole('link', { name })
const cell = (page: Page): Locator => page.getByTitle('Изменить: Договор', { exact: true })

async function post(context: BrowserContext, path: string, body: object): Promise<unknown> {
  const answer = await context.request.post(`${base}/api${path}`, { data: body, headers: { origin: base } })
  expect(answer.status(), await answer.text()).toBe(200)
  return answer.json()
}

test('a shop of an admin and a colleague, with a deal', async () => {
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  const place = { currency: 'RUB', country: 'RU' }
  await post(office, '/setup', { code: setupCode, company: 'Зерно и пар', ...person, ...language, ...place })
  const role = await db
    .selectFrom('roles')
    .select('id')
    .where('kind', '=', 'member')
    .executeTakeFirstOrThrow()
  const invitation = (await post(office, '/invitations', { roleId: role.id })) as { link: string }
  const token = invitation.link.split('/').at(-1) ?? ''
  const joined = { name: 'Борис', email: 'boris@example.com', password: person.password, ...language }
  await post(service, `/invitations/${token}/acceptance`, joined)
  await post(office, '/deals', { name: 'Помол для кафе' })
})

test('a field is made, and a stage asks for it', async () => {
  await anna.goto(`${base}/settings/fields`)
  await anna.getByRole('textbox', { name: 'Название поля', exact: true }).fill('Договор')
  await anna.getByRole('button', { name: 'Добавить поле', exact: true }).click()
  await anna.getByRole('button', { name: 'Настроить поле Договор', exact: true }).click()
  const form = anna.getByRole('dialog', { name: 'Поле «Договор»', exact: true })
  await form.getByRole('combobox', { name: 'Обязательно на этапах' }).click()
  await anna.getByRole('option', { name: 'Переговоры', exact: true }).click()
  await anna.keyboard.press('Escape')
  await anna.getByText('Текст, обязательное', { exact: true }).waitFor()
})

test('a card made right there is asked for it first', async () => {
  await anna.goto(`${base}/deals`)
  await card(anna, 'Первичный контакт', 'Помол для кафе').waitFor()
  await column(anna, 'Переговоры')
    .getByRole('button', { name: 'Добавить сделку на этап Переговоры', exact: true })
    .click()
  await anna.getByRole('textbox', { name: 'Название сделки', exact: true }).fill('Кофемашина в офис')
  await anna.keyboard.press('Enter')
  const asking = anna.getByRole('dialog', { name: 'Этап требует заполнить', exact: true })
  await asking.getByRole('button', { name: 'Заполнить и создать', exact: true }).click()
  await asking.getByText('Нужно для этого этапа', { exact: true }).waitFor()
  await asking.getByRole('textbox', { name: 'Договор', exact: true }).fill('№ 7')
  await asking.getByRole('button', { name: 'Заполнить и создать', exact: true }).click()
  await card(anna, 'Переговоры', 'Кофемашина в офис').waitFor()
  await card(anna, 'Переговоры', 'Кофемашина в офис').click()
  await cell(anna).getByText('№ 7', { exact: true }).waitFor()
})

test('it stands on the card of a colleague, who changes it', async () => {
  await boris.goto(anna.url())
  await cell(boris).click()
  await boris.getByRole('textbox', { name: 'Договор', exact: true }).fill('№ 7/2')
  await boris.keyboard.press('Enter')
  await cell(anna).getByText('№ 7/2', { exact: true }).waitFor()
})

test('the deal of a conversation that has none is asked for what its first stage needs', async () => {
  const { fields } = (await post(office, '/fields', {
    kind: 'deal',
    name: 'Откуда узнал',
    type: 'text',
  })) as {
    fields: { id: number; name: string }[]
  }
  const field = fields.find(({ name }) => name === 'Откуда узнал')
  const { pipeline_id: pipelineId, stage_id: stageId } = await db
    .selectFrom('deals')
    .select(['pipeline_id', 'stage_id'])
    .where('name', '=', 'Помол для кафе')
    .executeTakeFirstOrThrow()
  const bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
  await post(office, '/channels', { kind: 'telegram', token: bot.token })
  bot.person({ firstName: 'Марина' }).sendText('Есть ли помол?')
  await anna.goto(`${base}/imbox`)
  await anna.getByText('Есть ли помол?').first().waitFor()
  // As if it had been opened by our own message.
  await db.updateTable('conversations').set({ card_kind: null, card_id: null }).execute()
  await db.updateTable('inbox_counts').set({ card_kind: '' }).execute()
  await office.request.patch(`${base}/api/fields/${field?.id}`, {
    data: { requiredIn: [{ pipelineId, stageId }] },
    headers: { origin: base },
  })
  await anna.goto(`${base}/imbox/1`)
  await anna.getByRole('button', { name: 'Создать сделку', exact: true }).click()
  const asking = anna.getByRole('dialog', { name: 'Этап требует заполнить', exact: true })
  await asking.getByRole('textbox', { name: 'Откуда узнал', exact: true }).fill('По совету')
  await asking.getByRole('button', { name: 'Заполнить и создать', exact: true }).click()
  await asking.waitFor({ state: 'hidden' })
  const { card_id: dealId } = await db.selectFrom('conversations').select('card_id').executeTakeFirstOrThrow()
  await anna.goto(`${base}/deals/${dealId}`)
  await anna.getByTitle('Изменить: Откуда узнал', { exact: true }).getByText('По совету').waitFor()
})

test('deals are filtered by it', async () => {
  await anna.goto(`${base}/deals`)
  await card(anna, 'Первичный контакт', 'Помол для кафе').waitFor()
  await anna.getByRole('button', { name: 'Фильтр', exact: true }).click()
  await anna.getByRole('textbox', { name: 'Договор', exact: true }).fill('7/2')
  await anna.keyboard.press('Enter')
  await eventually(() => card(anna, 'Первичный контакт', 'Помол для кафе').count()).toBe(0)
  await card(anna, 'Переговоры', 'Кофемашина в офис').waitFor()
  await boris.goto(anna.url())
  await card(boris, 'Переговоры', 'Кофемашина в офис').waitFor()
})

test('hidden from a role it is as if it were not there: neither on the card nor in a filter', async () => {
  const filtered = anna.url()
  await anna.goto(`${base}/settings/fields`)
  await anna.getByRole('button', { name: 'Настроить поле Договор', exact: true }).click()
  const form = anna.getByRole('dialog', { name: 'Поле «Договор»', exact: true })
  await form.getByRole('radio', { name: 'Только эти роли и администраторы', exact: true }).press('Space')
  await anna.keyboard.press('Escape')
  await anna.getByText('Текст, обязательное, не для всех ролей', { exact: true }).waitFor()
  await boris.goto(filtered)
  await column(boris, 'Переговоры').waitFor()
  await eventually(() => card(boris, 'Переговоры', 'Кофемашина в офис').count()).toBe(0)
  await boris.goto(`${base}/deals?search=${encodeURIComponent('Кофемашина')}`)
  await card(boris, 'Переговоры', 'Кофемашина в офис').click()
  await boris.getByRole('heading', { name: 'Кофемашина в офис' }).first().waitFor()
  await expect(boris.getByText('Договор', { exact: true }).count()).resolves.toBe(0)
  expect(problems).toEqual([])
})
