import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { IncomingOutside } from '#channels/channel'
import type { AccountSettings } from '#contract/account-settings'
import type { Viewer } from '#features/access'
import { closeConversation, dismissConversation, projections } from '#features/conversations'
import { failPart } from '#features/messages'
import { inTransaction } from '#lib/db'
import { findWrongProjections } from '#lib/projections'
import { createTestDatabase } from '#lib/test-database'
import { createTestAccount, messageOf, personOf, type TestAccount } from '../intake/test-account.ts'
import { chatOf, sendAs, viewerOf } from '../messages/test-messages.ts'
import { recordAllMissed } from './index.ts'

const database = await createTestDatabase()
const { db, pool } = database
const clock = { now: new Date('2026-11-26T09:00:00Z') }
const minuteMs = 60_000
const later = (minutes: number): void => {
  clock.now = new Date(clock.now.getTime() + minutes * minuteMs)
}

let account: TestAccount
let admin: Viewer

/** Thursday noon in Moscow; the time to answer is fifteen minutes of any hour. */
beforeEach(async () => {
  // What earlier tests left waiting is none of this one's.
  await recordAllMissed({ db, clock: () => new Date('2030-01-01Z') })
  clock.now = new Date('2026-11-26T09:00:00Z')
  account = await createTestAccount(database, () => clock.now)
  admin = await viewerOf(db, account.accountId, account.adminId)
  await set({ isOn: true, limitMinutes: 15, counts: 'all', headUserId: null })
})

const set = (responseTime: AccountSettings['responseTime']): Promise<unknown> =>
  sql`update accounts set settings = settings || ${JSON.stringify({ responseTime })}::jsonb where id = ${account.accountId}`.execute(
    db,
  )
const write = (person = '1'): Promise<void> =>
  account.take(messageOf(personOf(person), 'Здравствуйте', { at: clock.now }))
const record = (): Promise<number> => recordAllMissed({ db, clock: () => clock.now })
async function answer(person = '1', by: Viewer = admin): Promise<string> {
  const chatId = await chatOf(db, account.accountId, person)
  return sendAs(db, by, chatId, { text: 'Минуту' }, clock.now)
}
const actor = (): { kind: 'user'; id: number } => ({ kind: 'user', id: admin.userId })

async function wait(number = 1) {
  return db
    .selectFrom('conversations')
    .select(['waiting_since as since', 'due_at as due', 'limit_minutes as limit', 'missed_at as missed'])
    .where('account_id', '=', account.accountId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow()
}
function waits() {
  return db
    .selectFrom('waits')
    .select(['number', 'due_at as due', 'missed_at as missed', 'ended_at as ended', 'ended_way as way'])
    .where('account_id', '=', account.accountId)
    .orderBy('number')
    .orderBy('started_at')
    .execute()
}
function missedEvents() {
  return db
    .selectFrom('events')
    .select(['at', 'number', 'actor_kind as by', 'after'])
    .where('account_id', '=', account.accountId)
    .where('type', '=', 'response_time.exceeded')
    .orderBy('at')
    .execute()
}
const due = new Date('2026-11-26T09:15:00Z')

test('is off until somebody switches it on', async () => {
  await set({ isOn: false, limitMinutes: 15, counts: 'all', headUserId: null })
  await write()
  later(600)
  expect(await record()).toBe(0)
  expect(await wait()).toMatchObject({ due: null, limit: null, missed: null })
})

test('the clock starts with the first unanswered message, on the long road and on the short one', async () => {
  await write()
  expect(await wait()).toEqual({ since: new Date('2026-11-26T09:00:00Z'), due, limit: 15, missed: null })
  later(5)
  await write()
  expect((await wait()).due).toEqual(due)
  await answer()
  expect(await wait()).toEqual({ since: null, due: null, limit: null, missed: null })
  later(5)
  await write()
  expect(await wait()).toMatchObject({ since: clock.now, due: new Date('2026-11-26T09:25:00Z'), limit: 15 })
  expect(await findWrongProjections(pool, projections)).toEqual([])
})

test('going beyond it is recorded once, with the time at which it came true', async () => {
  await write()
  later(15)
  expect(await record()).toBe(0)
  clock.now = new Date(clock.now.getTime() + 1)
  expect(await record()).toBe(1)
  expect(await record()).toBe(0)
  later(30)
  await write()
  expect(await record()).toBe(0)
  expect(await missedEvents()).toEqual([
    {
      at: due,
      number: 1,
      by: 'system',
      after: { waitingSince: '2026-11-26T09:00:00.000Z', dueAt: due.toISOString(), limitMinutes: 15 },
    },
  ])
  expect((await wait()).missed).toEqual(new Date('2026-11-26T09:15:00.001Z'))
})

test('after the server was down it is recorded with the true time, however many there are', async () => {
  for (const person of ['1', '2', '3']) await write(person)
  later(180)
  expect(await record()).toBe(3)
  expect((await missedEvents()).map(({ at }) => at)).toEqual([due, due, due])
})

test('of several nodes one records it', async () => {
  for (const person of ['1', '2', '3', '4']) await write(person)
  later(20)
  const recorded = await Promise.all([record(), record(), record()])
  expect(recorded.reduce((sum, count) => sum + count, 0)).toBe(4)
  expect(await missedEvents()).toHaveLength(4)
})

test('an answer in the very moment is in time; one later that nobody had found out is recorded with it', async () => {
  await write('1')
  await write('2')
  later(15)
  await answer('1')
  clock.now = new Date(clock.now.getTime() + 1)
  await answer('2')
  expect(await record()).toBe(0)
  expect((await missedEvents()).map(({ at, number }) => [at, number])).toEqual([[due, 2]])
  expect(await waits()).toMatchObject([
    { number: 1, due, missed: null, way: 'answered' },
    { number: 2, due, missed: clock.now, ended: clock.now, way: 'answered' },
  ])
})

test('an answer and the clock at the same moment: it is recorded by either, never by both', async () => {
  const people = ['1', '2', '3', '4', '5', '6']
  for (const person of people) await write(person)
  later(16)
  await Promise.all([...people.map((person) => answer(person)), record(), record()])
  expect((await missedEvents()).map(({ number }) => number).toSorted()).toEqual([1, 2, 3, 4, 5, 6])
  expect((await waits()).every(({ missed }) => missed !== null)).toBe(true)
})

test('no reply needed and closing end it', async () => {
  await write('1')
  await write('2')
  const { accountId } = account
  later(5)
  await inTransaction(db, (tx) =>
    dismissConversation(tx, { accountId, number: 1, actor: actor(), now: clock.now }),
  )
  await inTransaction(db, (tx) =>
    closeConversation(tx, {
      accountId,
      number: 2,
      actor: actor(),
      way: 'hand',
      road: 'hand',
      now: clock.now,
    }),
  )
  later(60)
  expect(await record()).toBe(0)
  expect(await missedEvents()).toEqual([])
  expect(await waits()).toMatchObject([{ way: 'dismissed' }, { way: 'closed' }])
})

test('when no part of an answer leaves, the former clock goes on, and is recorded once', async () => {
  await write()
  later(10)
  const messageId = await answer()
  const part = {
    accountId: account.accountId,
    chatId: await chatOf(db, account.accountId, '1'),
    channelId: account.channelId,
    messageId,
    position: 0,
    number: 1,
  }
  expect((await wait()).due).toBeNull()
  later(2)
  await inTransaction(db, (tx) => failPart(tx, part, 'refused', clock.now))
  expect(await wait()).toMatchObject({
    since: new Date('2026-11-26T09:00:00Z'),
    due,
    limit: 15,
    missed: null,
  })
  later(10)
  expect(await record()).toBe(1)
  expect((await missedEvents()).map(({ at }) => at)).toEqual([due])
  expect(await waits()).toMatchObject([{ due, ended: null }])
})

test('an answer that was too late and never left is told of once', async () => {
  await write()
  later(20)
  const messageId = await answer()
  await inTransaction(db, async (tx) =>
    failPart(
      tx,
      {
        accountId: account.accountId,
        chatId: await chatOf(db, account.accountId, '1'),
        channelId: account.channelId,
        messageId,
        position: 0,
        number: 1,
      },
      'refused',
      clock.now,
    ),
  )
  later(60)
  expect(await record()).toBe(0)
  expect(await missedEvents()).toHaveLength(1)
  expect((await wait()).missed).not.toBeNull()
})

test('changed settings touch only who begins to wait later, also on the short road', async () => {
  await write('1')
  await write('2')
  await answer('2')
  await set({ isOn: true, limitMinutes: 60, counts: 'all', headUserId: null })
  await write('1')
  await write('2')
  expect(await wait(1)).toMatchObject({ due, limit: 15 })
  expect(await wait(2)).toMatchObject({ due: new Date('2026-11-26T10:00:00Z'), limit: 60 })
  await answer('2')
  await set({ isOn: false, limitMinutes: 60, counts: 'all', headUserId: null })
  await write('2')
  expect(await wait(2)).toMatchObject({ due: null, limit: null })
  later(16)
  expect(await record()).toBe(1)
})

test('a channel has a limit of its own, or none', async () => {
  const { accountId, channelId, secondChannelId } = account
  const own = (id: number, responseTime: object) =>
    sql`update channels set settings = settings || ${JSON.stringify({ responseTime })}::jsonb
      where account_id = ${accountId} and id = ${id}`.execute(db)
  await own(channelId, { kind: 'own', limitMinutes: 5 })
  await own(secondChannelId, { kind: 'off' })
  await write('1')
  await account.takeAt(secondChannelId, messageOf(personOf('2'), 'Вопрос', { at: clock.now }))
  expect(await wait(1)).toMatchObject({ due: new Date('2026-11-26T09:05:00Z'), limit: 5 })
  expect(await wait(2)).toMatchObject({ due: null, limit: null })
  await set({ isOn: false, limitMinutes: 15, counts: 'all', headUserId: null })
  await write('3')
  expect((await wait(3)).limit).toBe(5)
})

test('working hours, holidays and the zone of the account decide, and each change of them holds at once', async () => {
  const { accountId } = account
  await set({ isOn: true, limitMinutes: 30, counts: 'working', headUserId: null })
  await write('1')
  expect((await wait(1)).due).toEqual(new Date('2026-11-26T09:30:00Z'))
  await sql`insert into working_hours (account_id, weekday, from_minute, to_minute)
    select ${accountId}, day, 540, 740 from generate_series(1, 5) day`.execute(db)
  await write('2')
  // Twenty minutes until 12:20, ten on Friday morning.
  expect((await wait(2)).due).toEqual(new Date('2026-11-27T06:10:00Z'))
  await sql`insert into holidays (account_id, date) values (${accountId}, '2026-11-27')`.execute(db)
  await write('3')
  expect((await wait(3)).due).toEqual(new Date('2026-11-30T06:10:00Z'))
  await sql`update accounts set time_zone = 'Europe/London' where id = ${accountId}`.execute(db)
  await write('4')
  expect((await wait(4)).due).toEqual(new Date('2026-11-26T09:30:00Z'))
  await answer('1')
  await write('1')
  expect((await wait(1)).due).toEqual(new Date('2026-11-26T09:30:00Z'))
  await sql`delete from working_hours where account_id = ${accountId} and weekday = 4`.execute(db)
  await answer('1')
  await write('1')
  expect((await wait(1)).due).toEqual(new Date('2026-11-30T09:30:00Z'))
})

/** What a colleague wrote in the messenger itself. */
function outsideOf(person: string, at: Date): IncomingOutside {
  const { ownPhone: _ownPhone, ...written } = messageOf(personOf(person), 'Отвечаю', { at })
  return { ...written, kind: 'outside', sendId: null, operatorId: null }
}

test('an answer written in the messenger itself counts from when it was written, also when both come together', async () => {
  const asked = clock.now
  const after = (minutes: number): Date => new Date(asked.getTime() + minutes * minuteMs)
  later(180)
  for (const [person, minutes] of [
    ['1', 10],
    ['2', 20],
  ] as const)
    await account.take(
      messageOf(personOf(person), 'Вопрос', { at: asked }),
      outsideOf(person, after(minutes)),
    )
  expect(await waits()).toMatchObject([
    { number: 1, due, missed: null, ended: after(10), way: 'answered' },
    { number: 2, due, missed: after(20), ended: after(20), way: 'answered' },
  ])
  expect((await missedEvents()).map(({ at, number }) => [at, number])).toEqual([[due, 2]])
  expect(await findWrongProjections(pool, projections)).toEqual([])
})

test('a message that came late has waited since it was written, a day at most', async () => {
  const at = new Date('2026-11-24T09:00:00Z')
  await account.take(messageOf(personOf('1'), 'Давно жду', { at }))
  expect(await wait()).toMatchObject({
    since: new Date('2026-11-25T09:00:00Z'),
    due: new Date('2026-11-25T09:15:00Z'),
  })
  expect(await record()).toBe(1)
  expect((await missedEvents()).map((event) => event.at)).toEqual([new Date('2026-11-25T09:15:00Z')])
})
