import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { sampleJpeg, samplePdf } from '../../dev/messengers/telegram/sample-files.ts'
import { eventually, openBrowser } from './browser.ts'
import { oneAfterAnother } from './one-after-another.ts'
import { startWholeProduct } from './whole-product.ts'
import { attach, chat, field, message, open, openMenu } from './work-place.ts'

oneAfterAnother()

const database = await createTestDatabase()
const { base, setupCode, telegram, viber, vk } = await startWholeProduct(database)
const { newContext, problems } = await openBrowser()
const office = await newContext()
const anna = await office.newPage()
const elsewhere = await (await newContext()).newPage()
const bot = telegram.createBot({ name: 'Зерно и пар', username: 'zerno_bot' })
const account = viber.createAccount({ name: 'Viber лавки', uri: 'zerno' })
const community = vk.createCommunity({ name: 'Зерно ВК', screenName: 'zerno_vk' })
const marina = bot.person({ firstName: 'Марина', lastName: 'Ковалёва' })
const milica = account.person({ name: 'Милица Йович' })
const oleg = community.person({ firstName: 'Олег', lastName: 'Ветров' })
const admin = { email: 'anna@example.com', password: 'correct horse battery' }

const kitchen = { name: 'кухня.jpg', mimeType: 'image/jpeg', buffer: sampleJpeg(320, 240) }
const socket = { name: 'розетка.jpg', mimeType: 'image/jpeg', buffer: sampleJpeg(240, 320) }
const estimate = { name: 'смета.pdf', mimeType: 'application/pdf', buffer: samplePdf('смета') }
const program = { name: 'setup.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ program') }

async function setUp(at: string, code: string, page: Page): Promise<void> {
  const language = { language: 'ru', timeZone: 'Europe/Moscow', currency: 'RUB', country: 'RU' }
  const data = { code, company: 'Зерно и пар', name: 'Анна', ...admin, ...language }
  const answer = await page.request.post(`${at}/api/setup`, { data, headers: { origin: at } })
  expect(answer.status(), await answer.text()).toBe(200)
}

async function keptFiles(): Promise<number> {
  const drafts = await database.db.selectFrom('drafts').select('file_ids').execute()
  return drafts.reduce((sum, { file_ids: ids }) => sum + ids.length, 0)
}

const sendButton = (page: Page): Locator => page.getByRole('button', { name: 'Отправить', exact: true })

/** Opens the page on which a messenger is connected, and gives the field of its token. */
async function openConnecting(messenger: string, label: string): Promise<Locator> {
  await anna.goto(`${base}/settings/channels`)
  await anna.getByRole('link', { name: `Подключить: ${messenger}` }).click()
  return anna.getByLabel(label)
}

test('a messenger that cannot reach this server is told so before anything is asked', async () => {
  const closed = await startWholeProduct(await createTestDatabase(), { hasRealViber: true })
  const page = await (await newContext()).newPage()
  await setUp(closed.base, closed.setupCode, page)
  await page.goto(`${closed.base}/settings/channels/viber`)
  await page.getByText('Viber доставляет сообщения только на адрес https, открытый из интернета').waitFor()
  await page.getByText('PUBLIC_URL=https://chat.example.com').waitFor()
  expect(await page.getByRole('textbox').count()).toBe(0)
  // Telegram and VK can be asked, so they can be connected all the same.
  for (const kind of ['telegram', 'vk']) {
    await page.goto(`${closed.base}/settings/channels/${kind}`)
    await page.getByRole('textbox').waitFor()
  }
  await page.context().close()
})

test('Telegram: what is no token is told, then whose it is, then that the first message came', async () => {
  await setUp(base, setupCode, anna)
  const token = await openConnecting('Telegram', 'Токен бота')
  await token.fill('не токен')
  await anna.getByRole('button', { name: 'Подключить', exact: true }).click()
  await anna.getByText('Токен выглядит так: 123456789:AAF…').waitFor()
  await token.fill(`123456789:${'A'.repeat(35)}`)
  await anna.getByText('Мессенджер не принял этот ключ').waitFor()
  await token.fill(bot.token)
  await anna.getByText('Бот найден: Зерно и пар, @zerno_bot').waitFor()
  await anna.getByRole('button', { name: 'Подключить этого бота' }).click()
  await anna.getByText('Webhook установлен, Telegram видит сервер').waitFor()
  await anna.getByText('Ждём первое сообщение').waitFor()
  marina.sendText('Есть Versa Duo в графите?')
  await anna.getByText('Первое сообщение пришло').waitFor()
})

test('Viber, with an address it can reach', async () => {
  const token = await openConnecting('Viber', 'Токен бота')
  await token.fill('x'.repeat(40))
  await anna.getByText('Мессенджер не принял этот ключ').waitFor()
  await token.fill(account.token)
  await anna.getByText('Бот найден: Viber лавки, zerno').waitFor()
  await anna.getByRole('button', { name: 'Подключить этого бота' }).click()
  await anna.getByText('Webhook установлен, Viber видит сервер').waitFor()
  expect(account.webhook).toContain(`${base}/hooks/viber/`)
  milica.sendText('Имате ли сто од храста?')
  await anna.getByText('Первое сообщение пришло').waitFor()
})

test('VK: a key that may not do enough is told with what it lacks', async () => {
  const poor = vk.createCommunity({ name: 'Без прав' })
  poor.rights = ['messages', 'photos']
  const token = await openConnecting('ВКонтакте', 'Ключ доступа сообщества')
  await token.fill(poor.token)
  await anna.getByText('Ключу не хватает прав: управление сообществом и файлы').waitFor()
  await token.fill(`vk1.a.${'A'.repeat(60)}`)
  await anna.getByText('Мессенджер не принял этот ключ').waitFor()
  await token.fill(community.token)
  await anna.getByText('Сообщество найдено: Зерно ВК, vk.com/zerno_vk').waitFor()
  await anna.getByRole('button', { name: 'Подключить это сообщество' }).click()
  await anna.getByText('Webhook установлен, ВКонтакте видит сервер').waitFor()
  expect(community.servers.map(({ status }) => status)).toEqual(['ok'])
  oleg.sendText('Добрый день')
  await anna.getByText('Первое сообщение пришло').waitFor()
})

test('the website gets a piece of code, for addresses that are addresses', async () => {
  const name = await openConnecting('Чат на сайте', 'Название')
  await name.fill('Витрина')
  await anna.getByLabel('Сайты, где стоит чат').fill('ftp://shop.example.com')
  await anna.getByRole('button', { name: 'Получить код' }).click()
  await anna.getByText('Адрес сайта должен выглядеть так: https://example.com').waitFor()
  await anna.getByLabel('Сайты, где стоит чат').fill('https://shop.example.com')
  await anna.getByRole('button', { name: 'Получить код' }).click()
  const code = anna.getByLabel('Код для сайта')
  await code.waitFor()
  expect(await code.textContent()).toMatch(/^<script [^>]*src="http:[^"]+"[^>]*><\/script>$/)
  await anna.goto(`${base}/settings/channels`)
  for (const connected of ['Зерно и пар', 'Viber лавки', 'Зерно ВК', 'Витрина']) {
    await anna.getByRole('button', { name: connected }).filter({ hasText: 'Работает' }).waitFor()
  }
})

test('Viber: it is said beforehand how many messages will leave, and which file is not taken and why', async () => {
  await anna.goto(`${base}/imbox`)
  await open(anna, 'Милица')
  await field(anna).fill('Ево кухиња')
  await attach(anna, [kitchen, socket, estimate, program])
  await anna.getByText('setup.exe: файлы EXE Viber лавки не примет').waitFor()
  await eventually(() => sendButton(anna).isDisabled()).toBe(true)
  await anna.getByRole('button', { name: 'Убрать setup.exe' }).click()
  await anna.getByText('Viber лавки: уйдёт 3 сообщениями').waitFor()
  await anna.getByText('В этом мессенджере такие файлы не идут вместе').waitFor()
})

test('after a reload in the middle and a double click on send each part leaves once, in its order', async () => {
  await eventually(() => keptFiles()).toBe(3)
  await anna.reload()
  await eventually(() => field(anna).inputValue()).toBe('Ево кухиња')
  await anna.getByRole('button', { name: 'Убрать смета.pdf' }).waitFor()
  await sendButton(anna).dblclick()
  await eventually(() => milica.received().map(({ type, text, fileName }) => [type, text, fileName])).toEqual(
    [
      ['picture', 'Ево кухиња', null],
      ['picture', '', null],
      ['file', null, 'смета.pdf'],
    ],
  )
  await account.settled()
  expect(milica.received().map(({ got }) => got?.bytes)).toEqual([
    kitchen.buffer,
    socket.buffer,
    estimate.buffer,
  ])
  await message(anna, 'Ево кухиња').getByTitle('Доставлено').first().waitFor()
  milica.read()
  await message(anna, 'Ево кухиња').getByTitle('Прочитано').first().waitFor()
  const menu = await openMenu(anna, 'Ево кухиња')
  await menu.getByRole('menuitem', { name: /Изменить.*Этот мессенджер так не умеет/ }).waitFor()
  await anna.keyboard.press('Escape')
})

test('Telegram: an answer with a quote, a change and a reaction reach the client and the other browser', async () => {
  const signedIn = await elsewhere.request.post(`${base}/api/session`, {
    data: admin,
    headers: { origin: base },
  })
  expect(signedIn.status()).toBe(200)
  await elsewhere.goto(`${base}/imbox`)
  await open(elsewhere, 'Марина')
  await open(anna, 'Марина')
  const question = marina.history()[0]?.message_id ?? 0
  await message(anna, 'Versa Duo').hover()
  await message(anna, 'Versa Duo').getByRole('button', { name: 'Ответить с цитатой' }).click()
  await anna.getByText('Ответ на сообщение: Марина Ковалёва').waitFor()
  await field(anna).fill('Да, две штуки')
  await field(anna).press('Enter')
  await eventually(() => marina.received().map(({ text, replyTo }) => [text, replyTo])).toEqual([
    ['Да, две штуки', question],
  ])
  await message(elsewhere, 'Да, две штуки').getByText('Есть Versa Duo').waitFor()
  const answer = marina.received()[0]?.messageId ?? 0
  await (await openMenu(anna, 'Да, две штуки')).getByRole('menuitem', { name: 'Изменить' }).click()
  await anna.getByLabel('Новый текст сообщения').fill('Да, одна осталась')
  await anna.getByRole('button', { name: 'Сохранить' }).click()
  await eventually(() => marina.message(answer)?.text).toBe('Да, одна осталась')
  await message(elsewhere, 'Да, одна осталась').getByText('изменено').waitFor()
  await (
    await openMenu(elsewhere, 'Да, одна осталась')
  )
    .getByRole('menuitem', { name: 'Поставить реакцию 👍' })
    .click()
  await eventually(() => marina.reactionOfBot(answer)).toBe('👍')
  marina.react(answer, '🔥')
  await chat(anna).getByRole('img', { name: 'Реакция клиента: 🔥' }).waitFor()
})

test('VK: what a client changes and answers is seen, what we take back is gone at the client', async () => {
  await open(anna, 'Олег')
  oleg.edit(oleg.history()[0]?.conversation_message_id ?? 0, 'Добрый вечер')
  await message(anna, 'Добрый вечер').getByText('изменено').waitFor()
  await field(anna).fill('Лишнее')
  await field(anna).press('Enter')
  await eventually(() => oleg.history().map(({ text }) => text)).toEqual(['Добрый вечер', 'Лишнее'])
  await message(anna, 'Лишнее').getByTitle('Отправлено').first().waitFor()
  await (await openMenu(anna, 'Лишнее')).getByRole('menuitem', { name: 'Удалить' }).click()
  await anna.getByRole('dialog').getByRole('button', { name: 'Удалить' }).click()
  await eventually(() => oleg.history().map(({ text }) => text)).toEqual(['Добрый вечер'])
  await message(anna, 'Лишнее').getByText('удалено у клиента').waitFor()
})

test('nothing was doubled or broken', () => {
  expect([marina, milica, oleg].map((client) => client.received().length)).toEqual([1, 3, 1])
  expect(problems).toEqual([])
})
