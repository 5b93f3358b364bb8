import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { projections } from '#features/conversations'
import { findViewer } from '#features/access'
import { sendMessage } from '#features/messages'
import { uuidv7 } from '#lib/crypto'
import { inTransaction } from '#lib/db'
import { findWrongProjections } from '#lib/projections'
import { createTestDatabase } from '#lib/test-database'
import { createTestAccount, messageOf, personOf, type TestAccount } from './test-account.ts'

const database = await createTestDatabase()
const { db } = database
const second = new Date('2026-11-23T10:10:07.000Z')
const clock = { now: second }
const at = (ms: number): Date => new Date(second.getTime() + ms)

async function answer(account: TestAccount, text: string): Promise<void> {
  const viewer = await findViewer(db, account.accountId, account.adminId)
  const { id: chatId } = await db
    .selectFrom('chats')
    .select('id')
    .where('account_id', '=', account.accountId)
    .executeTakeFirstOrThrow()
  if (!viewer) throw new Error('The account has no admin')
  const rest = { fileIds: [], replyToId: null, card: null, seenMessageId: null, anyway: true }
  await inTransaction(db, (tx) =>
    sendMessage(tx, { kind: 'user', viewer }, { id: uuidv7(), chatId, text, ...rest }, clock.now),
  )
}

async function thread(account: TestAccount): Promise<[string, boolean][]> {
  const rows = await db
    .selectFrom('messages')
    .select(['body', 'is_late'])
    .where('account_id', '=', account.accountId)
    .orderBy('placed_at')
    .orderBy('external_seq')
    .orderBy('id')
    .execute()
  return rows.map((row) => [row.body, row.is_late])
}

const expectExact = async (): Promise<void> =>
  expect(await findWrongProjections(database.pool, projections)).toEqual([])

// A plain text takes the short road, one with a reply the long one.
test.each([null, 'unknown'])(
  'what was said within one second stands as it was said (reply to %s)',
  async (replyTo) => {
    const account = await createTestAccount(database, () => clock.now)
    const person = personOf(`second-${replyTo}`)
    clock.now = at(200)
    await account.take(messageOf(person, 'раз', { at: second, replyTo }))
    clock.now = at(400)
    await answer(account, 'ответ')
    clock.now = at(800)
    await account.take(messageOf(person, 'два', { at: second, replyTo }))
    await account.take(messageOf(person, 'три', { at: second, replyTo }))
    expect(await thread(account)).toEqual([
      ['раз', false],
      ['ответ', false],
      ['два', false],
      ['три', false],
    ])
    await expectExact()
  },
)

test.each([null, 'unknown'])(
  'messages of one second that overtook each other stand in their sequence (reply to %s)',
  async (replyTo) => {
    const account = await createTestAccount(database, () => clock.now)
    const person = personOf(`overtaken-${replyTo}`)
    clock.now = at(3000)
    await account.take(messageOf(person, 'раз', { at: second, sequence: 1, replyTo }))
    await account.take(messageOf(person, 'три', { at: second, sequence: 3, replyTo }))
    await account.take(messageOf(person, 'два', { at: second, sequence: 2, replyTo }))
    expect((await thread(account)).map(([body]) => body)).toEqual(['раз', 'два', 'три'])
    await expectExact()
  },
)

test.each([null, 'unknown'])(
  'what a client wrote in one second stays together, also when an answer came between and another one later (reply to %s)',
  async (replyTo) => {
    const account = await createTestAccount(database, () => clock.now)
    const person = personOf(`parted-${replyTo}`)
    const write = (text: string, sequence: number): Promise<void> =>
      account.take(messageOf(person, text, { at: second, sequence, replyTo }))
    clock.now = at(200)
    await write('раз', 1)
    clock.now = at(400)
    await answer(account, 'ответ')
    clock.now = at(800)
    await write('два', 2)
    clock.now = at(1200)
    await answer(account, 'ещё ответ')
    clock.now = at(1500)
    await write('три', 3)
    await write('четыре', 4)
    expect(await thread(account)).toEqual([
      ['раз', false],
      ['ответ', false],
      ['два', false],
      ['три', true],
      ['четыре', true],
      ['ещё ответ', false],
    ])
    await expectExact()
  },
)

test.each([null, 'unknown'])(
  'what the messenger tells late stands before what was written later, also when an answer came between (reply to %s)',
  async (replyTo) => {
    const account = await createTestAccount(database, () => clock.now)
    const person = personOf(`late-${replyTo}`)
    const write = (text: string, sequence: number): Promise<void> =>
      account.take(messageOf(person, text, { at: second, sequence, replyTo }))
    clock.now = at(100)
    await write('раз', 1)
    await write('четыре', 4)
    clock.now = at(300)
    await answer(account, 'ответ')
    clock.now = at(600)
    await write('шесть', 6)
    await write('два', 2)
    await write('три', 3)
    await write('пять', 5)
    expect(await thread(account)).toEqual([
      ['раз', false],
      ['два', true],
      ['три', true],
      ['четыре', false],
      ['ответ', false],
      ['пять', false],
      ['шесть', false],
    ])
    await expectExact()
  },
)

test('an answer by a clock that is behind stands behind what it answers', async () => {
  const account = await createTestAccount(database, () => clock.now)
  clock.now = at(900)
  await account.take(messageOf(personOf('clocks'), 'раз', { at: at(850) }))
  clock.now = at(100)
  await answer(account, 'ответ')
  expect((await thread(account)).map(([body]) => body)).toEqual(['раз', 'ответ'])
  await expectExact()
})

test('what a blocked contact writes into an open conversation stands there and makes nothing unread or waiting', async () => {
  const account = await createTestAccount(database, () => clock.now)
  const person = personOf('blocked')
  clock.now = at(0)
  await account.take(messageOf(person, 'раз'))
  clock.now = at(100)
  await answer(account, 'ответ')
  await sql`update contacts set blocked_at = now() where account_id = ${account.accountId}`.execute(db)
  clock.now = at(5000)
  await account.take(messageOf(person, 'два', { at: at(5000) }))
  const conversations = await db
    .selectFrom('conversations')
    .select(['unread', 'waiting_since', 'last_message_at'])
    .where('account_id', '=', account.accountId)
    .execute()
  expect(conversations).toEqual([{ unread: 0, waiting_since: null, last_message_at: at(5000) }])
  await expectExact()
})
