import { expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'

oneAfterAnother()

const database = await createTestDatabase()
const { base, setupCode, telegram } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const anna = await office.newPage()
const shop = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })

async function post(path: string, body: object): Promise<void> {
  const answer = await office.request.post(`${base}/api${path}`, { data: body, headers: { origin: base } })
  expect(answer.status(), await answer.text()).toBe(200)
}

test('a client has written', async () => {
  const language = { language: 'ru', timeZone: 'Europe/Moscow', currency: 'RUB', country: 'RU' }
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  await post('/setup', { code: setupCode, company: 'Зерно и пар', ...person, ...language })
  await post('/channels', { kind: 'telegram', token: shop.token })
  shop.person({ firstName: 'Ольга', lastName: 'Верещагина' }).sendText('Есть бергамот?')
  await anna.goto(`${base}/contacts`)
  await anna.getByRole('link', { name: 'Ольга Верещагина' }).first().click()
  await anna
    .getByRole('heading', { name: /Ольга Верещагина/ })
    .first()
    .waitFor()
})

test('she is erased after a look at what goes, and only when her name is typed', async () => {
  await anna.getByRole('button', { name: 'Действия с контактом' }).click()
  await anna.getByRole('menuitem', { name: 'Стереть человека…' }).click()
  const dialog = anna.getByRole('dialog', { name: 'Стереть человека навсегда' })
  await dialog.getByRole('row', { name: /^Сообщения/ }).waitFor()
  await dialog.getByText('1 открытая беседа будет закрыта').waitFor()
  const go = dialog.getByRole('button', { name: 'Стереть навсегда' })
  await dialog.getByLabel(/Чтобы подтвердить/).fill('Ольга')
  expect(await go.isDisabled()).toBe(true)
  await dialog.getByLabel(/Чтобы подтвердить/).fill('Ольга Верещагина')
  await go.click()
  await anna.waitForURL(/\/contacts$/)
  await anna.getByText('Человек стёрт').waitFor()
  await eventually(async () => anna.getByText('Ольга Верещагина').count()).toBe(0)
})

test('the number stays and says that it is empty; the proof stays in the settings', async () => {
  await anna.goto(`${base}/imbox/1`)
  await anna.getByText(/Содержание беседы удалено/).waitFor()
  await anna.getByRole('heading', { name: 'Стёртый контакт' }).first().waitFor()
  expect(await anna.getByText('бергамот').count()).toBe(0)
  await anna.goto(`${base}/settings/personal-data`)
  await anna.getByText('Контакт №1').waitFor()
  await anna.getByRole('button', { name: 'Показать' }).click()
  await anna.getByText('Проверено после стирания: не осталось ничего').waitFor()
})

test('a shorter time is asked once, and kept', async () => {
  await anna.getByRole('combobox', { name: 'Файлы в сообщениях' }).click()
  await anna.getByRole('option', { name: '12 месяцев' }).click()
  const dialog = anna.getByRole('dialog', { name: /Хранить «Файлы в сообщениях» только 12 месяцев/ })
  await dialog.getByRole('button', { name: 'Отмена' }).click()
  await eventually(async () => anna.getByRole('combobox', { name: 'Файлы в сообщениях' }).inputValue()).toBe(
    'Всегда',
  )
  await anna.getByRole('combobox', { name: 'Файлы в сообщениях' }).click()
  await anna.getByRole('option', { name: '12 месяцев' }).click()
  await dialog.getByRole('button', { name: 'Хранить так' }).click()
  await anna.getByText('Сохранено').first().waitFor()
  await anna.reload()
  await eventually(async () => anna.getByRole('combobox', { name: 'Файлы в сообщениях' }).inputValue()).toBe(
    '12 месяцев',
  )
  expect(problems).toEqual([])
})
