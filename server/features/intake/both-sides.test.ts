import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { IncomingOutside, Person } from '#channels/channel'
import { findViewer } from '#features/access'
import { applyEarly, findMessages, sendMessage } from '#features/messages'
import { systemClock } from '#lib/clock'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { listOutsideAuthors, nameOutsideAuthor } from '../channels/outside-authors.ts'
import { createTestAccount, messageOf, personOf, type TestAccount } from './test-account.ts'

const database = await createTestDatabase()
const { db } = database

/** A message of our side of the chat, as the messenger tells it. */
function outsideOf(person: Person, text: string, rest: Partial<IncomingOutside> = {}): IncomingOutside {
  const { ownPhone: _ownPhone, ...written } = messageOf(person, text)
  return { ...written, kind: 'outside', sendId: null, operatorId: null, ...rest }
}

const conversations = (account: TestAccount) =>
  db
    .selectFrom('conversations')
    .select([
      'number',
      'opened_way',
      'opened_by_kind',
      'card_id',
      'read_at',
      'waiting_since',
      'unread',
      'closed_at',
    ])
    .where('account_id', '=', account.accountId)
    .orderBy('number')
    .execute()

const messages = async (account: TestAccount) => {
  const rows = await db
    .selectFrom('messages')
    .select('id')
    .where('account_id', '=', account.accountId)
    .orderBy('placed_at')
    .orderBy('id')
    .execute()
  return findMessages(
    db,
    account.accountId,
    rows.map((row) => row.id),
  )
}

const countOf = async (account: TestAccount, table: 'deals' | 'contacts'): Promise<number> => {
  const rows = await db.selectFrom(table).select('id').where('account_id', '=', account.accountId).execute()
  return rows.length
}

/** Our message as it stands after the messenger was called and before anything is known. */
async function sendOurs(account: TestAccount, text: string): Promise<{ id: string; sendId: number }> {
  const viewer = await findViewer(db, account.accountId, account.adminId)
  if (!viewer) throw new Error('no viewer')
  const chat = await db
    .selectFrom('chats')
    .select('id')
    .where('account_id', '=', account.accountId)
    .executeTakeFirstOrThrow()
  const sending = { chatId: chat.id, text, fileIds: [], replyToId: null, card: null, seenMessageId: null }
  const id = await inTransaction(db, (tx) =>
    sendMessage(tx, { kind: 'user', viewer }, { id: randomUUID(), anyway: false, ...sending }, new Date()),
  )
  await db
    .updateTable('outbox')
    .set({
      node_id: randomUUID(),
      sending_message_id: id,
      sending_position: 0,
      sending_attempt: 1,
      sending_since: new Date(),
    })
    .where('account_id', '=', account.accountId)
    .where('chat_id', '=', chat.id)
    .execute()
  const part = await db
    .selectFrom('message_parts')
    .select('send_id')
    .where('account_id', '=', account.accountId)
    .where('message_id', '=', id)
    .executeTakeFirstOrThrow()
  return { id, sendId: part.send_id ?? 0 }
}

test('what a colleague writes in the messenger itself answers the client: read, no longer waiting, once', async () => {
  const account = await createTestAccount(database)
  const client = personOf('outside-1')
  await account.take(messageOf(client, 'есть кто?'))
  const answer = outsideOf(client, 'есть!', { operatorId: '77' })
  await account.take(answer)
  await account.take(answer)
  const [conversation, ...others] = await conversations(account)
  expect(others).toEqual([])
  expect(conversation).toMatchObject({ number: 1, waiting_since: null, unread: 0, closed_at: null })
  expect(conversation?.read_at).not.toBeNull()
  expect(
    (await messages(account)).map(({ direction, author, text, state }) => [
      direction,
      author.kind,
      text,
      state,
    ]),
  ).toEqual([
    ['in', 'client', 'есть кто?', null],
    ['out', 'outside', 'есть!', 'sent'],
  ])
})

test('a colleague who is known by his messenger is named, also for what he wrote before; an unknown one is not', async () => {
  const account = await createTestAccount(database)
  const { accountId, adminId, channelId } = account
  const client = personOf('outside-named')
  await account.take(messageOf(client, 'есть кто?'))
  await Promise.all(
    ['раз', 'два', 'три'].map((text) => account.take(outsideOf(client, text, { operatorId: '77' }))),
  )
  await account.takeAt(
    account.secondChannelId,
    outsideOf(personOf('outside-other'), 'привет', { operatorId: '77' }),
  )
  await account.take(outsideOf(client, 'чужой', { operatorId: '78' }), outsideOf(client, 'ничей'))
  const [author, other, ...others] = await listOutsideAuthors(db, accountId, channelId)
  expect([author?.externalId, author?.userId, other?.externalId, others]).toEqual(['77', null, '78', []])
  const tail = { wake: () => {}, subscribe: () => () => {} }
  await nameOutsideAuthor(
    { db, tail, clock: systemClock },
    { accountId, userId: adminId },
    { channelId, authorId: author?.id ?? 0, userId: adminId },
  )
  const named = new Map((await messages(account)).map(({ text, author: by }) => [text, by]))
  expect(named.get('раз')).toEqual({ kind: 'outside', id: adminId, name: 'Анна' })
  expect(named.get('три')).toEqual({ kind: 'outside', id: adminId, name: 'Анна' })
  for (const text of ['чужой', 'ничей', 'привет'])
    expect(named.get(text)).toEqual({ kind: 'outside', id: null, name: null })
})

test('an answer shows the whole of what it answers, the piece that was meant, or what was told of a message that is not here', async () => {
  const account = await createTestAccount(database)
  const client = personOf('quotes')
  await account.take(messageOf(client, 'Лампа белая и лампа чёрная', { externalId: '7001' }))
  const whole = { text: 'Лампа белая и лампа чёрная', authorName: 'Бот', isPiece: false }
  const piece = { text: 'лампа чёрная', authorName: 'Бот', isPiece: true }
  const elsewhere = { text: 'Скидки до пятницы', authorName: 'Уютные дома', isPiece: false }
  await account.take(messageOf(client, 'раз', { replyTo: '7001', quote: whole }))
  await account.take(messageOf(client, 'два', { replyTo: '7001', quote: piece }))
  await account.take(messageOf(client, 'три', { quote: elsewhere }))
  const file = {
    kind: 'photo' as const,
    name: 'кухня.jpg',
    mime: null,
    sizeBytes: 1,
    durationSeconds: null,
    width: null,
    height: null,
    remoteRef: null,
    state: 'too_big' as const,
  }
  const content = { text: '', entities: [], attachments: [file], unsupported: null }
  await account.take(messageOf(client, '', { externalId: '7005', content }))
  await account.take(messageOf(client, 'четыре', { replyTo: '7005' }))
  const [first, ...rest] = await messages(account)
  const photo = rest.find(({ attachments }) => attachments.length > 0)
  const answers = rest.filter(({ text }) => text !== '')
  expect(answers.map(({ replyTo }) => replyTo)).toEqual([
    { id: first?.id, text: whole.text, authorName: client.name },
    { id: first?.id, text: piece.text, authorName: client.name },
    { id: null, text: elsewhere.text, authorName: 'Уютные дома' },
    { id: photo?.id, text: 'кухня.jpg', authorName: client.name },
  ])
})

test('written first in the messenger itself, it makes the contact and opens a numbered conversation, but no deal', async () => {
  const account = await createTestAccount(database)
  const client = personOf('outside-2')
  await account.take(outsideOf(client, 'ваш заказ готов'))
  expect(await conversations(account)).toMatchObject([
    { number: 1, opened_way: 'out', opened_by_kind: 'outside', card_id: null, waiting_since: null },
  ])
  expect([await countOf(account, 'contacts'), await countOf(account, 'deals')]).toEqual([1, 0])
  await account.take(messageOf(client, 'иду'))
  expect(await conversations(account)).toHaveLength(1)
  expect(await countOf(account, 'deals')).toBe(0)
})

test('our own message told back is not a second one: its part has left, also when no answer to the call ever comes', async () => {
  const account = await createTestAccount(database)
  const client = personOf('outside-3')
  await account.take(messageOf(client, 'жду'))
  const { id, sendId } = await sendOurs(account, 'уже едет')
  const echo = outsideOf(client, 'уже едет', { sendId, externalId: 'echo-1' })
  await Promise.all([account.take(echo), account.take(echo)])
  const all = await messages(account)
  expect(all.map((one) => [one.id === id, one.text, one.state])).toEqual([
    [false, 'жду', null],
    [true, 'уже едет', 'sent'],
  ])
  const part = await db
    .selectFrom('message_parts')
    .select(['external_id', 'state'])
    .where('message_id', '=', id)
    .executeTakeFirstOrThrow()
  expect(part).toEqual({ external_id: 'echo-1', state: 'sent' })
})

test('the number of another installation’s message is none of ours: it is kept as written outside', async () => {
  const account = await createTestAccount(database)
  const client = personOf('outside-4')
  await account.take(messageOf(client, 'привет'), outsideOf(client, 'здравствуйте', { sendId: 2 ** 31 - 1 }))
  expect((await messages(account)).map((one) => one.author.kind)).toEqual(['client', 'outside'])
})

test('what was accepted and failed afterwards says so, and the client is waiting again', async () => {
  const account = await createTestAccount(database)
  const client = personOf('failed-1')
  await account.take(messageOf(client, 'жду'))
  const [before] = await conversations(account)
  const { id, sendId } = await sendOurs(account, 'ответ')
  await account.take(outsideOf(client, 'ответ', { sendId, externalId: 'f-1' }))
  const failure = {
    kind: 'failure',
    key: 'failed:f-1',
    chat: client.externalId,
    externalId: 'f-1',
    at: new Date(),
  } as const
  await account.take({ ...failure, code: 'refused', detail: 'bad media' })
  await account.take({ ...failure, code: 'refused', detail: 'bad media' })
  const failed = (await messages(account)).find((one) => one.id === id)
  expect([failed?.state, failed?.parts[0]?.failCode]).toEqual(['failed', 'refused'])
  expect((await conversations(account))[0]?.waiting_since).toEqual(before?.waiting_since)
  const events = await db
    .selectFrom('events')
    .select('type')
    .where('account_id', '=', account.accountId)
    .where('type', '=', 'message.failed')
    .execute()
  expect(events).toHaveLength(1)
})

test('a reaction stands at its message as it is now; it opens nothing and makes nothing unread', async () => {
  const account = await createTestAccount(database)
  const client = personOf('reaction-1')
  await account.take(messageOf(client, 'вопрос', { externalId: 'r-1' }))
  const { sendId } = await sendOurs(account, 'ответ')
  await account.take(outsideOf(client, 'ответ', { sendId, externalId: 'r-2' }))
  const react = (key: string, externalId: string, emoji: string[]) =>
    account.take({ kind: 'reaction', key, chat: client.externalId, externalId, emoji, at: new Date() })
  await react('k1', 'r-2', ['👍'])
  await react('k2', 'r-2', ['❤️', '🔥'])
  await react('k2', 'r-2', ['👎'])
  await react('k3', 'unknown', ['👍'])
  const reactionsOf = async (text: string) =>
    (await messages(account))
      .find((one) => one.text === text)
      ?.reactions.map((one) => `${one.side} ${one.emoji}`)
      .sort()
  expect(await reactionsOf('ответ')).toEqual(['client ❤️', 'client 🔥'])
  expect(await reactionsOf('вопрос')).toEqual([])
  const [conversation] = await conversations(account)
  expect([conversation?.unread, conversation?.waiting_since]).toEqual([0, null])
  await react('k4', 'r-2', [])
  expect(await reactionsOf('ответ')).toEqual([])
})

test('typing is told to who looks, and nothing of it is kept', async () => {
  const account = await createTestAccount(database)
  const client = personOf('typing-1')
  await account.take(messageOf(client, 'привет'))
  await account.take({ kind: 'typing', chat: client.externalId }, { kind: 'typing', chat: 'nobody' })
  const told = await db
    .selectFrom('changes')
    .select('patch')
    .where('account_id', '=', account.accountId)
    .where('topic', '=', 'typing')
    .execute()
  expect(told).toEqual([{ patch: { userId: null } }])
  expect(await messages(account)).toHaveLength(1)
})

const partOf = (id: string) =>
  db
    .selectFrom('message_parts')
    .select(['state', 'external_id', 'fail_code'])
    .where('message_id', '=', id)
    .executeTakeFirstOrThrow()

/** Keeps the messenger's answer to our call, as the outbox does. */
async function keepAnswer(account: TestAccount, id: string, externalId: string): Promise<void> {
  const { chat_id: chatId, channel_id: channelId } = await db
    .selectFrom('message_parts')
    .select(['chat_id', 'channel_id'])
    .where('message_id', '=', id)
    .executeTakeFirstOrThrow()
  const { accountId } = account
  await inTransaction(db, async (tx) => {
    await tx
      .updateTable('message_parts')
      .set({ state: 'sent', external_id: externalId })
      .where('message_id', '=', id)
      .execute()
    const part = { accountId, chatId, channelId, messageId: id, position: 0, number: 1 }
    await applyEarly(tx, part, externalId, new Date())
  })
}

test('a receipt or a failure told before the answer to our call is kept until the message has its id', async () => {
  const account = await createTestAccount(database)
  const client = personOf('early-1')
  const chat = client.externalId
  const at = new Date()
  await account.take(messageOf(client, 'жду'))
  const read = await sendOurs(account, 'раз')
  const receipt = { kind: 'receipt', chat, upTo: null, externalId: 'e-1', at } as const
  await account.take({ ...receipt, key: '1', state: 'read' }, { ...receipt, key: '2', state: 'delivered' })
  expect(await partOf(read.id)).toMatchObject({ state: 'queued' })
  await keepAnswer(account, read.id, 'e-1')
  expect(await partOf(read.id)).toMatchObject({ state: 'read' })
  const failed = await sendOurs(account, 'два')
  await account.take({
    kind: 'failure',
    key: '3',
    chat,
    externalId: 'e-2',
    code: 'too_large',
    detail: '',
    at,
  })
  await keepAnswer(account, failed.id, 'e-2')
  expect(await partOf(failed.id)).toMatchObject({ state: 'failed', fail_code: 'too_large' })
  expect(await db.selectFrom('early_receipts').selectAll().execute()).toEqual([])
})

test('a receipt up to a message says nothing of an earlier one that may never have arrived', async () => {
  const account = await createTestAccount(database)
  const client = personOf('early-2')
  await account.take(messageOf(client, 'жду'))
  const doubtful = await sendOurs(account, 'дошло ли?')
  await db
    .updateTable('message_parts')
    .set({ state: 'uncertain' })
    .where('message_id', '=', doubtful.id)
    .execute()
  const { id } = await sendOurs(account, 'точно дошло')
  await keepAnswer(account, id, 'u-1')
  const upTo = {
    kind: 'receipt',
    key: 'u',
    chat: client.externalId,
    state: 'read',
    upTo: 'u-1',
    externalId: null,
    at: new Date(),
  } as const
  await account.take(upTo)
  expect([await partOf(doubtful.id), await partOf(id)]).toMatchObject([
    { state: 'uncertain' },
    { state: 'read' },
  ])
})
