import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { findViewer, rightsOf } from '#features/access'
import { closeConversation, dismissConversation, markConversation } from '#features/conversations'
import { createLog } from '#lib/log'
import { inTransaction } from '#lib/db'
import { startReactions } from '#lib/reactions'
import { createTestDatabase } from '#lib/test-database'
import { createTestAccount, messageOf, personOf, type TestAccount } from '../intake/test-account.ts'
import { listNotifications } from './list-notifications.ts'
import { reactions } from './reactions.ts'

const database = await createTestDatabase()
const { db } = database
const runner = startReactions({
  name: 'test',
  db,
  reactions: [reactions],
  tail: null,
  log: createLog({ level: 'silent' }),
})
await runner.drain()

async function unread(account: TestAccount): Promise<{ user: number; number: number }[]> {
  await runner.drain()
  const { rows } = await sql<{
    user: number
    number: number
  }>`select user_id as user, number from notifications
    where account_id = ${account.accountId} and read_at is null order by number, user_id`.execute(db)
  return rows
}

async function addUser(account: TestAccount, groupId: number | null = null): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into users (account_id, login_id, name, email, role_id, group_id, language, time_zone)
    select ${account.accountId}, gen_random_uuid()::text, 'Коллега', gen_random_uuid()::text, id, ${groupId}, 'ru', 'UTC' from roles
    where account_id = ${account.accountId} and kind = 'member' returning id`.execute(db)
  return rows[0]?.id ?? 0
}

const act = (account: TestAccount, number: number) => ({
  accountId: account.accountId,
  number,
  actor: { kind: 'user' as const, id: account.adminId },
  now: new Date(),
})

test('without a responsible the admins are told, once for a flood of messages', async () => {
  const account = await createTestAccount(database)
  await addUser(account)
  const person = personOf('900')
  await account.take(messageOf(person, 'раз'))
  await account.take(messageOf(person, 'два'))
  expect(await unread(account)).toEqual([{ user: account.adminId, number: 1 }])
})

test('the responsible is told, and nobody else; a deactivated one is passed over', async () => {
  const account = await createTestAccount(database)
  const responsible = await addUser(account)
  const person = personOf('901')
  await account.take(messageOf(person, 'раз'))
  await inTransaction(db, (tx) => dismissConversation(tx, act(account, 1)))
  await unread(account)
  await sql`update conversations set responsible_user_id = ${responsible} where account_id = ${account.accountId}`.execute(
    db,
  )
  await account.take(messageOf(person, 'два'))
  expect(await unread(account)).toEqual([{ user: responsible, number: 1 }])
  await inTransaction(db, (tx) => dismissConversation(tx, act(account, 1)))
  await sql`update users set status = 'deactivated' where account_id = ${account.accountId} and id = ${responsible}`.execute(
    db,
  )
  await account.take(messageOf(person, 'три'))
  expect(await unread(account)).toEqual([{ user: account.adminId, number: 1 }])
})

test('without a responsible the channel’s group is told instead of the admins', async () => {
  const account = await createTestAccount(database)
  const { id: groupId } = await db
    .insertInto('groups')
    .values({ account_id: account.accountId, name: 'Сервис' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const member = await addUser(account, groupId)
  await sql`update channels set group_id = ${groupId} where account_id = ${account.accountId}`.execute(db)
  await account.take(messageOf(personOf('902'), 'раз'))
  expect(await unread(account)).toEqual([{ user: member, number: 1 }])
})

test('while the responsible is away who stands in for him is told and gets what is new; without one the admins are told', async () => {
  const account = await createTestAccount(database)
  const { accountId } = account
  const [away, substitute] = [await addUser(account), await addUser(account)]
  await sql`update channels set responsible_user_id = ${away} where account_id = ${accountId}`.execute(db)
  const known = personOf('907')
  await account.take(messageOf(known, 'раз'))
  expect(await unread(account)).toEqual([{ user: away, number: 1 }])
  await inTransaction(db, (tx) => dismissConversation(tx, act(account, 1)))

  await sql`update users set away_until = now() + interval '1 day', substitute_id = ${substitute}
    where account_id = ${accountId} and id = ${away}`.execute(db)
  await account.take(messageOf(known, 'два'))
  await account.take(messageOf(personOf('908'), 'три'))
  expect(await unread(account)).toEqual([
    { user: substitute, number: 1 },
    { user: substitute, number: 2 },
  ])
  const { rows } = await sql<{ id: number }>`select responsible_user_id as id from deals
    where account_id = ${accountId} order by id`.execute(db)
  expect(rows.map(({ id }) => id)).toEqual([away, substitute])

  for (const number of [1, 2]) await inTransaction(db, (tx) => dismissConversation(tx, act(account, number)))
  await sql`update users set substitute_id = null where account_id = ${accountId} and id = ${away}`.execute(
    db,
  )
  await account.take(messageOf(known, 'четыре'))
  expect(await unread(account)).toEqual([{ user: account.adminId, number: 1 }])
})

test('no reply needed and closing clear the notifications of everybody', async () => {
  const account = await createTestAccount(database)
  await account.take(messageOf(personOf('903'), 'раз'))
  await account.take(messageOf(personOf('904'), 'два'))
  expect(await unread(account)).toHaveLength(2)
  await inTransaction(db, (tx) => dismissConversation(tx, act(account, 1)))
  expect(await unread(account)).toEqual([{ user: account.adminId, number: 2 }])
  await inTransaction(db, (tx) => closeConversation(tx, { ...act(account, 2), way: 'hand', road: 'hand' }))
  expect(await unread(account)).toEqual([])
})

test('a message that was read before anybody could be told notifies nobody', async () => {
  const account = await createTestAccount(database)
  await account.take(messageOf(personOf('905'), 'раз'))
  await inTransaction(db, (tx) => dismissConversation(tx, act(account, 1)))
  expect(await unread(account)).toEqual([])
})

test('a line of the list says of whom it is, of which card, and what the client’s newest message is', async () => {
  const account = await createTestAccount(database)
  const person = personOf('906', 'Марина')
  await account.take(messageOf(person, 'раз'))
  await account.take(messageOf(person, 'два'))
  await unread(account)
  const viewer = await findViewer(db, account.accountId, account.adminId)
  if (!viewer) throw new Error('There is no such user')
  const { items } = await listNotifications(db, viewer, { limit: 10 })
  expect(items).toMatchObject([
    {
      number: 1,
      contact: { name: 'Марина' },
      card: { kind: 'deal' },
      text: 'два',
      attachment: null,
      unsupported: null,
      count: 2,
      isRead: false,
    },
  ])
})

test('who has subscribed is told though others answer for it, as long as his role lets him see it', async () => {
  const account = await createTestAccount(database)
  const subscriber = await addUser(account)
  const person = personOf('977')
  await account.take(messageOf(person, 'раз'))
  const viewer = await findViewer(db, account.accountId, subscriber)
  if (!viewer) throw new Error('There is no such user')
  await inTransaction(db, (tx) =>
    markConversation(tx, viewer, { number: 1, mark: 'subscription', isOn: true, now: new Date() }),
  )
  await account.take(messageOf(person, 'два'))
  const both = [
    { user: account.adminId, number: 1 },
    { user: subscriber, number: 1 },
  ].toSorted((one, other) => one.user - other.user)
  expect(await unread(account)).toEqual(both)
  await inTransaction(db, (tx) => dismissConversation(tx, act(account, 1)))
  expect(await unread(account)).toEqual([])

  await sql`update roles set rights = ${JSON.stringify(rightsOf(() => 'none'))}::jsonb
    where account_id = ${account.accountId} and kind = 'member'`.execute(db)
  await account.take(messageOf(person, 'три'))
  expect(await unread(account)).toEqual([{ user: account.adminId, number: 1 }])
})
