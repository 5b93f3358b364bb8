import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'
import { chat } from './work-place.ts'

oneAfterAnother()

const database = await createTestDatabase()
const { base, setupCode, telegram } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const anna = await office.newPage()
const bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const marina = bot.person({ firstName: 'Марина', lastName: 'Ковалёва' })
const oleg = bot.person({ firstName: 'Олег', lastName: 'Латышев' })
const table = anna.getByRole('table', { name: 'События' })
const lines = (words: string) => table.getByRole('row').filter({ hasText: words })

async function post(path: string, body: object): Promise<void> {
  const answer = await office.request.post(`${base}/api${path}`, { data: body, headers: { origin: base } })
  expect(answer.status(), await answer.text()).toBe(200)
}

test('a client has written', async () => {
  const language = { language: 'ru', timeZone: 'Europe/Moscow', currency: 'RUB', country: 'RU' }
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  await post('/setup', { code: setupCode, company: 'Зерно и пар', ...person, ...language })
  await post('/channels', { kind: 'telegram', token: bot.token })
  marina.sendText('Есть Versa Duo в графите?')
  await eventually(async () => (await database.pool.query('select from conversations')).rowCount).toBe(1)
})

test('the list is gone to by the keyboard and filtered by conversations created and closed', async () => {
  await anna.goto(`${base}/imbox`)
  await anna.getByRole('listbox', { name: 'Беседы' }).getByRole('option').first().waitFor()
  await anna.keyboard.press('g')
  await anna.keyboard.press('a')
  await lines('Сделка создана').waitFor()
  await anna.keyboard.press('f')
  const dialog = anna.getByRole('dialog')
  await dialog.getByRole('checkbox', { name: 'Беседа создана' }).check()
  await dialog.getByRole('checkbox', { name: 'Беседа закрыта' }).check()
  await anna.keyboard.press('Escape')
  await eventually(() => lines('Сделка создана').count()).toBe(0)
  await lines('Беседа создана').waitFor()
  await anna.getByText('1 событие').waitFor()
  expect(anna.url()).toContain('type=conversation.opened%2Cconversation.closed')
})

test('what happens meanwhile comes by itself, and the filter outlives a reload', async () => {
  // Under the pointer nothing moves: what is new then waits for a word.
  await anna.mouse.move(5, 400)
  oleg.sendText('Когда доставка?')
  await lines('Олег').waitFor()
  await post('/conversations/1/closure', { anyway: true })
  await lines('Беседа закрыта').filter({ hasText: 'вручную' }).waitFor()
  await anna.getByText('3 события').waitFor()
  await anna.reload()
  await lines('Беседа закрыта').waitFor()
  expect(await lines('Беседа создана').count()).toBe(2)
})

test('it is taken away as a table', async () => {
  const [download] = await Promise.all([
    anna.waitForEvent('download'),
    (async () => {
      await anna.getByRole('button', { name: 'Экспорт' }).click()
      await anna.getByRole('menuitem', { name: 'Таблица CSV' }).click()
    })(),
  ])
  expect(download.suggestedFilename()).toMatch(/^События \d{4}-\d\d-\d\d\.csv$/)
  const rows = (await readFile(await download.path(), 'utf8')).trim().split('\r\n')
  expect(rows).toHaveLength(4)
  expect(rows.join('\n')).toContain('Беседа закрыта')
})

test('a row leads to its conversation, and a phone has the list as cards', async () => {
  await lines('Беседа закрыта').getByRole('link', { name: '№ 1' }).click()
  await chat(anna).getByText('Versa Duo').waitFor()
  expect(anna.url()).toContain('/imbox/1')
  await anna.goBack()
  await anna.setViewportSize({ width: 390, height: 844 })
  await lines('Беседа закрыта').getByRole('link', { name: '№ 1' }).waitFor()
  const isWider = await anna.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  expect(isWider).toBe(false)
  expect(problems).toEqual([])
})
