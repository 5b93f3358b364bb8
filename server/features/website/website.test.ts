import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { VisitorFrame, VisitorMessage } from '#contract/website'
import { hashToken } from '#lib/crypto'
import { inTransaction } from '#lib/db'
import { frameText } from '#lib/http/frame-text'
import { createTestDatabase } from '#lib/test-database'
import { waitedFor } from '#lib/test-locks'
import { createTryButton } from './index.ts'
import { sweepVisitors } from './sweep-visitors.ts'
import { openSite, type Shop } from './test-site.ts'

const database = await createTestDatabase()
const { db } = database
const site = await openSite(database, { maxUploadBytes: 1024 * 1024 })
const shopOrigin = 'https://shop.example'
const shop = await site.addShop('Зерно и пар', [shopOrigin, 'http://localhost:*'])
const otherShop = await site.addShop('Другой магазин', [shopOrigin])

type Reply = { status: number; code: string | null; body: unknown; retryAfter: string | undefined }
type Call = {
  token?: string
  origin?: string | null
  ip?: string
  body?: unknown
  bytes?: Buffer
  headers?: Record<string, string>
}

let address = 0
/** Every test may call from an address of its own, so that limits of one are not those of another. */
const nextAddress = (): string => `10.1.${Math.floor(address / 250)}.${(address++ % 250) + 1}`

async function call(method: 'GET' | 'POST' | 'PUT', path: string, given: Call = {}): Promise<Reply> {
  const { token, origin = shopOrigin, ip = nextAddress(), body, bytes, headers } = given
  const response = await site.app.inject({
    method,
    url: `/api/website/${path}`,
    remoteAddress: ip,
    headers: {
      host: new URL(site.base).host,
      ...(origin === null ? {} : { origin }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(bytes ? { 'content-type': 'application/octet-stream' } : {}),
      ...headers,
    },
    ...(bytes ? { payload: bytes } : body === undefined ? {} : { payload: body as object }),
  })
  const answer = response.json<{ error?: { code: string } }>()
  return {
    status: response.statusCode,
    code: answer.error?.code ?? null,
    body: answer,
    retryAfter: response.headers['retry-after']?.toString(),
  }
}

async function newVisitor(at: Shop = shop): Promise<string> {
  const { status, body } = await call('POST', `${at.button}/visitors`, { body: { language: 'ru' } })
  expect(status).toBe(200)
  return (body as { token: string }).token
}

const text = (words: string, more: object = {}) => ({
  id: randomUUID(),
  text: words,
  at: new Date().toISOString(),
  ...more,
})
const send = (token: string, body: object, at: Shop = shop) =>
  call('POST', `${at.button}/messages`, { token, body })
const thread = async (token: string, at: Shop = shop): Promise<VisitorMessage[]> =>
  ((await call('GET', `${at.button}/messages`, { token })).body as { items: VisitorMessage[] }).items
const upload = (token: string, id: string, bytes: Buffer, name = 'фото.png') =>
  call('PUT', `${shop.button}/files/${id}?name=${encodeURIComponent(name)}`, { token, bytes })
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
)
const messagesOf = (at: Shop) =>
  db
    .selectFrom('messages')
    .selectAll()
    .where('account_id', '=', at.accountId)
    .where('direction', '=', 'in')
    .execute()

test('only pages of allowed origins and our own may use a button', async () => {
  const ask = (origin: string | null, headers: Record<string, string> = {}) =>
    call('GET', shop.button, { origin, headers: { host: 'crm.test', ...headers } })
  expect(await ask(shopOrigin)).toMatchObject({
    status: 200,
    body: { name: 'Зерно и пар', isOn: true, maxFileBytes: 1024 * 1024 },
  })
  expect((await ask('http://localhost:5173')).status).toBe(200)
  expect((await ask('http://crm.test')).status).toBe(200)
  expect((await ask(null, { 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  for (const refused of [
    'https://evil.example',
    'http://shop.example',
    'https://shop.example.evil',
    'https://shop.example:8443',
    'null',
  ]) {
    expect(await ask(refused)).toMatchObject({ status: 403, code: 'visitor.origin_refused' })
  }
  expect(await ask(null)).toMatchObject({ status: 403, code: 'visitor.origin_refused' })
  expect(await ask(null, { 'sec-fetch-site': 'cross-site' })).toMatchObject({
    code: 'visitor.origin_refused',
  })
  expect(await call('GET', 'nosuchbutton')).toMatchObject({ status: 404, code: 'channel.not_found' })

  const token = await newVisitor()
  for (const [method, path] of [
    ['POST', 'visitors'],
    ['GET', 'messages'],
    ['POST', 'messages'],
    ['POST', 'typing'],
    ['POST', 'readings'],
  ] as const) {
    const body = path === 'messages' ? text('нет') : path === 'readings' ? { upTo: randomUUID() } : {}
    const refused = await call(method, `${shop.button}/${path}`, {
      token,
      origin: 'https://evil.example',
      ...(method === 'POST' ? { body } : {}),
    })
    expect(refused, path).toMatchObject({ status: 403, code: 'visitor.origin_refused' })
  }
  expect(await thread(token)).toEqual([])
})

test('a token opens nothing at another button, and without one there is no thread', async () => {
  const token = await newVisitor()
  await send(token, text('привет'))
  for (const wrong of [token]) {
    expect(await call('GET', `${otherShop.button}/messages`, { token: wrong })).toMatchObject({
      status: 401,
      code: 'visitor.unknown',
    })
    expect(await send(wrong, text('сюда'), otherShop)).toMatchObject({ status: 401, code: 'visitor.unknown' })
  }
  expect(await call('GET', `${shop.button}/messages`)).toMatchObject({ status: 401, code: 'visitor.unknown' })
  expect(await call('GET', `${shop.button}/messages`, { token: 'x'.repeat(22) })).toMatchObject({
    code: 'visitor.unknown',
  })
  expect(await messagesOf(otherShop)).toEqual([])
})

test('nothing but a token comes into being before the visitor writes; then one contact, chat, conversation and deal', async () => {
  const before = await site.chats()
  const token = await newVisitor()
  await call('POST', `${shop.button}/typing`, { token, body: {} })
  expect(await site.chats()).toEqual(before)

  const first = text('Белый корпус есть?', { pageUrl: 'https://shop.example/versa', pageTitle: 'Versa Duo' })
  expect(await send(token, first)).toMatchObject({
    status: 200,
    body: {
      id: first.id,
      isMine: true,
      text: 'Белый корпус есть?',
      isRead: false,
      isEdited: false,
      files: [],
      authorName: null,
    },
  })
  const made = (await site.chats()).filter((chat) => !before.some((old) => old.id === chat.id))
  expect(made).toHaveLength(1)
  expect(made[0]?.personName).toMatch(/^Посетитель #\d{5}$/)
  const chatId = made[0]?.id ?? ''
  const conversation = await db
    .selectFrom('conversations')
    .selectAll()
    .where('chat_id', '=', chatId)
    .execute()
  expect(conversation).toMatchObject([{ card_kind: 'deal', opened_way: 'in', unread: 1 }])
  const contact = await db
    .selectFrom('contacts')
    .select(['name', 'source'])
    .where('id', '=', conversation[0]?.contact_id ?? 0)
    .executeTakeFirst()
  expect(contact).toMatchObject({
    source: { page: 'https://shop.example/versa', title: 'Versa Duo', language: 'ru' },
  })
  const tokens = await db.selectFrom('visitor_tokens').select('hash').execute()
  expect(tokens.some(({ hash }) => hash.includes(token))).toBe(false)
})

test('a visitor who never wrote is forgotten when he has not been here for a month, one who wrote is not', async () => {
  const [silent, talking, busy] = [await newVisitor(), await newVisitor(), await newVisitor()]
  await send(talking, text('Я писал'))
  const later = new Date(Date.now() + 31 * 24 * 3_600_000)
  await db.updateTable('visitor_tokens').set({ seen_at: later }).where('hash', '=', hashToken(busy)).execute()
  await sweepVisitors(db, later)
  expect(await send(silent, text('Кто я?'))).toMatchObject({ code: 'visitor.unknown' })
  expect(await thread(talking)).toHaveLength(1)
  expect((await send(busy, text('А я здесь'))).status).toBe(200)
})

test('a visitor who is swept away while he writes is told so, and nothing is written that he would never see', async () => {
  const token = await newVisitor()
  await db
    .updateTable('visitor_tokens')
    .set({ seen_at: new Date(0) })
    .where('hash', '=', hashToken(token))
    .execute()
  const before = await site.chats()
  const sweep = await db.startTransaction().execute()
  await sweep.deleteFrom('visitor_tokens').where('hash', '=', hashToken(token)).execute()
  const sending = send(token, text('Я ещё здесь'))
  await waitedFor(db)
  await sweep.commit().execute()
  expect((await sending).code).toBe('visitor.unknown')
  expect(await site.chats()).toEqual(before)
})

test('a repeated message is one message with the first answer, also when repeats come at once', async () => {
  const token = await newVisitor()
  const body = text('один раз')
  const replies = await Promise.all(Array.from({ length: 8 }, () => send(token, body)))
  expect(new Set(replies.map((reply) => JSON.stringify(reply.body))).size).toBe(1)
  expect(replies.map((reply) => reply.status)).toEqual(Array(8).fill(200))
  expect(await thread(token)).toHaveLength(1)
})

test('a name is a claim that the contact carries; without one the visitor keeps his number', async () => {
  const token = await newVisitor()
  await send(token, text('раз', { name: 'Ольга' }))
  await send(token, text('два'))
  const chats = await site.chats()
  expect(chats.at(-1)?.personName).toBe('Ольга')
  expect(await thread(token)).toHaveLength(2)
})

test('hostile texts, names and addresses are kept as they are and never become anything else', async () => {
  const token = await newVisitor()
  const hostile = "<img src=x onerror=alert(1)>\u202e \u{1F600} ${7*7} {{x}} '; drop table messages; --"
  await send(token, text(hostile, { name: '<b>О</b>', pageUrl: 'javascript:alert(1)' }))
  expect((await thread(token))[0]?.text).toBe(hostile)
  for (const bad of [
    { ...text('x'), name: 'два\nряда' },
    { ...text('a\u0000b') },
    { ...text('x'.repeat(4001)) },
    { ...text('x'), id: 'not-an-id' },
    { ...text('x'), at: 'yesterday' },
    { ...text('x'), accountId: 1 },
    { ...text('x'), fileIds: Array.from({ length: 11 }, () => randomUUID()) },
  ]) {
    expect(await send(token, bad)).toMatchObject({ status: 422, code: 'request.invalid' })
  }
  const odd = { name: 'полов\ud83dина', pageUrl: 'https://a\u0000b', pageTitle: '\ud800' }
  expect(await send(token, text('половина \ud83d знака', odd))).toMatchObject({
    status: 200,
    body: { text: 'половина \ufffd знака' },
  })
  expect(await call('POST', `${shop.button}/visitors`, { body: { language: 'ru\u0000' } })).toMatchObject({
    status: 200,
  })
  expect(await call('GET', '%00')).toMatchObject({ status: 404, code: 'channel.not_found' })
  expect(await send(token, text('   \n '))).toMatchObject({ status: 422, code: 'message.empty' })
  expect(await thread(token)).toHaveLength(2)
})

test('files travel with the message, in order, and only the visitor who uploaded a file may send it', async () => {
  const [mine, his] = [await newVisitor(), await newVisitor()]
  const [picture, page] = [randomUUID(), randomUUID()]
  expect(await upload(mine, picture, png)).toMatchObject({
    status: 200,
    body: { id: picture, mime: 'image/png', name: 'фото.png' },
  })
  expect((await upload(mine, picture, png)).status).toBe(200)
  await upload(mine, page, Buffer.from('<script>alert(1)</script>'), 'счёт.html')

  expect(await send(his, text('чужое', { fileIds: [picture] }))).toMatchObject({
    status: 404,
    code: 'file.not_found',
  })
  expect(await upload(his, picture, Buffer.from('другое'))).toMatchObject({ code: 'file.upload_broken' })
  expect(await send(mine, text('', { fileIds: [page, picture, page] }))).toMatchObject({ status: 200 })

  const files = (await thread(mine))[0]?.files ?? []
  expect(files.map((file) => [file.name, file.kind])).toEqual([
    ['счёт.html', 'document'],
    ['фото.png', 'photo'],
  ])
  const shown = await fetch(files[1]?.url ?? '')
  expect(Buffer.from(await shown.arrayBuffer()).equals(png)).toBe(true)
  const asPage = await fetch(files[0]?.url ?? '')
  expect(asPage.headers.get('content-disposition')).toMatch(/^attachment/)
  site.turnClock(3 * 60 * 60_000)
  expect((await fetch(files[1]?.url ?? '')).status).toBe(404)
  site.turnClock(-3 * 60 * 60_000)
  expect(await upload(mine, randomUUID(), Buffer.alloc(1024 * 1024 + 1))).toMatchObject({
    status: 413,
    code: 'file.too_large',
  })
  expect(await upload(mine, randomUUID(), Buffer.alloc(0))).toMatchObject({ status: 422, code: 'file.empty' })
})

test('a visitor sees only his own thread, of a colleague the first name only, and nothing that has not left', async () => {
  const [mine, his] = [await newVisitor(), await newVisitor()]
  await send(mine, text('вопрос'))
  const chatId = (await site.chats()).at(-1)?.id ?? ''
  await send(his, text('другой вопрос'))
  const answerId = await site.answer(shop, chatId, 'Есть в белом')
  const queued = await site.answer(shop, chatId, 'ещё не ушло')
  await db.updateTable('messages').set({ state: 'queued' }).where('id', '=', queued).execute()

  expect(await thread(mine)).toMatchObject([
    { text: 'вопрос', isMine: true },
    { id: answerId, text: 'Есть в белом', isMine: false, authorName: 'Ксения' },
  ])
  expect(JSON.stringify(await thread(mine))).not.toContain('Журавлёва')
  expect((await thread(his)).map((message) => message.text)).toEqual(['другой вопрос'])

  await call('POST', `${shop.button}/readings`, { token: his, body: { upTo: answerId } })
  const state = () =>
    db.selectFrom('message_parts').select('state').where('message_id', '=', answerId).executeTakeFirst()
  expect(await state()).toEqual({ state: 'delivered' })
  await call('POST', `${shop.button}/readings`, { token: mine, body: { upTo: answerId } })
  expect(await state()).toEqual({ state: 'read' })
})

test('long threads come in pages, each message once', async () => {
  const token = await newVisitor()
  await send(token, text('сообщение 0'))
  const chatId = (await site.chats()).at(-1)?.id ?? ''
  for (let index = 1; index <= 119; index++) await site.answer(shop, chatId, `сообщение ${index}`)
  const seen: string[] = []
  let before: string | null = null
  do {
    const query: string = before === null ? '' : `?before=${before}`
    const { body } = await call('GET', `${shop.button}/messages${query}`, { token })
    const page = body as { items: VisitorMessage[]; before: string | null }
    seen.unshift(...page.items.map((message) => message.text))
    before = page.before
  } while (before !== null)
  expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => `сообщение ${index}`))
  expect(await call('GET', `${shop.button}/messages?before=zzz`, { token })).toMatchObject({
    status: 422,
    code: 'request.invalid',
  })
})

test('a switched-off button takes no new message and still shows the thread', async () => {
  const closing = await site.addShop('Закрывается', [shopOrigin])
  const token = await newVisitor(closing)
  const sent = text('успел')
  await send(token, sent, closing)
  await db
    .updateTable('channels')
    .set({ disconnected_at: new Date() })
    .where('id', '=', closing.channelId)
    .execute()
  expect(await call('GET', closing.button)).toMatchObject({ status: 200, body: { isOn: false } })
  expect(await send(token, text('опоздал'), closing)).toMatchObject({
    status: 409,
    code: 'channel.disconnected',
  })
  expect((await send(token, sent, closing)).status).toBe(200)
  expect((await thread(token, closing)).map((message) => message.text)).toEqual(['успел'])
})

test('one visitor can upload 200 files a day, and a repeat of one of them after that', async () => {
  const token = await newVisitor()
  const first = randomUUID()
  await upload(token, first, png)
  await sql`insert into visitor_files (account_id, file_id, channel_id, visitor, at)
    select account_id, gen_random_uuid(), channel_id, visitor, at from visitor_files, generate_series(1, 199)
    where file_id = ${first}`.execute(db)
  expect(await upload(token, randomUUID(), png)).toMatchObject({ status: 429, code: 'request.too_many' })
  expect((await upload(token, first, png)).status).toBe(200)
  expect((await upload(await newVisitor(), randomUUID(), png)).status).toBe(200)
})

test('one address cannot flood a button, and is told when to come back', async () => {
  const ip = '10.9.9.9'
  const visit = () => call('POST', `${shop.button}/visitors`, { ip, body: {} })
  const replies = await Promise.all(Array.from({ length: 25 }, visit))
  const refused = replies.filter((reply) => reply.code === 'request.too_many')
  expect(refused).toHaveLength(5)
  expect(Number(refused[0]?.retryAfter)).toBeGreaterThan(0)
  expect((await call('POST', `${shop.button}/visitors`, { body: {} })).status).toBe(200)
  site.turnClock(61_000)
  expect((await visit()).status).toBe(200)
  site.turnClock(-61_000)
})

type Live = {
  frames: VisitorFrame[]
  socket: WebSocket
  closed: Promise<number>
  waitFor: (count: number) => Promise<void>
}

async function openLive(token: string, options: { origin?: string; button?: string } = {}): Promise<Live> {
  const url = `${site.base.replace('http', 'ws')}/api/website/${options.button ?? shop.button}/live`
  const socket = new WebSocket(url, { headers: { origin: options.origin ?? shopOrigin } })
  const frames: VisitorFrame[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  socket.on('message', (data) => {
    frames.push(JSON.parse(frameText(data)) as VisitorFrame)
    for (const one of waiting) if (frames.length >= one.count) one.resolve()
  })
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('error', reject)
  })
  socket.send(JSON.stringify({ token }))
  const waitFor = (count: number): Promise<void> =>
    frames.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve }))
  return { frames, socket, closed, waitFor }
}

test('what happens in the chat reaches its visitor at once, and nobody else', async () => {
  const [token, stranger] = [await newVisitor(), await newVisitor()]
  await send(stranger, text('я другой'))
  const live = await openLive(token)
  await live.waitFor(1)
  expect(live.frames.shift()).toEqual({ type: 'ready' })
  const strange = await openLive(stranger)
  const mine = text('вопрос')
  await send(token, mine)
  await live.waitFor(1)
  expect(live.frames[0]).toMatchObject({ type: 'message', message: { id: mine.id, isMine: true } })

  const chat = (await site.chats()).at(-1)
  const chatId = chat?.id ?? ''
  const answerId = await site.answer(shop, chatId, 'ответ')
  await live.waitFor(2)
  expect(live.frames[1]).toMatchObject({
    type: 'message',
    message: { id: answerId, authorName: 'Ксения', text: 'ответ' },
  })
  await expect
    .poll(() =>
      db.selectFrom('message_parts').select('state').where('message_id', '=', answerId).executeTakeFirst(),
    )
    .toEqual({ state: 'delivered' })

  const conversation = await db
    .selectFrom('conversations')
    .select('number')
    .where('chat_id', '=', chatId)
    .executeTakeFirstOrThrow()
  const topic = { account_id: shop.accountId, number: conversation.number, chat_id: chatId }
  await db
    .insertInto('changes')
    .values({ ...topic, topic: 'typing', patch: JSON.stringify({ userId: shop.userId }) })
    .execute()
  site.tail.wake()
  await live.waitFor(3)
  expect(live.frames[2]).toEqual({ type: 'typing', authorName: 'Ксения' })

  await db
    .insertInto('readings')
    .values({
      account_id: shop.accountId,
      number: conversation.number,
      at: site.deps.clock(),
      user_id: shop.userId,
      way: 'marked',
    })
    .execute()
  await db
    .insertInto('changes')
    .values({ ...topic, topic: 'conversation.read' })
    .execute()
  site.tail.wake()
  await live.waitFor(4)
  expect(live.frames[3]).toEqual({ type: 'read', upTo: mine.id })
  expect((await thread(token))[0]?.isRead).toBe(true)
  const setMarks = (isOn: boolean) =>
    db
      .updateTable('channels')
      .set({ settings: sql`settings || ${JSON.stringify({ sendsReadMarks: isOn })}::jsonb` })
      .where('account_id', '=', shop.accountId)
      .execute()
  await setMarks(false)
  expect((await thread(token))[0]?.isRead).toBe(false)
  await setMarks(true)
  await send(token, text('ещё вопрос'))
  expect((await thread(token)).at(-1)?.isRead).toBe(false)
  const { id: looked } = await db
    .selectFrom('messages')
    .select('id')
    .where('chat_id', '=', topic.chat_id)
    .orderBy('placed_at', 'desc')
    .executeTakeFirstOrThrow()
  await db.updateTable('chats').set({ marked_read_id: looked }).where('id', '=', topic.chat_id).execute()
  expect((await thread(token)).at(-1)?.isRead).toBe(true)
  expect(strange.frames).toEqual([{ type: 'ready' }])
  live.socket.close()
  strange.socket.close()
})

test('another text of an answer and its disappearance reach the visitor at once and stand after a reload', async () => {
  const token = await newVisitor()
  await send(token, text('вопрос'))
  const chatId = (await site.chats()).at(-1)?.id ?? ''
  const id = await site.answer(shop, chatId, 'Есть в белом')
  const live = await openLive(token)
  await live.waitFor(1)
  const tellOf = async (topic: string): Promise<void> => {
    const ids = { account_id: shop.accountId, chat_id: chatId, message_id: id }
    await db
      .insertInto('changes')
      .values({ ...ids, topic })
      .execute()
    site.tail.wake()
  }
  await tellOf('message.changed')
  await live.waitFor(2)
  await db
    .updateTable('messages')
    .set({ body: 'Есть в чёрном', edited_at: new Date() })
    .where('id', '=', id)
    .execute()
  await tellOf('message.edited')
  await live.waitFor(3)
  const edited = { id, text: 'Есть в чёрном', isEdited: true }
  expect(live.frames[2]).toMatchObject({ type: 'message', message: edited })
  expect((await thread(token)).at(-1)).toMatchObject(edited)

  await db.updateTable('messages').set({ deleted_at: new Date() }).where('id', '=', id).execute()
  await tellOf('message.deleted')
  await live.waitFor(4)
  expect(live.frames[3]).toEqual({ type: 'deleted', id })
  expect((await thread(token)).map((message) => message.text)).toEqual(['вопрос'])
  live.socket.close()
})

test('a socket without a good token, button or origin is closed and says why', async () => {
  const token = await newVisitor()
  expect(await (await openLive('x'.repeat(22))).closed).toBe(4401)
  expect(await (await openLive(token, { button: otherShop.button })).closed).toBe(4401)
  expect(await (await openLive(token, { origin: 'https://evil.example' })).closed).toBe(4403)
  expect(await (await openLive(token, { button: 'nosuchbutton' })).closed).toBe(4404)
  const unfriendly = await openLive(token)
  unfriendly.socket.close()
  await unfriendly.closed
})

test('a new account has a button for the example shop, which works there and nowhere else', async () => {
  const account = await site.addShop('Новый', [])
  await inTransaction(db, (tx) => createTryButton(tx, site.deps, { id: account.accountId, language: 'ru' }))
  const made = await db
    .selectFrom('channels')
    .select(['name', 'external_id'])
    .where('account_id', '=', account.accountId)
    .where('id', '<>', account.channelId)
    .execute()
  expect(made).toMatchObject([{ name: 'Пример магазина' }])
  const button = made[0]?.external_id ?? ''
  const own = new URL(site.base).origin
  expect(await call('GET', button, { origin: own })).toMatchObject({ status: 200, body: { isOn: true } })
  expect(await call('GET', button)).toMatchObject({ status: 403, code: 'visitor.origin_refused' })
})

test('the example shop shows the only button or the one asked for, and nothing that was put into the address', async () => {
  const page = async (query: string, language = 'ru'): Promise<string> =>
    (await site.app.inject({ url: `/try${query}`, headers: { 'accept-language': language } })).body
  expect(await page('')).not.toContain('data-button')
  expect(await page(`?button=${shop.button}`)).toContain(`data-button="${shop.button}"`)
  expect(await page(`?button=${shop.button}`)).toContain('<html lang="ru">')
  expect(await page(`?button=${shop.button}`, 'en-GB')).toContain('<html lang="en">')
  expect(await page(`?button=${shop.button}&lang=en`)).toContain('<html lang="en">')
  const hostile = await page(`?button=${encodeURIComponent('"><script>alert(1)</script>')}&lang=<u>`)
  expect(hostile).not.toContain('alert(1)')
  expect(hostile).not.toContain('<u>')
})
