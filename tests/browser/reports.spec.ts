import { expect, test, vi } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import type { ConversationReport, ResponseReport } from '#contract/reports'
import { worldEmail } from '../../dev/world.ts'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 300_000 })
oneAfterAnother()

const password = 'correct horse battery'
const database = await createTestDatabase()
const { base } = await startWholeProduct(database, { demoPassword: password })
const { newContext, problems } = await openBrowser()
const office = await newContext()
const page = await office.newPage()
const tile = (name: string) => page.locator('dl > div').filter({ hasText: name })
const block = (name: string | RegExp) => page.getByRole('region', { name, exact: true })

async function report<T>(path: string): Promise<T> {
  const search = new URLSearchParams(days())
  const answer = await office.request.get(`${base}/api/reports/${path}?${search}`)
  expect(answer.status()).toBe(200)
  return (await answer.json()) as T
}

/** The last thirty days by the account's clock. */
function days(): { from: string; to: string } {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Moscow' })
  const now = Date.now()
  return { from: day.format(now - 29 * 86_400_000), to: day.format(now) }
}

test('the figures of thirty days are those of the server, beside the period before', async () => {
  await page.goto(`${base}/sign-in`)
  await page.getByLabel('E-mail').fill(worldEmail)
  await page.getByLabel('Пароль', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Войти' }).click()
  await page.waitForURL(`${base}/imbox**`)
  await page.goto(`${base}/analytics/reports`)
  const { now } = await report<ConversationReport>('conversations')
  expect(now.opened).toBeGreaterThan(0)
  await tile('Новые беседы').getByText(String(now.opened), { exact: true }).waitFor()
  await tile('Закрыто').getByText(String(now.closed), { exact: true }).waitFor()
  await page.getByText(/^Сравнение: /).waitFor()
})

test('a chart is walked through by the keyboard, and is a table on demand', async () => {
  const chart = block('Новые беседы по дням и каналам')
  const points = chart.locator('[data-point]')
  await points.first().waitFor()
  await points.first().focus()
  await page.keyboard.press('End')
  expect(await points.last().evaluate((point) => point === document.activeElement)).toBe(true)
  await page.keyboard.press('ArrowLeft')
  expect(await points.last().getAttribute('aria-label')).toMatch(/: .+ \d/)
  expect(await points.nth(-2).evaluate((point) => point === document.activeElement)).toBe(true)
  await chart.getByText('Таблица').click()
  const { now } = await report<ConversationReport>('conversations')
  const cells = await chart.locator('tbody tr td:nth-child(2)').allInnerTexts()
  expect(cells.reduce((sum, cell) => sum + Number(cell), 0)).toBe(now.opened)
})

test('waits are judged by another limit; the address keeps it', async () => {
  const { judged } = await report<ResponseReport>('responses')
  expect(judged).toBeNull()
  const whatIf = block('А если лимит другой?')
  await whatIf.getByText('Контроль времени ответа выключен').waitFor()
  await whatIf.getByLabel('Лимит, минут').fill('5')
  await whatIf.getByLabel('Лимит, минут').press('Enter')
  await whatIf.getByText(/^Превышений: \d+ из \d+ ожиданий/).waitFor()
  expect(page.url()).toContain('limit=5')
  await page.reload()
  await whatIf.getByText(/^Превышений: /).waitFor()
})

test('a channel narrows everything; without conversations it is said, with a way back', async () => {
  const opened = await tile('Новые беседы').locator('dd').first().innerText()
  await page.getByRole('button', { name: /^Канал: все/ }).click()
  await page.getByRole('checkbox').first().check()
  await page.keyboard.press('Escape')
  await eventually(() => tile('Новые беседы').locator('dd').first().innerText()).not.toBe(opened)
  await page.getByRole('button', { name: /^Период/ }).click()
  await page.getByRole('radio', { name: 'Свои даты' }).check()
  await page.getByLabel('С', { exact: true }).fill('2020-01-02')
  await page.getByLabel('По', { exact: true }).fill('2020-01-01')
  await page.getByRole('button', { name: 'Показать', exact: true }).click()
  await page.getByText('Начало должно быть не позже конца').waitFor()
  await page.getByLabel('По', { exact: true }).fill('2020-01-03')
  await page.getByRole('button', { name: 'Показать', exact: true }).click()
  await page.getByText('Бесед за этот период нет').waitFor()
  await page.getByRole('button', { name: 'Сбросить фильтры' }).first().click()
  await eventually(() => page.url()).not.toContain('channel=')
})

test('conversations are taken away one a row, a table as it stands', async () => {
  await page.goto(`${base}/analytics/reports?period=month`)
  const { now } = await report<ConversationReport>('conversations')
  const read = async (path: string): Promise<string[]> => {
    const answer = await office.request.get(`${base}/api/reports/${path}?${new URLSearchParams(days())}`)
    expect(answer.headers()['content-disposition']).toContain('attachment')
    return (await answer.text()).trim().split('\r\n')
  }
  expect(await read('conversation-rows')).toHaveLength(now.opened + 1)
  expect((await read('tables/people'))[0]).toContain('Сотрудник;Открыто;')
  await page.getByRole('button', { name: 'Скачать беседы' }).click()
  const link = page.getByRole('menuitem', { name: 'CSV: беседа в строке' })
  expect(await link.getAttribute('href')).toContain('/api/reports/conversation-rows?from=')
  await page.keyboard.press('Escape')
})

test('on a phone nothing is wider than the screen', async () => {
  await page.setViewportSize({ width: 390, height: 844 })
  await tile('Новые беседы').waitFor()
  await block('Нагрузка сейчас').waitFor()
  const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth])
  expect(widths[0]).toBe(widths[1])
  expect(problems).toEqual([])
})
