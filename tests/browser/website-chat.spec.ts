import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, expect, test } from 'vitest'
import { createTestDatabase } from '#lib/test-database'
import { openSite } from '../../server/features/website/test-site.ts'
import { cutOff, eventually, openBrowser } from './browser.ts'

const database = await createTestDatabase()
const { db } = database
const site = await openSite(database, { maxUploadBytes: 2 * 1024 * 1024 })
const shop = await site.addShop('Зерно и пар', ['http://127.0.0.1:*'])

/** A stranger's page: its own origin, a strict policy, styles that reach for everything. */
const stranger = createServer((request, response) => {
  const language = request.url?.includes('en') ? 'en' : 'ru'
  const policy = `default-src 'none'; script-src ${site.base}; style-src 'unsafe-inline'; img-src ${site.base} blob:; connect-src ${site.base} ${site.base.replace('http', 'ws')}`
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
  response.end(`<!doctype html><html lang="${language}"><title>Shop</title>
<style>* { color: red !important; font-size: 40px } body > * { display: block } div, button { display: none }</style>
<p>Shop</p><input id="page-field">
<script async src="${site.base}/widget.js" data-button="${shop.button}"></script>`)
})
await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
const strangerBase = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`

const { problems, newContext: newBrowserContext } = await openBrowser()
const contexts: BrowserContext[] = []
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close()
})
afterAll(() => stranger.close())

/** A visitor's browser, closed after the test. */
async function newContext(options?: BrowserContextOptions): Promise<BrowserContext> {
  const context = await newBrowserContext(options)
  contexts.push(context)
  return context
}

async function openPage(context: BrowserContext, url = `${strangerBase}/`): Promise<Page> {
  const page = await context.newPage()
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) problems.push(message.text())
  })
  await page.goto(url)
  return page
}

const launcher = (page: Page) => page.getByRole('button', { name: /Открыть чат|Open chat/ })
const field = (page: Page) => page.getByRole('textbox', { name: /Напишите сообщение|Write a message/ })
const bubbles = (page: Page) => page.locator('beseda-chat .bubble')

async function write(page: Page, text: string): Promise<void> {
  await field(page).fill(text)
  await field(page).press('Enter')
}

const received = (like: string): Promise<string[]> =>
  db
    .selectFrom('messages')
    .select('body')
    .where('direction', '=', 'in')
    .where('body', 'like', like)
    .orderBy('placed_at')
    .orderBy('id')
    .execute()
    .then((rows) => rows.map((row) => row.body))

async function chatOf(text: string): Promise<string> {
  const row = await db
    .selectFrom('messages')
    .select('chat_id')
    .where('body', '=', text)
    .executeTakeFirstOrThrow()
  return row.chat_id
}

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAAAwCAIAAAAuKetIAAAAZklEQVR4nO3PQQ0AIBDAMMC/58MCP7KkVbDXOjN/pgNuNaA1oDWgNaA1oDWgNaA1oDWgNaA1oDWgNaA1oDWgNaA1oDWgNaA1oDWgNaA1oDWgNaA1oDWgNaA1oDWgNaA1oDWgNWALhKYBX5qTyvkAAAAASUVORK5CYII=',
  'base64',
)

test('on a strict page of another origin a visitor writes, is answered, reads it later and sees that he was read', async () => {
  const page = await openPage(await newContext())
  await launcher(page).click()
  await write(page, 'Белый корпус есть? https://shop.example/versa.')
  await eventually(() => received('Белый корпус есть?%')).toHaveLength(1)
  const chatId = await chatOf('Белый корпус есть? https://shop.example/versa.')
  await eventually(() => page.locator('beseda-chat .meta .sent').count()).toBe(1)
  const link = page.getByRole('link', { name: 'https://shop.example/versa' })
  expect(await link.getAttribute('rel')).toContain('noopener')

  await site.answer(shop, chatId, 'Графит на складе <img src=x onerror=alert(1)>')
  await eventually(() => bubbles(page).last().textContent()).toBe(
    'Графит на складе <img src=x onerror=alert(1)>',
  )
  expect(await page.locator('beseda-chat .author').last().textContent()).toBe('Ксения, оператор')
  const styles = await bubbles(page)
    .last()
    .evaluate((bubble) => ({
      color: getComputedStyle(bubble).color,
      size: getComputedStyle(bubble).fontSize,
    }))
  expect(styles).toEqual({ color: 'rgb(26, 33, 32)', size: '16px' })

  await page.keyboard.press('Escape')
  await site.answer(shop, chatId, 'Записать вас?')
  await eventually(() => launcher(page).getAttribute('aria-label')).toBe('Открыть чат, новых сообщений: 1')
  await page.reload()
  await eventually(() => launcher(page).getAttribute('aria-label')).toBe('Открыть чат, новых сообщений: 1')
  await launcher(page).click()
  await eventually(() => bubbles(page).last().textContent()).toBe('Записать вас?')
  await eventually(() =>
    db.selectFrom('messages').select('state').where('body', '=', 'Записать вас?').executeTakeFirst(),
  ).toEqual({ state: 'read' })

  const conversation = await db
    .selectFrom('conversations')
    .select('number')
    .where('chat_id', '=', chatId)
    .executeTakeFirstOrThrow()
  const place = { account_id: shop.accountId, number: conversation.number }
  await db
    .insertInto('readings')
    .values({ ...place, at: new Date(), user_id: shop.userId, way: 'marked' })
    .execute()
  await db
    .insertInto('changes')
    .values({ ...place, chat_id: chatId, topic: 'conversation.read' })
    .execute()
  site.tail.wake()
  await eventually(() => page.locator('beseda-chat .meta .read').count()).toBe(1)
  expect(problems).toEqual([])
})

test('pictures and files go with the message, open large and can be saved', async () => {
  const page = await openPage(await newContext())
  await launcher(page).click()
  const choose = page.locator('beseda-chat input[type=file]')
  await choose.setInputFiles([
    { name: 'кухня.png', mimeType: 'image/png', buffer: picture },
    { name: 'смета.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 test') },
  ])
  await page.getByRole('button', { name: 'Убрать файл смета.pdf' }).waitFor()
  await write(page, 'Вот моя кухня')
  const thumbnail = page.getByRole('button', { name: 'Открыть картинку кухня.png' })
  await thumbnail.click()
  const large = page.locator('beseda-chat .large')
  await eventually(() => large.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(64)
  await page.keyboard.press('Escape')
  await eventually(() => large.count()).toBe(0)
  expect(await field(page).isVisible()).toBe(true)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Скачать смета.pdf' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('смета.pdf')
  const message = await db
    .selectFrom('attachments as a')
    .innerJoin('messages as m', 'm.id', 'a.message_id')
    .select(['a.name', 'a.kind', 'a.state'])
    .where('m.body', '=', 'Вот моя кухня')
    .orderBy('a.position')
    .execute()
  expect(message).toEqual([
    { name: 'кухня.png', kind: 'photo', state: 'ready' },
    { name: 'смета.pdf', kind: 'document', state: 'ready' },
  ])
})

test('text, name and files stay while the chat is minimised, and go with the message', async () => {
  const page = await openPage(await newContext())
  await launcher(page).click()
  const name = page.getByRole('textbox', { name: 'Ваше имя' })
  await name.fill('Ирина')
  await field(page).fill('Свернули')
  const file = { name: 'свернули.png', mimeType: 'image/png', buffer: picture }
  await page.locator('beseda-chat input[type=file]').setInputFiles(file)
  const chosen = page.getByRole('button', { name: 'Убрать файл свернули.png' })
  await chosen.waitFor()
  await page.getByRole('button', { name: 'Свернуть чат' }).click()
  await launcher(page).click()
  expect(await name.inputValue()).toBe('Ирина')
  expect(await field(page).inputValue()).toBe('Свернули')
  expect(await chosen.count()).toBe(1)
  await page.keyboard.press('Escape')
  await launcher(page).click()
  expect(await chosen.count()).toBe(1)
  await field(page).press('Enter')
  await eventually(() => received('Свернули')).toHaveLength(1)
  const stored = await db
    .selectFrom('attachments')
    .select('state')
    .where('name', '=', 'свернули.png')
    .execute()
  expect(stored).toEqual([{ state: 'ready' }])
  const chats = await db
    .selectFrom('chats')
    .select('person_name')
    .where('id', '=', await chatOf('Свернули'))
    .execute()
  expect(chats).toEqual([{ person_name: 'Ирина' }])
})

test('what one sends while reading above is seen, what others send does not move the thread', async () => {
  const page = await openPage(await newContext())
  await launcher(page).click()
  for (let index = 0; index < 14; index++) await write(page, `выше ${index}`)
  await eventually(() => page.locator('beseda-chat .meta .sent').count()).toBe(14)
  const list = page.locator('beseda-chat .list')
  const below = (): Promise<number> =>
    list.evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight)
  await list.evaluate((element) => element.scrollTo(0, 0))
  const jump = page.getByRole('button', { name: 'К последним сообщениям' })
  await jump.waitFor()
  await site.answer(shop, await chatOf('выше 0'), 'ответ внизу')
  await page.getByRole('button', { name: 'Новые сообщения' }).waitFor()
  expect(await list.evaluate((element) => element.scrollTop)).toBe(0)
  await write(page, 'выше 14')
  await eventually(() => bubbles(page).last().textContent()).toBe('выше 14')
  await eventually(below).toBeLessThan(2)
})

test('too many, too large and empty files are refused with the reason, the rest stays', async () => {
  const page = await openPage(await newContext())
  await launcher(page).click()
  const choose = page.locator('beseda-chat input[type=file]')
  const small = (index: number) => ({
    name: `${index}.txt`,
    mimeType: 'text/plain',
    buffer: Buffer.from('x'),
  })
  await choose.setInputFiles([
    { name: 'кино.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(2 * 1024 * 1024 + 1) },
    { name: 'пусто.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
    ...Array.from({ length: 12 }, (_, index) => small(index)),
  ])
  const alert = page.getByRole('alert')
  await eventually(() => alert.textContent()).toContain('«кино.mp4» больше 2')
  expect(await alert.textContent()).toContain('«пусто.txt» пустой')
  expect(await alert.textContent()).toContain('не больше 10 файлов')
  expect(await page.locator('beseda-chat .chip').count()).toBe(10)
})

test('an upload can be cancelled; the text goes without it', async () => {
  const context = await newContext()
  const page = await openPage(context)
  await launcher(page).click()
  const held = Promise.withResolvers<void>()
  await context.route(/\/files\//, async (route) => {
    await held.promise
    await route.abort()
  })
  await page
    .locator('beseda-chat input[type=file]')
    .setInputFiles({ name: 'долго.png', mimeType: 'image/png', buffer: picture })
  await page.getByRole('button', { name: 'Убрать файл долго.png' }).waitFor()
  await write(page, 'Без картинки')
  await page.getByRole('button', { name: 'Отменить отправку файла долго.png' }).click()
  await eventually(() => received('Без картинки')).toEqual(['Без картинки'])
  held.resolve()
  expect(await db.selectFrom('attachments').select('name').where('name', '=', 'долго.png').execute()).toEqual(
    [],
  )
})

test('what is written without a network waits, survives a reload, and leaves in order, once, when it is back', async () => {
  const context = await newContext()
  const page = await openPage(context)
  await launcher(page).click()
  await write(page, 'сеть 0')
  await eventually(() => received('сеть%')).toHaveLength(1)
  await eventually(() => page.locator('beseda-chat .meta .clock').count()).toBe(0)
  const comeBack = await cutOff(context)
  await page.reload()
  await launcher(page).click()
  for (const number of [1, 2, 3]) await write(page, `сеть ${number}`)
  await page
    .locator('beseda-chat input[type=file]')
    .setInputFiles({ name: 'сеть.png', mimeType: 'image/png', buffer: picture })
  await page.getByRole('button', { name: 'Убрать файл сеть.png' }).waitFor()
  await write(page, 'сеть 4')
  await eventually(() => page.locator('beseda-chat .meta .clock').count()).toBe(4)
  await page.reload()
  await launcher(page).click()
  await eventually(() => page.locator('beseda-chat .meta .clock').count()).toBe(4)
  expect(await received('сеть%')).toHaveLength(1)

  await comeBack()
  await eventually(() => received('сеть%')).toEqual(['сеть 0', 'сеть 1', 'сеть 2', 'сеть 3', 'сеть 4'])
  await eventually(() => page.locator('beseda-chat .meta .clock').count()).toBe(0)
  expect(await bubbles(page).allTextContents()).toEqual(['сеть 0', 'сеть 1', 'сеть 2', 'сеть 3', 'сеть 4'])
  expect(await db.selectFrom('attachments').select('state').where('name', '=', 'сеть.png').execute()).toEqual(
    [{ state: 'ready' }],
  )
})

test('two tabs with the same queue send every message once and are one visitor', async () => {
  const context = await newContext()
  const first = await openPage(context)
  const second = await openPage(context)
  const posts: string[] = []
  context.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/messages'))
      posts.push(request.postDataJSON().text)
  })
  const comeBack = await cutOff(context)
  await launcher(first).click()
  await launcher(second).click()
  for (const number of [1, 2, 3]) await write(first, `вкладка ${number}`)
  await write(second, 'вкладка 4')
  await eventually(() => bubbles(second).count()).toBe(4)
  posts.length = 0
  await comeBack()
  const all = ['вкладка 1', 'вкладка 2', 'вкладка 3', 'вкладка 4']
  await eventually(() => received('вкладка%')).toEqual(all)
  for (const page of [first, second]) {
    await eventually(() => page.locator('beseda-chat .meta .sent').count()).toBe(4)
    expect(await bubbles(page).allTextContents()).toEqual(all)
  }
  expect(posts).toEqual(all)
  const chats = await db.selectFrom('messages').select('chat_id').where('body', 'like', 'вкладка%').execute()
  expect(new Set(chats.map((row) => row.chat_id)).size).toBe(1)
})

test('a tab that hears late of a forgotten visitor goes on as the new one whom another tab has made', async () => {
  const context = await newContext()
  const first = await openPage(context)
  const second = await openPage(context)
  await launcher(first).click()
  await launcher(second).click()
  await write(first, 'прежний посетитель')
  await eventually(() => received('прежний посетитель')).toHaveLength(1)
  await eventually(() => bubbles(second).allTextContents()).toEqual(['прежний посетитель'])
  const chatId = await chatOf('прежний посетитель')
  const asked = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  await second.route(/\/messages$/, async (route) => {
    const response = await route.fetch()
    if (response.status() === 401) {
      asked.resolve()
      await held.promise
    }
    await route.fulfill({ response })
  })
  // The other tab must not be the first to ask.
  await first.route(/\/messages$/, (route) => route.abort())
  await db.deleteFrom('visitor_tokens').execute()
  await second.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await asked.promise
  await first.unroute(/\/messages$/)
  await write(first, 'новый посетитель')
  await eventually(() => received('новый посетитель')).toHaveLength(1)
  expect(await chatOf('новый посетитель')).not.toBe(chatId)
  held.resolve()
  await eventually(() => bubbles(second).allTextContents()).toEqual(['новый посетитель'])
  await write(second, 'он же')
  await eventually(() => received('он же')).toHaveLength(1)
  expect(await chatOf('он же')).toBe(await chatOf('новый посетитель'))
  await site.answer(shop, await chatOf('он же'), 'слышим вас')
  for (const page of [first, second])
    await eventually(() => bubbles(page).last().textContent()).toBe('слышим вас')
})

test('when the answer to a message is lost on the way, its repeat is the same message', async () => {
  const context = await newContext()
  const page = await openPage(context)
  let lost = 0
  await context.route(/\/api\/website\/[^/]+\/messages$/, async (route) => {
    if (route.request().method() === 'POST' && lost++ < 2) {
      await route.fetch()
      await route.abort()
    } else await route.continue()
  })
  await launcher(page).click()
  await write(page, 'потерянный ответ')
  await eventually(() => page.locator('beseda-chat .meta .sent').count()).toBe(1)
  await eventually(() => lost).toBe(3)
  expect(await received('потерянный ответ')).toEqual(['потерянный ответ'])
  expect(await bubbles(page).count()).toBe(1)
})

test('what came while the visitor was cut off is there when the connection is back', async () => {
  const context = await newContext()
  const page = await openPage(context)
  await launcher(page).click()
  await write(page, 'пропажа')
  await eventually(() => received('пропажа')).toHaveLength(1)
  const chatId = await chatOf('пропажа')
  const comeBack = await cutOff(context)
  await page.reload()
  for (let index = 1; index <= 70; index++) await site.answer(shop, chatId, `ответ ${index}`)
  await comeBack()
  await launcher(page).click()
  await eventually(() => bubbles(page).last().textContent()).toBe('ответ 70')
  await page.getByRole('button', { name: 'Показать более ранние' }).click()
  await eventually(() => bubbles(page).count()).toBe(71)
})

test('everything works from the keyboard, closing gives the focus back, and keys do not reach the page', async () => {
  const page = await openPage(await newContext(), `${strangerBase}/en`)
  await launcher(page).waitFor()
  await page.evaluate(() => {
    document.title = 'no keys'
    document.addEventListener('keydown', (event) => {
      if (event.key === 'k') document.title = 'a key reached the page'
    })
  })
  await page.locator('#page-field').focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Зерно и пар' })
  await dialog.waitFor()
  await page.keyboard.type('keyboard only k')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('second line')
  await page.keyboard.press('Enter')
  await eventually(() => received('keyboard only%')).toEqual(['keyboard only k\nsecond line'])
  expect(await page.title()).toBe('no keys')
  await page.keyboard.press('Escape')
  await eventually(() => dialog.count()).toBe(0)
  const focused = (): Promise<string | null> =>
    page.evaluate(
      () =>
        document.querySelector('beseda-chat')?.shadowRoot?.activeElement?.getAttribute('aria-label') ?? null,
    )
  await eventually(focused).toBe('Open chat')
})

test('on a phone the chat is the whole screen, keeps the focus inside and fits 320 px', async () => {
  const phone = await newContext({ viewport: { width: 320, height: 568 }, isMobile: true, hasTouch: true })
  const page = await openPage(phone, `${site.base}/try?lang=ru&button=${shop.button}`)
  await launcher(page).tap()
  const dialog = page.getByRole('dialog', { name: 'Зерно и пар' })
  await eventually(() => dialog.boundingBox()).toEqual({ x: 0, y: 0, width: 320, height: 568 })
  await write(page, 'Оченьдлинноесловобезпробеловипереносов'.repeat(4))
  await eventually(() => page.locator('beseda-chat .meta .sent').count()).toBe(1)
  const list = page.locator('beseda-chat .list')
  expect(await list.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
  for (let index = 0; index < 12; index++) {
    await page.keyboard.press('Tab')
    const isInside = await page.evaluate(() => {
      const active = document.activeElement
      return active === document.body || active === document.querySelector('beseda-chat')
    })
    expect(isInside).toBe(true)
  }
  const targets = await dialog.getByRole('button').all()
  for (const target of targets) {
    const box = await target.boundingBox()
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44)
  }
})

test('a site that replaces what its pages show, or their whole body, keeps the chat with what is in it', async () => {
  const page = await openPage(await newContext())
  await launcher(page).click()
  await write(page, 'Остаётся ли это?')
  await eventually(() => received('Остаётся ли это?')).toHaveLength(1)
  await field(page).fill('Ещё не отправлено')
  const ways: (() => void)[] = [
    () => document.body.replaceChildren(document.createElement('main')),
    () => document.body.replaceWith(document.createElement('body')),
    () => document.body.replaceWith(document.createElement('body')),
    () => document.body.replaceChildren(),
  ]
  for (const replace of ways) {
    await page.evaluate(replace)
    await eventually(() => page.locator('body > beseda-chat').count()).toBe(1)
    expect(await field(page).inputValue()).toBe('Ещё не отправлено')
    expect(await bubbles(page).last().textContent()).toBe('Остаётся ли это?')
  }
  await field(page).press('Enter')
  await eventually(() => received('Ещё не отправлено')).toHaveLength(1)
})

test('where the browser keeps nothing, the chat works as long as the page lives', async () => {
  const context = await newContext()
  await context.addInitScript(() => {
    const refuse = {
      get: () => {
        throw new DOMException('denied', 'SecurityError')
      },
    }
    Object.defineProperty(window, 'localStorage', refuse)
    Object.defineProperty(window, 'indexedDB', refuse)
  })
  const page = await openPage(context)
  await launcher(page).click()
  await write(page, 'без хранилища 1')
  await write(page, 'без хранилища 2')
  await eventually(() => received('без хранилища%')).toEqual(['без хранилища 1', 'без хранилища 2'])
  await site.answer(shop, await chatOf('без хранилища 1'), 'отвечаем')
  await eventually(() => bubbles(page).last().textContent()).toBe('отвечаем')
})
