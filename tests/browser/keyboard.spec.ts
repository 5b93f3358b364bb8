import { expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'
import { chat, field } from './work-place.ts'

oneAfterAnother()

const database = await createTestDatabase()
const { base, setupCode, telegram } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const anna = await office.newPage()
const { keyboard } = anna
const bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const marina = bot.person({ firstName: 'Марина', lastName: 'Ковалёва' })
const oleg = bot.person({ firstName: 'Олег', lastName: 'Тарасов' })

async function post(path: string, body: object): Promise<void> {
  const answer = await office.request.post(`${base}/api${path}`, { data: body, headers: { origin: base } })
  expect(answer.status(), await answer.text()).toBe(200)
}

/** Up and down the list until a conversation is open: which stands first depends on who wrote last. */
async function walkTo(words: string): Promise<void> {
  let presses = 0
  const arrive = async (): Promise<boolean> => {
    if (await chat(anna).getByText(words).isVisible()) return true
    await keyboard.press(presses++ % 2 === 0 ? 'j' : 'k')
    return false
  }
  await expect.poll(arrive, { timeout: 60_000, interval: 1500 }).toBe(true)
}

test('two clients write', async () => {
  const language = { language: 'ru', timeZone: 'Europe/Moscow', currency: 'RUB', country: 'RU' }
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  await post('/setup', { code: setupCode, company: 'Зерно и пар', ...person, ...language })
  await post('/channels', { kind: 'telegram', token: bot.token })
  marina.sendText('Есть Versa Duo в графите?')
  await anna.goto(`${base}/deals`)
  await anna.getByText('Марина Ковалёва').first().waitFor()
  oleg.sendText('Почём зерно?')
})

test('G I leads to ImBox, J to a conversation, R to the field, Enter sends', async () => {
  await keyboard.press('g')
  await keyboard.press('i')
  await anna.waitForURL(`${base}/imbox`)
  await anna.getByRole('option').filter({ hasText: 'Почём зерно?' }).waitFor()
  await walkTo('Versa Duo')
  await keyboard.press('r')
  await keyboard.type('Есть, отложить вам?')
  await keyboard.press('Enter')
  await eventually(() => marina.received().map(({ text }) => text)).toEqual(['Есть, отложить вам?'])
})

test('Escape leaves the field; J to the other one, which needs no reply: E', async () => {
  await keyboard.press('Escape')
  await walkTo('Почём зерно?')
  await keyboard.press('e')
  await eventually(() => anna.getByRole('tab', { name: /Без ответа/ }).innerText()).toMatch(/^0/)
})

test('T makes a task, and its field has the focus', async () => {
  await keyboard.press('t')
  const dialog = anna.getByRole('dialog')
  await dialog.locator('input:focus, textarea:focus').waitFor()
  await keyboard.type('Прислать прайс')
  await keyboard.press('Control+Enter')
  await dialog.waitFor({ state: 'hidden' })
})

test('what is typed right after Ctrl K goes into its field: a part of a name opens the card, words find a command', async () => {
  const palette = anna.getByRole('dialog', { name: 'Поиск и команды' })
  await keyboard.press('Control+k')
  await keyboard.type('ковал')
  await palette
    .getByRole('option', { name: /Марина Ковалёва/ })
    .first()
    .waitFor()
  await keyboard.press('Enter')
  await anna.waitForURL(/\/contacts\/\d+/)
  await palette.waitFor({ state: 'hidden' })
  await keyboard.press('Control+k')
  await keyboard.type('задачи')
  await palette.getByRole('option', { name: /^Задачи/ }).waitFor()
  await keyboard.press('Enter')
  await anna.waitForURL(`${base}/tasks`)
  await anna.getByText('Прислать прайс').first().waitFor()
})

test('what is typed after Ctrl K while the palette is still on its way goes into it, and no key does what it does on the page', async () => {
  const page = await office.newPage()
  const released = Promise.withResolvers<void>()
  await page.route('**/assets/palette-*.js', async (route) => {
    await released.promise
    await route.continue()
  })
  await page.goto(`${base}/tasks`)
  await page.getByText('Прислать прайс').first().waitFor()
  await page.keyboard.press('Control+k')
  // A Latin letter is a key; C alone makes a task.
  await page.keyboard.type('cкова')
  await page.keyboard.press('Home')
  await page.keyboard.press('Delete')
  released.resolve()
  const palette = page.getByRole('dialog', { name: 'Поиск и команды' })
  await palette
    .getByRole('option', { name: /Марина Ковалёва/ })
    .first()
    .waitFor()
  expect(await page.getByRole('dialog').count()).toBe(1)
  await page.close()
})

test('G D, arrows and Space carry a deal to the next stage', async () => {
  await keyboard.press('g')
  await keyboard.press('d')
  const first = anna.locator('a[data-card]').first()
  await first.waitFor()
  await first.focus()
  await keyboard.press('Space')
  await keyboard.press('ArrowRight')
  await keyboard.press('Space')
  await eventually(() =>
    anna
      .locator('[data-column]')
      .evaluateAll((columns) =>
        columns.map((column) => column.querySelectorAll('a[data-card]').length).filter(Boolean),
      ),
  ).toEqual([1, 1])
})

test('in a card I writes to the team and Alt I goes back to the client; ? tells all keys', async () => {
  await anna.locator('a[data-card]').first().focus()
  await keyboard.press('Enter')
  await anna.waitForURL(/\/deals\/\d+/)
  await field(anna).waitFor()
  await keyboard.press('i')
  await anna.getByRole('textbox', { name: /команд/i }).waitFor()
  await eventually(() =>
    anna.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? ''),
  ).toMatch(/команд/i)
  await keyboard.press('Alt+i')
  await field(anna).waitFor()
  await anna.locator('body').press('Escape')
  await anna.evaluate(() =>
    document.activeElement instanceof HTMLElement ? document.activeElement.blur() : null,
  )
  await keyboard.press('?')
  await anna.getByRole('dialog', { name: 'Клавиатура' }).getByText('Написать команде').waitFor()
  expect(problems).toEqual([])
})
