import { expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'
import { attach, chat, field, open } from './work-place.ts'

oneAfterAnother()

const database = await createTestDatabase()
const { base, setupCode, telegram } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const anna = await office.newPage()
const elsewhere = await office.newPage()
const bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const marina = bot.person({ firstName: 'Марина', lastName: 'Ковалёва' })
const received = () => marina.received().map(({ text, caption }) => text ?? caption)

async function post(path: string, body: object): Promise<void> {
  const answer = await office.request.post(`${base}/api${path}`, { data: body, headers: { origin: base } })
  expect(answer.status(), await answer.text()).toBe(200)
}
async function planLater(text: string, choice: RegExp): Promise<void> {
  if (text !== '') await field(anna).fill(text)
  await anna.getByRole('button', { name: 'Как отправлять' }).click()
  await anna.getByRole('menuitem', { name: 'Отправить позже…' }).click()
  await anna.getByRole('dialog', { name: 'Отправить позже' }).getByRole('button', { name: choice }).click()
  await eventually(() => field(anna).inputValue()).toBe('')
}

test('a shop with one client', async () => {
  const language = { language: 'ru', timeZone: 'Europe/Moscow', currency: 'RUB', country: 'RU' }
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  await post('/setup', { code: setupCode, company: 'Зерно и пар', ...person, ...language })
  await post('/channels', { kind: 'telegram', token: bot.token })
  marina.sendText('Есть Versa Duo в графите?')
  await anna.goto(`${base}/imbox`)
  await open(anna, 'Versa Duo')
  await elsewhere.goto(anna.url())
})

test('a quick answer is made in the settings, with what is wrong said beside the field', async () => {
  await anna.goto(`${base}/settings/quick-answers`)
  await anna.getByText('Своих быстрых ответов пока нет').waitFor()
  await anna.getByRole('button', { name: 'Новый быстрый ответ' }).click()
  const dialog = anna.getByRole('dialog')
  await dialog.getByLabel('Сокращение').fill('два слова')
  await dialog
    .getByLabel('Текст', { exact: true })
    .fill('Здравствуйте, {{contact.firstName}}! {{contact.age}}')
  await attach(anna, [{ name: 'прайс.txt', mimeType: 'text/plain', buffer: Buffer.from('прайс') }])
  await dialog.getByRole('button', { name: 'Сохранить' }).click()
  await dialog.getByText('Здесь есть то, что сюда не подходит').waitFor()
  await dialog.getByLabel('Сокращение').fill('Привет')
  await dialog.getByRole('button', { name: 'Сохранить' }).click()
  await dialog.getByText('Здесь есть подстановка, которой нет').waitFor()
  await dialog.getByLabel('Текст', { exact: true }).fill('Здравствуйте, {{contact.firstName}}!')
  await dialog.getByRole('button', { name: 'Сохранить' }).click()
  await anna.getByText('/привет').waitFor()
})

test('a slash offers it, Escape leaves what was written, Enter puts it in, filled in', async () => {
  await anna.goto(elsewhere.url())
  const offered = anna.getByRole('listbox', { name: 'Быстрые ответы' }).getByRole('option')
  await field(anna).click()
  await anna.keyboard.type('/при')
  await offered.first().waitFor()
  await anna.keyboard.press('Escape')
  await eventually(() => offered.count()).toBe(0)
  expect(await field(anna).inputValue()).toBe('/при')
  await field(anna).fill('/')
  await offered.first().waitFor()
  await anna.keyboard.press('Enter')
  await anna.getByRole('button', { name: 'Убрать прайс.txt' }).waitFor()
  expect(await field(anna).inputValue()).toBe('Здравствуйте, Марина!')
})

test('what is planned is seen on another screen at once, changed there and leaves at its time', async () => {
  await planLater('', /Через час/)
  await planLater('А это завтра', /Завтра утром/)
  await elsewhere.getByRole('button', { name: /Запланировано: 2/ }).click()
  await elsewhere.getByRole('button', { name: 'Изменить', exact: true }).last().click()
  const dialog = elsewhere.getByRole('dialog', { name: 'Запланированное сообщение' })
  await dialog.getByLabel('Текст').fill('А это завтра утром')
  await dialog.getByRole('button', { name: 'Сохранить' }).click()
  await anna.getByRole('button', { name: /Запланировано: 2/ }).click()
  await anna.getByText('А это завтра утром').waitFor()
  expect(received()).toEqual([])
  // The hour has passed.
  await database.pool.query(
    `update graphile_worker._private_jobs set run_at = now() where key = (select 'scheduled:' || account_id || ':' || id
     from scheduled_messages order by at limit 1)`,
  )
  await eventually(received).toEqual(['Здравствуйте, Марина!'])
  await chat(elsewhere).getByText('Здравствуйте, Марина!').waitFor()
  await anna.getByRole('button', { name: /Запланировано: 1/ }).waitFor()
})

test('the other one is sent at once, and one more is never sent', async () => {
  await anna.getByRole('button', { name: 'Отправить сейчас' }).click()
  await eventually(received).toEqual(['Здравствуйте, Марина!', 'А это завтра утром'])
  await planLater('Не надо', /Завтра утром/)
  const waits = elsewhere.getByRole('button', { name: /Запланировано: 1/ })
  await elsewhere.getByRole('group', { name: 'Запланированные сообщения' }).getByText('Не надо').waitFor()
  // What was planned is no draft any more, on the other screen neither.
  await eventually(() => field(elsewhere).inputValue()).toBe('')
  await elsewhere.getByRole('button', { name: 'Не отправлять' }).click()
  await elsewhere.getByRole('dialog').getByRole('button', { name: 'Не отправлять' }).click()
  await eventually(() => waits.count()).toBe(0)
  expect(problems).toEqual([])
})
