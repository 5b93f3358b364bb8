import type { APIResponse } from 'playwright-core'
import { expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { startLine } from './line.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'
import { chat, field, open, row } from './work-place.ts'

oneAfterAnother()

const database = await createTestDatabase()
const { base: product, setupCode, telegram } = await startWholeProduct(database)
const { base, cut, mend } = await startLine(product)
const { newContext } = await openBrowser()
const office = await newContext()
const anna = await office.newPage()
const bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const marina = bot.person({ firstName: 'Марина', lastName: 'Ковалёва' })
const oleg = bot.person({ firstName: 'Олег', lastName: 'Симонов' })
const received = () => marina.received().map(({ text }) => text)

async function post(path: string, body: object): ReturnType<APIResponse['json']> {
  const answer = await office.request.post(`${base}/api${path}`, { data: body, headers: { origin: base } })
  expect(answer.status(), await answer.text()).toBe(200)
  return answer.json()
}

const password = 'correct horse battery'
const enter = async (email: string): Promise<void> => {
  await anna.locator('input[name=email]').fill(email)
  await anna.locator('input[name=password]').fill(password)
  await anna.keyboard.press('Enter')
}
const profile = (name: string) => anna.getByRole('button', { name: `Профиль: ${name}` })

/** Messages to clients do not get through from this page, for whatever reason; @returns how to end it. */
async function holdMessages(): Promise<() => Promise<void>> {
  const isMessages = /\/api\/chats\/[^/]+\/messages$/
  await anna.route(isMessages, (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  )
  return () => anna.unroute(isMessages)
}
const writeHeld = async (text: string): Promise<void> => {
  const isTried = anna.waitForRequest((request) => request.postData()?.includes(text) === true)
  await field(anna).fill(text)
  await anna.keyboard.press('Enter')
  await isTried
  await chat(anna).getByText(text).waitFor()
}
const authorOf = async (text: string) => {
  const { rows } = await database.pool.query<{ name: string }>(
    `select u.name from messages m join users u on (u.account_id, u.id) = (m.account_id, m.actor_id) where m.body = $1`,
    [text],
  )
  return rows.map(({ name }) => name)
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
  const person = { name: 'Анна', email: 'anna@example.com', password }
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

test('what waits when one signs out does not leave in the name of who signs in next', async () => {
  await enter('anna@example.com')
  await profile('Анна').waitFor()
  const { items } = await (await office.request.get(`${base}/api/roles`)).json()
  const { link } = await post('/invitations', { roleId: items[0].id })
  const other = await newContext()
  const boris = {
    name: 'Борис',
    email: 'boris@example.com',
    password,
    language: 'ru',
    timeZone: 'Europe/Moscow',
  }
  const accepted = await other.request.post(`${base}/api/invitations/${link.split('/').at(-1)}/acceptance`, {
    data: boris,
    headers: { origin: base },
  })
  expect(accepted.status(), await accepted.text()).toBe(200)
  await open(anna, 'Марина')
  const release = await holdMessages()
  await writeHeld('Пишет Анна')
  await profile('Анна').click()
  await anna.getByRole('menuitem', { name: 'Выйти' }).click()
  await enter('boris@example.com')
  await profile('Борис').waitFor()
  await release()
  await anna.evaluate(() => dispatchEvent(new Event('online')))
  oleg.sendText('Сколько стоит помол?')
  await open(anna, 'Олег')
  await field(anna).fill('Пишет Борис')
  await anna.keyboard.press('Enter')
  await eventually(() => oleg.received().map(({ text }) => text)).toEqual(['Пишет Борис'])
  await open(anna, 'Марина')
  expect(await chat(anna).getByText('Пишет Анна').count()).toBe(0)
  expect(received()).toEqual(['Есть, отложить вам?'])
})

test('it leaves when its author is back, on whatever page', async () => {
  await profile('Борис').click()
  await anna.getByRole('menuitem', { name: 'Выйти' }).click()
  await anna.goto(`${base}/sign-in?next=/tasks`)
  await enter('anna@example.com')
  await profile('Анна').waitFor()
  await eventually(received).toEqual(['Есть, отложить вам?', 'Пишет Анна'])
  expect(await authorOf('Пишет Анна')).toEqual(['Анна'])
})

test('a tab that still shows one colleague sends nothing when another has signed in in the next tab', async () => {
  await anna.goto(`${base}/imbox`)
  await open(anna, 'Марина')
  const release = await holdMessages()
  await writeHeld('Пишет Анна из другой вкладки')
  await post('/session', { email: 'boris@example.com', password })
  await release()
  await anna.evaluate(() => dispatchEvent(new Event('online')))
  await profile('Борис').waitFor()
  expect(await authorOf('Пишет Анна из другой вкладки')).toEqual([])
  // Boris's page would open itself anew when it hears of Anna, and so end the way to the next one.
  await anna.goto('about:blank')
  await post('/session', { email: 'anna@example.com', password })
  await anna.goto(`${base}/tasks`)
  await eventually(() => authorOf('Пишет Анна из другой вкладки')).toEqual(['Анна'])
})

test('a voice message on a slow line is sent once, though one goes to another chat and back meanwhile', async () => {
  await anna.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = async () => {
      const audio = new AudioContext()
      await audio.resume()
      const sound = audio.createMediaStreamDestination()
      const tone = audio.createOscillator()
      tone.connect(sound)
      tone.start()
      return sound.stream
    }
  })
  await anna.goto(`${base}/imbox`)
  await open(anna, 'Марина')
  const box = anna.getByRole('group', { name: 'Голосовое сообщение' })
  await anna.getByRole('button', { name: 'Записать голосовое сообщение' }).click()
  await box.getByRole('timer').getByText('0:01').waitFor()
  await box.getByRole('button', { name: 'Закончить запись и прослушать' }).click()
  const line = Promise.withResolvers<void>()
  let uploads = 0
  await anna.route(/\/api\/files\//, async (route) => {
    if (route.request().method() === 'PUT') {
      uploads += 1
      await line.promise
    }
    await route.continue()
  })
  const send = box.getByRole('button', { name: 'Отправить' })
  await send.click()
  await box.getByRole('progressbar').waitFor()
  await row(anna, 'Олег').first().click()
  await anna.getByRole('log', { name: /Олег/ }).waitFor()
  await row(anna, 'Марина').first().click()
  await anna.getByRole('log', { name: /Марина/ }).waitFor()
  await box.getByRole('progressbar').waitFor()
  await send.press('Enter')
  line.resolve()
  await box.waitFor({ state: 'hidden' })
  await eventually(async () => {
    const { rows } = await database.pool.query(
      `select from messages where direction = 'out' and has_attachments`,
    )
    return rows.length
  }).toBe(1)
  expect(uploads).toBe(1)
})
