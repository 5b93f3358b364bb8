import type { Page, Route } from 'playwright-core'
import { expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'
import { attach, chat, field, open, row } from './work-place.ts'

oneAfterAnother()

const database = await createTestDatabase()
const { base, setupCode, telegram } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const anna = await office.newPage()
const boris = await newContext()
const bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const marina = bot.person({ firstName: 'Марина', lastName: 'Ковалёва' })
const oleg = bot.person({ firstName: 'Олег', lastName: 'Симонов' })
const received = (): unknown[] => oleg.received().map(({ text, caption }) => text ?? caption)

const files = /\/api\/(files|uploads)/
const drafts = /\/api\/chats\/[^/]+\/draft$/
const messages = /\/api\/chats\/[^/]+\/messages$/
const price = { name: 'прайс.txt', mimeType: 'text/plain', buffer: Buffer.from('прайс') }
const removeOf = (name: string) => anna.getByRole('button', { name: `Убрать ${name}` })

/** The file is on its way, and not there yet. */
const putIn = (file: typeof price): Promise<void> =>
  anna
    .locator('input[type=file]')
    .setInputFiles([file])
    .then(() => anna.getByText(file.name).first().waitFor())

async function post(path: string, body: object, who = office): Promise<{ link?: string }> {
  const answer = await who.request.post(`${base}/api${path}`, { data: body, headers: { origin: base } })
  expect(answer.status(), await answer.text()).toBe(200)
  return (await answer.json()) as { link?: string }
}

/** Holds the calls to an address until the returned function lets them go, or ends them; later ones go. */
async function hold(page: Page, address: RegExp): Promise<(word: 'go' | 'end') => void> {
  const decided = Promise.withResolvers<'go' | 'end'>()
  let isDecided = false
  await page.route(address, async (route: Route) => {
    const isHeld = !isDecided && route.request().method() !== 'GET'
    if (isHeld && (await decided.promise) === 'end') await route.abort()
    else await route.continue()
  })
  return (word) => {
    isDecided = true
    decided.resolve(word)
  }
}

async function goTo(words: string): Promise<void> {
  await row(anna, words).first().click()
  await anna.getByRole('log', { name: new RegExp(words) }).waitFor()
  await field(anna).waitFor()
}

test('a shop with two clients who have written', async () => {
  const language = { language: 'ru', timeZone: 'Europe/Moscow' }
  const account = { code: setupCode, company: 'Зерно и пар', currency: 'RUB', country: 'RU' }
  const person = { name: 'Анна', email: 'anna@example.com', password: 'correct horse battery', ...language }
  await post('/setup', { ...account, ...person })
  await post('/channels', { kind: 'telegram', token: bot.token })
  const { rows } = await database.pool.query(`select id from roles where kind = 'admin'`)
  const { link = '' } = await post('/invitations', { roleId: rows[0].id })
  const other = { ...person, name: 'Борис', email: 'boris@example.com' }
  await post(`/invitations/${link.split('/').at(-1)}/acceptance`, other, boris)
  marina.sendText('Есть Versa Duo в графите?')
  oleg.sendText('Сколько стоит помол?')
  await anna.goto(`${base}/imbox`)
  await row(anna, 'Марина').waitFor()
  await open(anna, 'Олег')
})

test('what was sent with a file that is still on its way leaves though one has gone on', async () => {
  const release = await hold(anna, files)
  await field(anna).fill('Прайс во вложении')
  await putIn(price)
  await field(anna).press('Enter')
  await anna.getByText('Уйдёт, как только загрузятся файлы').waitFor()
  await goTo('Марина')
  await goTo('Олег')
  expect(await field(anna).inputValue()).toBe('Прайс во вложении')
  await anna.getByText('Уйдёт, как только загрузятся файлы').waitFor()
  await goTo('Марина')
  release('go')
  await eventually(received).toContain('Прайс во вложении')
  await goTo('Олег')
  await chat(anna).getByText('Прайс во вложении').waitFor()
  expect([await field(anna).inputValue(), await removeOf('прайс.txt').count()]).toEqual(['', 0])
  await anna.reload()
  await field(anna).waitFor()
  expect(await field(anna).inputValue()).toBe('')
  expect(received().filter((text) => text === 'Прайс во вложении')).toHaveLength(1)
})

test('files that were put in and not sent are there when one comes back, stored meanwhile', async () => {
  const release = await hold(anna, files)
  await field(anna).fill('Договор')
  await putIn({ ...price, name: 'договор.txt' })
  await goTo('Марина')
  release('go')
  await eventually(async () => {
    const { rows } = await database.pool.query('select from drafts where cardinality(file_ids) > 0')
    return rows.length
  }).toBe(1)
  await goTo('Олег')
  await removeOf('договор.txt').waitFor()
  await anna.reload()
  await removeOf('договор.txt').waitFor()
  await field(anna).press('Enter')
  await eventually(received).toContain('Договор')
})

test('a draft that could not be saved for a while does not come back after it was sent', async () => {
  await anna.clock.install()
  const release = await hold(anna, drafts)
  await field(anna).fill('Помол бесплатно')
  await goTo('Марина')
  release('end')
  await goTo('Олег')
  expect(await field(anna).inputValue()).toBe('Помол бесплатно')
  await field(anna).press('Enter')
  await eventually(received).toContain('Помол бесплатно')
  const saved: (string | null)[] = []
  anna.on('request', (request) => drafts.test(request.url()) && saved.push(request.postData()))
  // Past the second try of the draft, five seconds after the first.
  await anna.clock.fastForward(7000)
  expect(await field(anna).inputValue()).toBe('')
  await anna.reload()
  await field(anna).waitFor()
  expect(await field(anna).inputValue()).toBe('')
  expect(saved.join()).not.toContain('Помол бесплатно')
})

test('a message that is taken back brings its files, beside those that were put in meanwhile', async () => {
  await field(anna).fill('Вот договор')
  await attach(anna, [{ ...price, name: 'новый договор.txt' }])
  const { rows } = await database.pool.query(
    `select c.id from chats c join contacts k on k.account_id = c.account_id and k.id = c.contact_id where k.name like 'Олег%'`,
  )
  const answer = { id: crypto.randomUUID(), text: 'Уже отвечаю', fileIds: [], replyToId: null }
  const place = { voice: null, location: null, card: null, seenMessageId: null, anyway: true }
  await post(`/chats/${rows[0].id}/messages`, { ...answer, ...place }, boris)
  await chat(anna).getByText('Уже отвечаю').waitFor()
  await field(anna).press('Enter')
  const back = anna.getByRole('button', { name: 'Вернуть в поле ввода' })
  await back.waitFor()
  await attach(anna, [{ ...price, name: 'счёт.txt' }])
  await back.click()
  await removeOf('новый договор.txt').waitFor()
  expect(await removeOf('счёт.txt').count()).toBe(1)
  await removeOf('новый договор.txt').click()
  await removeOf('счёт.txt').click()
  await field(anna).fill('')
})

test('a double click plans a message once', async () => {
  await field(anna).fill('Напомню про помол')
  await anna.getByRole('button', { name: 'Как отправлять' }).click()
  await anna.getByRole('menuitem', { name: 'Отправить позже…' }).click()
  const dialog = anna.getByRole('dialog', { name: 'Отправить позже' })
  await dialog.getByRole('button', { name: /Через час/ }).dblclick()
  await eventually(() => field(anna).inputValue()).toBe('')
  await dialog.waitFor({ state: 'hidden' })
  const { rows } = await database.pool.query('select from scheduled_messages')
  expect(rows).toHaveLength(1)
})

test('who sends and closes and goes on at once has closed it', async () => {
  const release = await hold(anna, messages)
  await field(anna).fill('До встречи')
  await field(anna).press('Control+Enter')
  await goTo('Марина')
  release('go')
  await eventually(received).toContain('До встречи')
  await eventually(
    async () => (await database.pool.query('select from conversations where closed_at is null')).rowCount,
  ).toBe(1)
  expect(await anna.getByRole('dialog').count()).toBe(0)
})

test('what was sent to colleagues with a file on its way leaves though one has gone on', async () => {
  const { rows: deals } = await database.pool.query<{ id: number }>(
    `select d.id from deals d join contacts k on k.account_id = d.account_id and k.id = d.main_contact_id
    where k.name like 'Марина%'`,
  )
  await anna.goto(`${base}/deals/${deals[0]?.id}`)
  await anna.getByRole('radiogroup', { name: 'Кому пишем' }).getByText('Команде').click()
  const team = anna.getByRole('textbox', { name: 'Сообщение команде' })
  await team.pressSequentially('@бор')
  await anna.getByRole('listbox', { name: 'Кого назвать' }).getByRole('option', { name: /Борис/ }).waitFor()
  await anna.keyboard.press('Enter')
  await anna.keyboard.type('посмотри счёт')
  const release = await hold(anna, files)
  await anna
    .locator('input[type=file]')
    .last()
    .setInputFiles([{ ...price, name: 'счёт поставщика.txt' }])
  await anna.getByText('счёт поставщика.txt').waitFor()
  await team.press('Enter')
  await anna.getByRole('navigation').getByRole('link', { name: 'Задачи' }).click()
  await team.waitFor({ state: 'detached' })
  release('go')
  await eventually(async () => {
    const { rows } = await database.pool.query(
      `select m.body from internal_messages m join internal_attachments a
        on a.account_id = m.account_id and a.message_id = m.id`,
    )
    return rows
  }).toEqual([{ body: '@Борис посмотри счёт' }])
  await anna.goto(`${base}/deals/${deals[0]?.id}`)
  await anna.getByRole('radiogroup', { name: 'Кому пишем' }).getByText('Команде').click()
  await team.waitFor()
  expect(await team.inputValue()).toBe('')
})

test('nothing went wrong in the browser', () => {
  expect(problems.filter((problem) => !/ERR_FAILED|net::/.test(problem))).toEqual([])
})
