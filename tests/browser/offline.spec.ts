import { expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { startLine } from './line.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'
import { chat, field, open } from './work-place.ts'

oneAfterAnother()

const database = await createTestDatabase()
const { base: product, setupCode, telegram } = await startWholeProduct(database)
const { base, cut, mend } = await startLine(product)
const { newContext } = await openBrowser()
const office = await newContext()
const anna = await office.newPage()
const bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const marina = bot.person({ firstName: 'Марина', lastName: 'Ковалёва' })
const received = () => marina.received().map(({ text }) => text)

async function post(path: string, body: object): Promise<void> {
  const answer = await office.request.post(`${base}/api${path}`, { data: body, headers: { origin: base } })
  expect(answer.status(), await answer.text()).toBe(200)
}

/** What the page keeps for when the server is out of reach. */
const keptQueries = () =>
  anna.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const opening = indexedDB.open('keyval-store')
        opening.onerror = () => resolve(0)
        opening.onsuccess = () => {
          const { result: store } = opening
          if (!store.objectStoreNames.contains('keyval')) return resolve(0)
          const asking = store.transaction('keyval').objectStore('keyval').get('beseda.answers')
          asking.onsuccess = () => resolve(asking.result?.state.queries.length ?? 0)
        }
      }),
  )

test('a colleague looks at a conversation, and the app is kept', async () => {
  const language = { language: 'ru', timeZone: 'Europe/Moscow', currency: 'RUB', country: 'RU' }
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery' }
  await post('/setup', { code: setupCode, company: 'Зерно и пар', ...person, ...language })
  await post('/channels', { kind: 'telegram', token: bot.token })
  marina.sendText('Есть Versa Duo в графите?')
  await anna.goto(`${base}/imbox`)
  await open(anna, 'Versa Duo')
  await chat(anna).getByText('Versa Duo').waitFor()
  await anna.evaluate(() => navigator.serviceWorker.ready)
  await anna.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await eventually(keptQueries).toBeGreaterThan(3)
})

test('without a network the app opens again, shows what it has, and says so', async () => {
  cut()
  await office.setOffline(true)
  await anna.reload()
  await chat(anna).getByText('Versa Duo').waitFor()
  await anna.getByText('Нет связи').first().waitFor()
})

test('what is written then stays, over a reload too, and leaves once when the network is back', async () => {
  await field(anna).fill('Есть, отложить вам?')
  await anna.keyboard.press('Enter')
  await chat(anna).getByText('Есть, отложить вам?').waitFor()
  await anna.reload()
  await chat(anna).getByText('Есть, отложить вам?').waitFor()
  expect(received()).toEqual([])
  mend()
  await office.setOffline(false)
  await eventually(received).toEqual(['Есть, отложить вам?'])
  await anna.getByText('Нет связи').first().waitFor({ state: 'hidden' })
  marina.sendText('Да, до субботы')
  await chat(anna).getByText('Да, до субботы').waitFor()
  expect(received()).toEqual(['Есть, отложить вам?'])
})

test('who signs out leaves nothing in the browser', async () => {
  await anna.getByRole('button', { name: 'Профиль: Анна' }).click()
  await anna.getByRole('menuitem', { name: 'Выйти' }).click()
  await anna.getByLabel('Пароль', { exact: true }).waitFor()
  await eventually(keptQueries).toBe(0)
})
