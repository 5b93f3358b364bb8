import { readFile } from 'node:fs/promises'
import type { Download } from 'playwright-core'
import { expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'

oneAfterAnother()

const database = await createTestDatabase()
const { base, setupCode } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const anna = await office.newPage()

const table = [
  'Имя;Телефон;Почта;Примечание',
  'Марина Ковалёва;8 (921) 111-22-33;marina@example.com;любит помол крупнее',
  'Олег Симонов;не знаю;oleg@example.com;',
  '=1+1;+7 921 222 33 44;;',
].join('\n')

async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8')
}

test('a table is chosen, and its columns are understood', async () => {
  const language = { language: 'ru', timeZone: 'Europe/Moscow', currency: 'RUB', country: 'RU' }
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  const answer = await office.request.post(`${base}/api/setup`, {
    data: { code: setupCode, company: 'Зерно и пар', ...person, ...language },
    headers: { origin: base },
  })
  expect(answer.status(), await answer.text()).toBe(200)
  await anna.goto(`${base}/contacts`)
  await anna.getByRole('button', { name: 'Импорт и экспорт' }).click()
  await anna.getByRole('menuitem', { name: 'Импорт из таблицы' }).click()
  await anna.getByText('Импортов пока нет').waitFor()
  const file = { name: 'клиенты.csv', mimeType: 'text/csv', buffer: Buffer.from(table) }
  await anna.locator('input[type=file]').setInputFiles(file)
  const target = (name: string) => anna.getByRole('combobox', { name: `Что в столбце ${name}` })
  await target('Имя').waitFor()
  expect(await target('Имя').inputValue()).toBe('Контакт')
  expect(await target('Телефон').inputValue()).toBe('Телефон')
  expect(await target('Почта').inputValue()).toBe('Почта')
  expect(await target('Примечание').inputValue()).toBe('')
})

test('the check tells what would happen, line by line, and writes nothing', async () => {
  await anna.getByRole('button', { name: 'Проверить' }).click()
  await anna.getByRole('heading', { name: 'Что получится' }).waitFor()
  const errors = anna.getByRole('list', { name: 'Ошибки' })
  await errors.getByText('Строка 3').waitFor()
  await errors.getByText('Это не номер телефона').waitFor()
  const [report] = await Promise.all([
    anna.waitForEvent('download'),
    anna.getByRole('link', { name: 'Скачать отчёт' }).click(),
  ])
  expect(await textOf(report)).toContain('3;Телефон;не знаю;Это не номер телефона')
  const { items } = await (await office.request.get(`${base}/api/contacts`)).json()
  expect(items).toEqual([])
})

test('the run brings the good rows in, and the list is taken away again', async () => {
  await anna.getByRole('button', { name: 'Загрузить 2 строки' }).click()
  await anna.getByRole('heading', { name: 'Что получилось' }).waitFor()
  await anna.getByRole('button', { name: 'Отменить импорт' }).waitFor()
  const elsewhere = await office.newPage()
  await elsewhere.goto(`${base}/contacts`)
  await elsewhere.getByRole('link', { name: 'Марина Ковалёва' }).first().waitFor()
  await elsewhere.getByRole('link', { name: '=1+1' }).first().waitFor()
  await elsewhere.getByRole('button', { name: 'Импорт и экспорт' }).click()
  const [list] = await Promise.all([
    elsewhere.waitForEvent('download'),
    elsewhere.getByRole('menuitem', { name: 'Скачать список как CSV' }).click(),
  ])
  const text = await textOf(list)
  expect(text).toContain('Марина Ковалёва;+7 921 111 22 33')
  expect(text).toContain("'=1+1")
  await elsewhere.close()
})

test('the whole import is undone', async () => {
  await anna.getByRole('button', { name: 'Отменить импорт' }).click()
  await anna.getByRole('dialog').getByRole('button', { name: 'Отменить импорт' }).click()
  await anna.getByRole('status').getByText('Отменено').waitFor()
  const { items } = await (await office.request.get(`${base}/api/contacts`)).json()
  expect(items).toEqual([])
  await anna.goto(`${base}/imports`)
  await anna.getByRole('link', { name: /клиенты\.csv/ }).waitFor()
  await anna.getByText('Отменено').waitFor()
})

test('nothing broke on the way', () => {
  expect(problems).toEqual([])
})
