import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { LiveChange } from '#contract/live'
import { findViewer, type Viewer } from '#features/access'
import { currentCursor, readChanges } from '#lib/changes'
import { inTransaction } from '#lib/db'
import { change } from '#lib/events'
import { createLog } from '#lib/log'
import { startReactions } from '#lib/reactions'
import { createTestDatabase } from '#lib/test-database'
import { createTestAccount, messageOf, personOf, type TestAccount } from '../intake/test-account.ts'
import { reactions } from '../notifications/reactions.ts'
import { readAllNotifications } from '../notifications/read-notifications.ts'
import { readWorkingHours } from '../working-hours/index.ts'
import { setWorkingHours } from '../working-hours/set-working-hours.ts'
import { changesFor } from './changes-for.ts'
import { hydrate, movesCounts } from './hydrate.ts'

const database = await createTestDatabase()
const { db } = database
const log = createLog({ level: 'silent' })
const runner = startReactions({ name: 'test', db, reactions: [reactions], tail: null, log })
await runner.drain()

async function viewerOf(accountId: number, userId: number): Promise<Viewer> {
  const viewer = await findViewer(db, accountId, userId)
  if (!viewer) throw new Error('There is no such user')
  return viewer
}

async function addAdmin({ accountId, adminId }: TestAccount): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into users (account_id, login_id, name, email, role_id, language, time_zone)
    select ${accountId}, gen_random_uuid()::text, 'Коллега', gen_random_uuid()::text, role_id, 'ru', 'UTC' from users
    where account_id = ${accountId} and id = ${adminId} returning id`.execute(db)
  return rows[0]?.id ?? 0
}

type Told = { topics: LiveChange['topic'][]; hasCounts: boolean }

/** What each of these users is told of what is done. */
async function tellOf(account: TestAccount, userIds: number[], act: () => Promise<unknown>): Promise<Told[]> {
  const cursor = await currentCursor(db)
  await act()
  const { changes } = await readChanges(db, cursor, { accountId: account.accountId, most: 1000 })
  const batch = await hydrate(db, account.accountId, changes)
  return Promise.all(
    userIds.map(async (userId) => {
      const viewer = await viewerOf(account.accountId, userId)
      const told = await changesFor(db, viewer, batch)
      return { topics: told.map(({ topic }) => topic), hasCounts: movesCounts(viewer, changes) }
    }),
  )
}

test('reading one’s notifications is told, with a fresh count, to one’s own browsers and to nobody else', async () => {
  const account = await createTestAccount(database)
  const colleague = await addAdmin(account)
  await account.take(messageOf(personOf('1'), 'раз'))
  await runner.drain()
  const me = await viewerOf(account.accountId, account.adminId)
  const told = await tellOf(account, [account.adminId, colleague], () =>
    inTransaction(db, (tx) => readAllNotifications(tx, me, new Date())),
  )
  expect(told).toEqual([
    { topics: ['notifications'], hasCounts: true },
    { topics: [], hasCounts: false },
  ])
})

test('a new notification is told to each who got it', async () => {
  const account = await createTestAccount(database)
  const colleague = await addAdmin(account)
  await account.take(messageOf(personOf('2'), 'раз'))
  const told = await tellOf(account, [account.adminId, colleague], () => runner.drain())
  for (const { topics, hasCounts } of told) {
    expect(topics).toContain('notifications')
    expect(hasCounts).toBe(true)
  }
})

test('hours that somebody sets are told to all who have them open; another zone of the account as well', async () => {
  const account = await createTestAccount(database)
  const { accountId, adminId: userId } = account
  const colleague = await addAdmin(account)
  const hours = await readWorkingHours(db, accountId)
  const set = (more: object) => () =>
    inTransaction(db, (tx) => setWorkingHours(tx, { accountId, userId }, { ...hours, ...more }, new Date()))
  const [told] = await tellOf(account, [colleague], set({ holidays: ['2026-12-31'] }))
  expect(told?.topics).toEqual(['settings', 'events'])
  const [again] = await tellOf(account, [colleague], set({ holidays: ['2026-12-31'] }))
  expect(again?.topics).toEqual([])
  const [moved] = await tellOf(account, [colleague], set({ timeZone: 'Asia/Omsk' }))
  expect(moved?.topics.toSorted()).toEqual(['events', 'settings', 'users'])
})

test('a client who blocks the bot is told as a change of the chat', async () => {
  const account = await createTestAccount(database)
  const person = personOf('3')
  await account.take(messageOf(person, 'раз'))
  const [told] = await tellOf(account, [account.adminId], () =>
    account.take({ kind: 'blocked', key: 'block', chat: person.externalId, person, at: new Date() }),
  )
  expect(told?.topics).toContain('chat')
})

test('somebody typing moves no counter', async () => {
  const account = await createTestAccount(database)
  await account.take(messageOf(personOf('4'), 'раз'))
  const chat = await db
    .selectFrom('chats')
    .select('id')
    .where('account_id', '=', account.accountId)
    .executeTakeFirstOrThrow()
  const [told] = await tellOf(account, [account.adminId], () =>
    inTransaction(db, (tx) =>
      change(tx, { accountId: account.accountId, topic: 'typing', chatId: chat.id, patch: { userId: null } }),
    ),
  )
  expect(told).toEqual({ topics: ['typing'], hasCounts: false })
})

test('updates that could not be taken are told to those only who may change settings', async () => {
  const account = await createTestAccount(database)
  const { rows } = await sql<{ id: number }>`
    insert into users (account_id, login_id, name, email, role_id, language, time_zone)
    select ${account.accountId}, gen_random_uuid()::text, 'Коллега', gen_random_uuid()::text, id, 'ru', 'UTC' from roles
    where account_id = ${account.accountId} and kind = 'member' returning id`.execute(db)
  const member = rows[0]?.id ?? 0
  const { accountId } = account
  const told = await tellOf(account, [account.adminId, member], () =>
    inTransaction(db, (tx) => change(tx, { accountId, topic: 'dead_letters' })),
  )
  expect(told).toEqual([
    { topics: ['dead_letters'], hasCounts: false },
    { topics: [], hasCounts: false },
  ])
})
