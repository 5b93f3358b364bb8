import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { findViewer } from '#features/access'
import { dismissConversation, markUnread, projections } from '#features/conversations'
import { findMessages, sendMessage } from '#features/messages'
import { inTransaction } from '#lib/db'
import { migrateJobs } from '#lib/jobs'
import { findWrongProjections } from '#lib/projections'
import { createTestDatabase } from '#lib/test-database'
import { drainJobs } from '#lib/test-jobs'
import { changeChannel } from '../channels/change-channel.ts'
import { createTestAccount, messageOf, personOf } from '../intake/test-account.ts'
import { closeSilent } from './close-silent.ts'
import { jobs } from './jobs.ts'
import { listSilent } from './queries.ts'

const database = await createTestDatabase()
const { db, pool } = database
await migrateJobs(pool)

const hourMs = 60 * 60_000
const start = new Date('2026-11-26T09:00:00.000Z')
let now = start
const clock = () => now
const account = await createTestAccount(database, clock)
const { accountId, adminId, channelId } = account
const tail = { wake: () => {}, subscribe: () => () => {} }
const set = (settings: { silenceHours?: number; silenceText?: string }) =>
  changeChannel(
    { db, tail, clock },
    { accountId, actor: { kind: 'user', id: adminId }, road: 'hand' },
    { channelId, settings },
  )
const pass = (hours: number): void => {
  now = new Date(now.getTime() + hours * hourMs)
}
const run = async (): Promise<void> => {
  await jobs({ db, clock })['close-silent']?.({})
  await drainJobs(pool, jobs({ db, clock }))
}

beforeEach(async () => {
  now = new Date(now.getTime() + 1000 * hourMs)
  await set({ silenceHours: 24, silenceText: '' })
})

const someone = (name = 'Мария Белова') => personOf(randomUUID(), name)
type Person = ReturnType<typeof someone>
const write = (person: Person, text = 'здравствуйте') => account.take(messageOf(person, text, { at: now }))

async function answer(person: Person): Promise<void> {
  const viewer = await findViewer(db, accountId, adminId)
  if (!viewer) throw new Error('No viewer')
  const { id: chatId } = await chatOf(person)
  const sending = { id: randomUUID(), chatId, text: 'добрый день', fileIds: [], replyToId: null, card: null }
  await inTransaction(db, (tx) =>
    sendMessage(tx, { kind: 'user', viewer }, { ...sending, seenMessageId: null, anyway: true }, now),
  )
}

async function chatOf(person: Person) {
  return db
    .selectFrom('chats')
    .select(['id', 'open_number'])
    .where('external_chat_id', '=', person.externalId)
    .executeTakeFirstOrThrow()
}

/** The conversations of a person, oldest first, with how each ended. */
async function talksOf(person: Person) {
  return db
    .selectFrom('conversations as v')
    .innerJoin('chats as c', (on) =>
      on.onRef('c.account_id', '=', 'v.account_id').onRef('c.id', '=', 'v.chat_id'),
    )
    .leftJoin('closures as x', (on) =>
      on.onRef('x.account_id', '=', 'v.account_id').onRef('x.number', '=', 'v.number'),
    )
    .select(['v.number', 'v.closed_at', 'x.way', 'x.actor_kind', 'x.at', 'v.first_answer_at'])
    .where('c.external_chat_id', '=', person.externalId)
    .orderBy('v.number')
    .execute()
}
const isOpen = async (person: Person) => (await chatOf(person)).open_number !== null

async function openOne(person = someone()): Promise<{ person: Person; number: number }> {
  await write(person)
  return { person, number: (await chatOf(person)).open_number ?? 0 }
}

test('an answered conversation is closed by the product after the hours of its channel, counted from the last message', async () => {
  const { person, number } = await openOne()
  pass(1)
  await answer(person)
  pass(23)
  await run()
  expect(await isOpen(person)).toBe(true)
  pass(1)
  await run()
  await run()
  expect(await talksOf(person)).toMatchObject([
    { number, way: 'silence', actor_kind: 'system', at: now, closed_at: now },
  ])
  const events = await db
    .selectFrom('events')
    .select(['actor_kind', 'road', 'after'])
    .where('account_id', '=', accountId)
    .where('number', '=', number)
    .where('type', '=', 'conversation.closed')
    .execute()
  expect(events).toEqual([{ actor_kind: 'system', road: 'rule', after: { way: 'silence' } }])
  await write(person)
  expect(await talksOf(person)).toHaveLength(2)
})

test('one in which a client waits, or that somebody put aside, is never closed; one that needs no reply is', async () => {
  const waiting = await openOne()
  const dismissed = await openOne()
  const aside = await openOne()
  const actor = { kind: 'user' as const, id: adminId }
  for (const { number } of [dismissed, aside])
    await inTransaction(db, (tx) => dismissConversation(tx, { accountId, number, actor, now }))
  await inTransaction(db, (tx) => markUnread(tx, { accountId, number: aside.number }))
  pass(500)
  await run()
  expect(await isOpen(waiting.person)).toBe(true)
  expect(await isOpen(aside.person)).toBe(true)
  expect(await isOpen(dismissed.person)).toBe(false)
})

test('a channel without hours closes nothing, whatever other channels do', async () => {
  const { person } = await openOne()
  await answer(person)
  const other = someone()
  await account.takeAt(account.secondChannelId, messageOf(other, 'здравствуйте', { at: now }))
  await answer(other)
  await set({ silenceHours: 0 })
  pass(5000)
  await run()
  expect([await isOpen(person), await isOpen(other)]).toEqual([true, true])
})

test('what the channel has to say leaves first, stands in the closed conversation and is no answer', async () => {
  await set({ silenceText: 'До свидания, {{contact.firstName}}!' })
  const { person, number } = await openOne()
  const actor = { kind: 'user' as const, id: adminId }
  await inTransaction(db, (tx) => dismissConversation(tx, { accountId, number, actor, now }))
  pass(25)
  await run()
  const { id: chatId } = await chatOf(person)
  const said = await db
    .selectFrom('messages')
    .select(['id', 'number', 'actor_kind', 'state'])
    .where('account_id', '=', accountId)
    .where('chat_id', '=', chatId)
    .where('direction', '=', 'out')
    .execute()
  expect(said).toMatchObject([{ number, actor_kind: 'system', state: 'queued' }])
  const [view] = await findMessages(db, accountId, [said[0]?.id ?? ''])
  expect(view?.text).toBe('До свидания, Мария!')
  expect(await talksOf(person)).toMatchObject([{ way: 'silence', first_answer_at: null }])
})

test('a channel on hold closes without a word', async () => {
  await set({ silenceText: 'До свидания!' })
  const { person } = await openOne()
  await answer(person)
  pass(25)
  await db
    .updateTable('channels')
    .set({ paused_at: now, paused_by: adminId })
    .where('id', '=', channelId)
    .execute()
  await run()
  await db
    .updateTable('channels')
    .set({ paused_at: null, paused_by: null })
    .where('id', '=', channelId)
    .execute()
  const { id } = await chatOf(person)
  const words = await db.selectFrom('messages').select('actor_kind').where('chat_id', '=', id).execute()
  expect(await isOpen(person)).toBe(false)
  expect(words.filter((word) => word.actor_kind === 'system')).toEqual([])
})

test('a message at the same moment either keeps its conversation open or opens the next one', async () => {
  const talks = await Promise.all(Array.from({ length: 8 }, () => openOne()))
  for (const { person } of talks) await answer(person)
  pass(25)
  await Promise.all(
    talks.flatMap(({ person, number }) => [
      write(person),
      inTransaction(db, (tx) => closeSilent(tx, { accountId, number }, now)),
      inTransaction(db, (tx) => closeSilent(tx, { accountId, number }, now)),
    ]),
  )
  for (const { person } of talks) {
    const all = await talksOf(person)
    expect(await isOpen(person)).toBe(true)
    // The message stands in the open one: the first, or, when that was closed before, the second.
    expect(all.filter((talk) => talk.closed_at === null)).toHaveLength(1)
    expect(all.at(-1)?.closed_at).toBeNull()
  }
  expect(await findWrongProjections(pool, projections)).toEqual([])
})

test('more than a portion is closed in one go, and by two nodes at once each only once', async () => {
  const talks = []
  for (let at = 0; at < 5; at += 1) talks.push(await openOne())
  for (const { person } of talks) await answer(person)
  pass(25)
  const due = await listSilent(db, now, 3)
  expect(due).toHaveLength(3)
  await Promise.all([run(), run()])
  for (const { person } of talks) expect(await talksOf(person)).toMatchObject([{ way: 'silence' }])
  expect(await listSilent(db, now, 3)).toEqual([])
})
