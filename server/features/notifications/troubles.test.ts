import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { ChannelRef } from '#channels/channel'
import type { NotificationView } from '#contract/notifications'
import { findViewer, type Viewer } from '#features/access'
import { createChannelHealth } from '#features/channels'
import { jobs } from '#features/scheduled'
import { inTransaction } from '#lib/db'
import { migrateJobs } from '#lib/jobs'
import { createLog } from '#lib/log'
import { startReactions } from '#lib/reactions'
import { createTestDatabase } from '#lib/test-database'
import { createTestAccount, messageOf, personOf, type TestAccount } from '../intake/test-account.ts'
import { cancelScheduled, changeScheduled } from '../scheduled/change-scheduled.ts'
import { scheduleMessage } from '../scheduled/schedule-message.ts'
import { sendNow } from '../scheduled/send-scheduled.ts'
import { countUnread, listNotifications } from './list-notifications.ts'
import { reactions } from './reactions.ts'
import { readAllNotifications } from './read-notifications.ts'

const database = await createTestDatabase()
const { db } = database
await migrateJobs(database.pool)
const log = createLog({ level: 'silent' })
const runner = startReactions({ name: 'test', db, reactions: [reactions], tail: null, log })
await runner.drain()

const minuteMs = 60_000
let now = new Date()
const pass = (ms: number): void => {
  now = new Date(now.getTime() + ms)
}
const health = createChannelHealth({
  db,
  clock: () => now,
  log,
  tail: { wake: () => {}, subscribe: () => () => {} },
})

let account: TestAccount
let ref: ChannelRef
let anna: Viewer
beforeEach(async () => {
  account = await createTestAccount(database)
  ref = { accountId: account.accountId, id: account.channelId, kind: 'telegram' }
  anna = await viewerOf(account.adminId)
})

async function viewerOf(userId: number): Promise<Viewer> {
  const viewer = await findViewer(db, account.accountId, userId)
  if (!viewer) throw new Error('There is no such user')
  return viewer
}
async function addUser(kind: 'admin' | 'member'): Promise<Viewer> {
  const { rows } = await sql<{ id: number }>`
    insert into users (account_id, login_id, name, email, role_id, language, time_zone)
    select ${account.accountId}, gen_random_uuid()::text, 'Коллега', gen_random_uuid()::text, id, 'ru', 'UTC' from roles
    where account_id = ${account.accountId} and kind = ${kind} returning id`.execute(db)
  return viewerOf(rows[0]?.id ?? 0)
}
async function linesOf(viewer: Viewer): Promise<NotificationView[]> {
  await runner.drain()
  const { items } = await listNotifications(db, viewer, { limit: 50 })
  expect(await countUnread(db, viewer)).toBe(items.filter((item) => !item.isRead).length)
  return items
}

describe('a channel that does not work', () => {
  /** Asked every five seconds, and refused. */
  async function failFor(ms: number): Promise<void> {
    for (let passed = 0; passed <= ms; passed += 5000) {
      await health.failed(ref, { state: 'conflict', detail: 'Conflict' })
      pass(5000)
    }
  }
  async function works(): Promise<void> {
    health.succeeded(ref)
    await expect
      .poll(() =>
        sql`select from channel_breakages where ended_at is null`.execute(db).then(({ rows }) => rows),
      )
      .toEqual([])
  }

  test('notifies each admin once, and nobody else; when it works again the line says so and is read', async () => {
    const [second, member] = [await addUser('admin'), await addUser('member')]
    await failFor(10 * minuteMs)
    const line = {
      kind: 'channel',
      channel: { id: ref.id, kind: 'telegram', name: 'Бот' },
      state: 'conflict',
      endedAt: null,
      isRead: false,
    }
    expect(await linesOf(anna)).toMatchObject([line])
    expect(await linesOf(second)).toMatchObject([line])
    expect(await linesOf(member)).toEqual([])
    await works()
    expect(await linesOf(anna)).toMatchObject([{ ...line, endedAt: expect.any(String), isRead: true }])
  })

  test('that comes and goes stays one line, unread again only when it came back and stays', async () => {
    await failFor(minuteMs)
    expect(await linesOf(anna)).toMatchObject([{ isRead: false }])
    await inTransaction(db, (tx) => readAllNotifications(tx, anna, now))
    for (let time = 1; time <= 3; time += 1) {
      await works()
      await linesOf(anna)
      await failFor(minuteMs)
      expect(await linesOf(anna)).toMatchObject([{ isRead: true, endedAt: null }])
    }
    await failFor(16 * minuteMs)
    expect(await linesOf(anna)).toMatchObject([{ isRead: false }])
    await works()
  })

  test('a time for which messages may be missing stays unread until somebody looks', async () => {
    await sql`insert into channel_breakages (account_id, channel_id, state, began_at, told_at, ended_at, lost_until)
      values (${account.accountId}, ${ref.id}, 'missed', now() - interval '5 hours', now(), now(), now() - interval '1 hour')`.execute(
      db,
    )
    await sql`insert into changes (account_id, topic) values (${account.accountId}, 'channel.breakage')`.execute(
      db,
    )
    expect(await linesOf(anna)).toMatchObject([
      { state: 'missed', lostUntil: expect.any(String), isRead: false },
    ])
    await inTransaction(db, (tx) => readAllNotifications(tx, anna, now))
    await sql`insert into changes (account_id, topic) values (${account.accountId}, 'channel.breakage')`.execute(
      db,
    )
    expect(await linesOf(anna)).toMatchObject([{ isRead: true }])
  })
})

describe('a planned message that could not leave', () => {
  let chatId = ''
  beforeEach(async () => {
    const person = personOf(randomUUID(), 'Марина')
    await account.take(messageOf(person, 'здравствуйте'))
    const chat = await db
      .selectFrom('chats')
      .select('id')
      .where('external_chat_id', '=', person.externalId)
      .executeTakeFirstOrThrow()
    chatId = chat.id
    await inTransaction(db, (tx) => readAllNotifications(tx, anna, now))
  })
  const work = jobs({ db, clock: () => now })
  const inAnHour = (): Date => new Date(now.getTime() + 60 * minuteMs)
  const block = (isBlocked: boolean) =>
    sql`update chats set blocked_at = ${isBlocked ? now : null} where id = ${chatId}`.execute(db)

  /** Planned by somebody; when its time has come the client has blocked us. */
  async function planAndLeave(viewer: Viewer): Promise<string> {
    const id = randomUUID()
    const at = inAnHour()
    await inTransaction(db, (tx) =>
      scheduleMessage(
        tx,
        viewer,
        { id, chatId, text: 'Напоминаю', fileIds: [], replyToId: null, card: null, at: at.toISOString() },
        now,
      ),
    )
    now = at
    await block(true)
    await work['send-scheduled']?.({ accountId: account.accountId, id, at: at.toISOString() })
    return id
  }
  const failuresOf = async (viewer: Viewer): Promise<NotificationView[]> =>
    (await linesOf(viewer)).filter((line) => line.kind === 'scheduled_failed')

  test('many of one moment are each on one page, however short these are', async () => {
    const author = await addUser('admin')
    await sql`insert into scheduled_messages (account_id, id, chat_id, body, user_id, at, fail_code)
      select ${account.accountId}, gen_random_uuid(), ${chatId}, 'Напоминаю', ${author.userId}, now(), 'blocked_by_client'
      from generate_series(1, 5)`.execute(db)
    await sql`insert into notifications (account_id, id, user_id, kind, scheduled_id, at)
      select account_id, gen_random_uuid(), user_id, 'scheduled_failed', id, timestamptz '2026-11-27 10:00:00.123456Z'
      from scheduled_messages where account_id = ${account.accountId}`.execute(db)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listNotifications(db, author, { cursor, limit: 2 })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.next ?? undefined
    } while (cursor)
    expect([seen.length, new Set(seen).size]).toEqual([5, 5])
  })

  test.each([
    '99999999999999999999.00000000-0000-0000-0000-000000000000',
    `1.${'-'.repeat(36)}`,
    'yesterday',
  ])('the cursor %s is none of ours', async (cursor) => {
    await expect(listNotifications(db, anna, { cursor, limit: 2 })).rejects.toMatchObject({
      code: 'request.invalid',
      details: { fields: [{ path: 'cursor' }] },
    })
  })

  test('notifies its author, and goes when it has left', async () => {
    const author = await addUser('admin')
    const id = await planAndLeave(author)
    expect(await failuresOf(author)).toMatchObject([
      {
        number: 1,
        contact: { name: 'Марина' },
        channelKind: 'telegram',
        text: 'Напоминаю',
        state: 'failed',
        failCode: 'blocked_by_client',
        isRead: false,
      },
    ])
    expect(await failuresOf(anna)).toEqual([])
    await block(false)
    await inTransaction(db, (tx) => sendNow(tx, author, id, now))
    expect(await failuresOf(author)).toMatchObject([{ state: 'sent', isRead: true }])
  })

  test('goes when it is cancelled or planned anew, and comes again when it fails again', async () => {
    const id = await planAndLeave(anna)
    await failuresOf(anna)
    const at = inAnHour().toISOString()
    await inTransaction(db, (tx) => changeScheduled(tx, anna, { scheduledId: id, at }, now))
    expect(await failuresOf(anna)).toMatchObject([{ state: 'waiting', isRead: true }])
    now = new Date(at)
    await work['send-scheduled']?.({ accountId: account.accountId, id, at })
    expect((await failuresOf(anna)).map((line) => line.isRead).toSorted()).toEqual([false, true])
    await inTransaction(db, (tx) => cancelScheduled(tx, anna, id, now))
    expect((await failuresOf(anna)).every((line) => line.isRead)).toBe(true)
  })

  test('of an author who no longer works here notifies the admins', async () => {
    const author = await addUser('admin')
    await sql`update users set status = 'deactivated' where id = ${author.userId}`.execute(db)
    const id = randomUUID()
    await sql`insert into scheduled_messages (account_id, id, chat_id, user_id, body, at)
      values (${account.accountId}, ${id}, ${chatId}, ${author.userId}, 'Напоминаю', ${now})`.execute(db)
    await work['send-scheduled']?.({ accountId: account.accountId, id, at: now.toISOString() })
    expect(await failuresOf(anna)).toMatchObject([{ state: 'failed', failCode: 'author_left' }])
  })
})
