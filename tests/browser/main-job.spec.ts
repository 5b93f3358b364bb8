import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import type { Bot, Person } from '../../dev/messengers/telegram.ts'
import { sampleJpeg, samplePdf } from '../../dev/messengers/telegram/sample-files.ts'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'
import { attach, bell, bellCount, centre, chat, field, open, preset, row } from './work-place.ts'

// The steps of one working day, each going on from where the one before has ended.
oneAfterAnother()

const database = await createTestDatabase()
const { db } = database
const { base, setupCode, telegram } = await startWholeProduct(database)
const { openPage, problems } = await openBrowser()
const anna = await openPage()
const pavel = await openPage()
const visitor = await openPage()
const bot: Bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const marina: Person = bot.person({ firstName: 'Марина', lastName: 'Ковалёва', username: 'marina_kov' })

const kitchen = { name: 'кухня.jpg', mimeType: 'image/jpeg', buffer: sampleJpeg(320, 240) }
const socket = { name: 'розетка.jpg', mimeType: 'image/jpeg', buffer: sampleJpeg(240, 320) }
const estimate = { name: 'смета.pdf', mimeType: 'application/pdf', buffer: samplePdf('смета') }

const conversations = async () => {
  const { rows } = await sql<Record<string, unknown>>`
    select number::int, card_id::int as deal, closed_at is not null as closed, read_at is not null as read,
      waiting_since is not null as waiting from conversations order by number`.execute(db)
  return rows
}
const unreadNotifications = async (): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from notifications where read_at is null`.execute(db)
  return rows[0]?.count ?? -1
}
const bellsSay = (count: number) =>
  eventually(() => Promise.all([bellCount(anna), bellCount(pavel)])).toEqual([count, count])
const received = () => marina.received().map(({ method, text, caption }) => [method, text ?? caption])
const toList = async (page: Page): Promise<void> => {
  await page.getByRole('navigation').getByRole('link', { name: /ImBox/ }).last().click()
  await page.waitForURL(`${base}/imbox`)
  // As long as the chat is on the screen, what comes is seen.
  await chat(page).waitFor({ state: 'detached' })
}

test('the first run makes the account by the code from the console, and by no other', async () => {
  await anna.goto(base)
  await anna.getByLabel('Код из консоли').fill('AAAA-BBBB-CCCC')
  await anna.getByLabel('Название компании').fill('Зерно и пар')
  await anna.getByLabel('Ваше имя').fill('Анна Кравцова')
  await anna.getByLabel('E-mail для входа').fill('anna@example.com')
  await anna.getByLabel('Пароль', { exact: true }).fill('correct horse battery')
  await anna.getByRole('button', { name: 'Создать аккаунт' }).click()
  await anna.getByText('Код не подходит').waitFor()
  expect(await db.selectFrom('accounts').select('id').execute()).toEqual([])
  await anna.getByLabel('Код из консоли').fill(setupCode)
  await anna.getByRole('button', { name: 'Создать аккаунт' }).click()
  await anna.waitForURL(`${base}/start`)
})

test('a bot is connected by its token, a colleague comes by a link', async () => {
  await anna.goto(`${base}/settings/channels/telegram`)
  await anna.getByPlaceholder('123456789:AAF…').fill(bot.token)
  await anna.getByText('@zerno_bot').first().waitFor()
  await anna.getByRole('button', { name: 'Подключить' }).click()
  await eventually(() => bot.webhook?.url ?? null).toContain('/hooks/')
  await anna.goto(`${base}/settings/people`)
  await anna.getByRole('combobox', { name: 'Роль', exact: true }).click()
  await anna.getByRole('option', { name: 'Администратор' }).click()
  await anna.getByRole('button', { name: 'Создать ссылку' }).click()
  const link = await anna.getByLabel('Ссылка-приглашение').textContent()
  await pavel.goto(link?.trim() ?? '')
  await pavel.getByLabel('Ваше имя').fill('Павел Дроздов')
  await pavel.getByLabel('E-mail для входа').fill('pavel@example.com')
  await pavel.getByLabel('Пароль', { exact: true }).fill('another horse battery')
  await pavel.getByRole('button', { name: 'Присоединиться' }).click()
  await pavel.waitForURL(`${base}/imbox`)
  await toList(anna)
})

test('a client writes: both see it at once, with exact counts, and are notified', async () => {
  marina.sendText('Есть Versa Duo в графите?')
  for (const page of [anna, pavel]) {
    await row(page, 'Есть Versa Duo в графите?').waitFor()
    await eventually(() => preset(page, 'Без ответа').textContent()).toBe('1Без ответа')
    await eventually(() => page.title()).toBe('(1) Беседа')
  }
  await bellsSay(1)
  await pavel.keyboard.press('n')
  await centre(pavel)
    .getByRole('link', { name: /Марина Ковалёва.*Есть Versa Duo/ })
    .waitFor()
  await pavel.keyboard.press('Escape')
  await eventually(() => centre(pavel).count()).toBe(0)
  expect(await conversations()).toEqual([{ number: 1, deal: 1, closed: false, read: false, waiting: true }])
})

test('what is written survives a reload, and leaves as the composer said: the album, then the file', async () => {
  await open(anna, 'Марина')
  await field(anna).fill('Да, вот как она\nвстанет')
  await attach(anna, [kitchen, socket, estimate])
  await anna.getByText('уйдёт 2 сообщениями').waitFor()
  await eventually(() => db.selectFrom('drafts').select('body').execute()).toEqual([
    { body: 'Да, вот как она\nвстанет' },
  ])
  await eventually(() => countDraftFiles()).toBe(3)
  await anna.reload()
  await eventually(() => field(anna).inputValue()).toBe('Да, вот как она\nвстанет')
  await anna.getByRole('button', { name: 'Убрать смета.pdf' }).waitFor()
  await field(anna).press('Enter')
  await eventually(() => received()).toEqual([
    ['sendMediaGroup', 'Да, вот как она\nвстанет'],
    ['sendMediaGroup', null],
    ['sendDocument', null],
  ])
  expect(marina.received().flatMap((message) => message.files.map((file) => file.bytes))).toEqual([
    kitchen.buffer,
    socket.buffer,
    estimate.buffer,
  ])
  await row(pavel, 'Анна Кравцова: Да, вот как она').waitFor()
  await bellsSay(0)
  await eventually(() => conversations()).toMatchObject([{ number: 1, read: true, waiting: false }])
})

test('a colleague answers from the card of the deal; whoever was writing meanwhile is asked once', async () => {
  await field(anna).fill('Доставим во вторник')
  await pavel.goto(`${base}/deals/1`)
  await field(pavel).fill('Доставка в среду, договор приложен')
  await attach(pavel, [estimate])
  await field(pavel).press('Enter')
  await chat(anna).getByText('Доставка в среду').waitFor()
  await field(anna).press('Enter')
  await anna.getByText('Пока вы писали, клиенту пришёл ответ от коллеги: Павел Дроздов').waitFor()
  await eventually(() => received().length).toBe(4)
  await anna.getByRole('button', { name: 'Отправить всё равно' }).click()
  await eventually(() => received().slice(3)).toEqual([
    ['sendDocument', 'Доставка в среду, договор приложен'],
    ['sendMessage', 'Доставим во вторник'],
  ])
  await chat(pavel).getByText('Доставим во вторник').waitFor()
})

test('no reply needed, said in the notification centre, clears it in both browsers', async () => {
  await toList(anna)
  await toList(pavel)
  marina.sendText('Спасибо!')
  await bellsSay(1)
  await bell(pavel).click()
  await centre(pavel).getByRole('button', { name: 'Не требует ответа' }).click()
  await bellsSay(0)
  await pavel.keyboard.press('Escape')
  expect(await conversations()).toMatchObject([{ number: 1, closed: false, read: true, waiting: false }])
  expect(await unreadNotifications()).toBe(0)
})

test('closing is refused when the client has just written, and done all the same when one insists', async () => {
  await open(anna, 'Марина')
  await anna.route(
    '**/closure',
    async (route) => {
      marina.sendText('Подождите')
      await eventually(conversations).toMatchObject([{ waiting: true }])
      await route.continue()
    },
    { times: 1 },
  )
  await anna.getByRole('button', { name: 'Закрыть', exact: true }).click()
  const dialog = anna.getByRole('dialog', { name: 'Пришло новое сообщение' })
  await dialog.waitFor()
  await row(anna, 'Подождите').waitFor()
  expect(await conversations()).toMatchObject([{ closed: false }])
  await dialog.getByRole('button', { name: 'Закрыть всё равно' }).click()
  await chat(anna).getByText('Беседа № 1 закрыта').waitFor()
  await eventually(() => preset(pavel, 'Открытые').textContent()).toBe('0Открытые')
  await bellsSay(0)
  expect(await conversations()).toMatchObject([{ number: 1, closed: true, read: true, waiting: false }])
})

test('the client writes again: the next number, of the same deal, and a look clears its notifications', async () => {
  await toList(anna)
  marina.sendText('И ещё вопрос')
  await row(pavel, '№ 2').waitFor()
  await bellsSay(1)
  await open(anna, 'И ещё вопрос')
  await chat(anna).getByText('Беседа № 2 открыта').waitFor()
  await bellsSay(0)
  expect(await conversations()).toEqual([
    { number: 1, deal: 1, closed: true, read: true, waiting: false },
    { number: 2, deal: 1, closed: false, read: true, waiting: true },
  ])
})

test('a visitor of the website writes from the example shop and is answered there', async () => {
  await visitor.goto(`${base}/try`)
  await visitor.getByRole('button', { name: 'Открыть чат' }).click()
  const visitorField = visitor.getByRole('textbox', { name: 'Напишите сообщение' })
  await visitorField.fill('А самовывоз есть?')
  await visitorField.press('Enter')
  await row(pavel, 'А самовывоз есть?').waitFor()
  await bellsSay(1)
  await open(pavel, 'А самовывоз есть?')
  await bellsSay(0)
  await field(pavel).fill('Есть, вот схема')
  await attach(pavel, [kitchen])
  await field(pavel).press('Enter')
  await visitor.getByRole('button', { name: 'Открыть картинку кухня.jpg' }).waitFor()
  await visitor.getByText('Есть, вот схема', { exact: true }).waitFor()
  await chat(pavel).getByText('Есть, вот схема').waitFor()
  await eventually(conversations).toMatchObject([
    { number: 1 },
    { number: 2 },
    { number: 3, deal: 2, closed: false, read: true, waiting: false },
  ])
})

test('at the end of the day nothing was lost, doubled or broken', async () => {
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*)::int as count from message_parts where state is not null group by state order by state`.execute(
    db,
  )
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(5)
  expect(
    rows.map(({ state }) => state).filter((state) => !['sent', 'delivered', 'read'].includes(state)),
  ).toEqual([])
  expect(received()).toHaveLength(5)
  expect(await unreadNotifications()).toBe(0)
  expect(problems).toEqual([])
})

async function countDraftFiles(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select coalesce(sum(cardinality(file_ids)), 0)::int as count from drafts`.execute(db)
  return rows[0]?.count ?? 0
}
