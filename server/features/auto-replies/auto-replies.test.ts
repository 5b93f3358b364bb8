import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { findViewer } from '#features/access'
import { closeConversation, projections } from '#features/conversations'
import { findMessages, sendMessage } from '#features/messages'
import { inTransaction } from '#lib/db'
import { createLog } from '#lib/log'
import { migrateJobs } from '#lib/jobs'
import { startReactions } from '#lib/reactions'
import { createTestDatabase } from '#lib/test-database'
import { changeChannel } from '../channels/change-channel.ts'
import { pauseChannel, resumeChannel } from '../channels/pause-channel.ts'
import { createTestAccount, messageOf, personOf } from '../intake/test-account.ts'
import { replaceWorkingHours } from '../working-hours/queries.ts'
import { jobs } from './jobs.ts'
import { reactions } from './reactions.ts'

const database = await createTestDatabase()
const { db, pool } = database
await migrateJobs(pool)

/** Thursday, 12:00 in Moscow. */
const noon = new Date('2026-11-26T09:00:00.000Z')
const minutes = (count: number): Date => new Date(noon.getTime() + count * 60_000)
let now = noon
const clock = () => now
const account = await createTestAccount(database, clock)
const { accountId, adminId, channelId } = account
const tail = { wake: () => {}, subscribe: () => () => {} }
const deps = { db, clock, tail }
const work = jobs(deps)
const reacting = startReactions({
  name: 'test',
  db,
  reactions: [reactions(deps)],
  tail: null,
  log: createLog({ level: 'silent' }),
})
await reacting.drain()

const greeting = 'Здравствуйте, {{contact.firstName}}! Беседа № {{conversation.number}}'
const offlineText = 'Сейчас мы закрыты, ответим с девяти'
const setTexts = (settings: { greeting?: string; offlineText?: string }) =>
  changeChannel(
    deps,
    { accountId, actor: { kind: 'user', id: adminId }, road: 'hand' },
    { channelId, settings },
  )
/** From 9 to 18 on weekdays. */
const setHours = () =>
  inTransaction(db, (tx) =>
    replaceWorkingHours(tx, accountId, {
      timeZone: 'Europe/Moscow',
      intervals: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: 540, toMinute: 1080 })),
      holidays: [],
    }),
  )

beforeEach(async () => {
  now = noon
  await setTexts({ greeting, offlineText: '' })
  await resumeChannel(deps, { accountId, userId: adminId }, channelId)
  await inTransaction(db, (tx) =>
    replaceWorkingHours(tx, accountId, { timeZone: 'Europe/Moscow', intervals: [], holidays: [] }),
  )
})

async function takeJobs(): Promise<unknown[]> {
  const { rows } = await pool.query<{ payload: unknown }>(
    `with gone as (select p.id, p.payload from graphile_worker._private_jobs p
       join graphile_worker.jobs j on j.id = p.id where j.task_identifier = 'auto-reply' order by p.id),
     removed as (select graphile_worker.complete_jobs(array_agg(id)) from gone)
     select payload from gone, removed`,
  )
  return rows.map((row) => row.payload)
}
async function settle(): Promise<void> {
  await reacting.drain()
  for (const payload of await takeJobs()) await work['auto-reply']?.(payload)
}
const write = async (person: ReturnType<typeof personOf>, text = 'здравствуйте', at = now): Promise<void> => {
  await account.take(messageOf(person, text, { at }))
  await settle()
}
async function chatOf(person: ReturnType<typeof personOf>) {
  return db
    .selectFrom('chats')
    .select(['id', 'open_number'])
    .where('external_chat_id', '=', person.externalId)
    .executeTakeFirstOrThrow()
}
/** What left to this person, in order. */
async function told(person: ReturnType<typeof personOf>): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select m.id from messages m join chats c on c.account_id = m.account_id and c.id = m.chat_id
     where c.external_chat_id = $1 and m.direction = 'out' order by m.placed_at, m.id`,
    [person.externalId],
  )
  const views = await findMessages(
    db,
    accountId,
    rows.map((row) => row.id),
  )
  return views.map((view) => view.text)
}
async function conversationOf(person: ReturnType<typeof personOf>) {
  const { open_number: number } = await chatOf(person)
  return db
    .selectFrom('conversations')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow()
}
const someone = (name = 'Мария Белова') => personOf(randomUUID(), name)
async function answer(person: ReturnType<typeof personOf>, text = 'добрый день'): Promise<void> {
  const viewer = await findViewer(db, accountId, adminId)
  if (!viewer) throw new Error('no viewer')
  const { id: chatId } = await chatOf(person)
  const sending = { id: randomUUID(), chatId, text, fileIds: [], replyToId: null, card: null }
  await inTransaction(db, (tx) =>
    sendMessage(tx, { kind: 'user', viewer }, { ...sending, seenMessageId: null, anyway: true }, now),
  )
}

async function close(person: ReturnType<typeof personOf>): Promise<void> {
  const { open_number: number } = await chatOf(person)
  const actor = { kind: 'user', id: adminId } as const
  await inTransaction(db, (tx) =>
    closeConversation(tx, { accountId, number: number ?? 0, actor, road: 'hand', way: 'hand', now }),
  )
}

describe('a greeting', () => {
  test('is sent once when a client opens a conversation, with his name and its number', async () => {
    const maria = someone()
    await write(maria)
    const { number } = await conversationOf(maria)
    expect(await told(maria)).toEqual([`Здравствуйте, Мария! Беседа № ${number}`])
    await write(maria, 'вы тут?')
    expect(await told(maria)).toHaveLength(1)
  })

  test('is no answer: the conversation stays unread and the client waiting, and it stands last', async () => {
    const maria = someone()
    await write(maria)
    const [row] = [await conversationOf(maria)]
    expect(row).toMatchObject({
      read_at: null,
      unread: 1,
      waiting_since: noon,
      first_answer_at: null,
      last_answer_id: null,
    })
    const [message] = await findMessages(db, accountId, [row.last_message_id ?? ''])
    expect(message).toMatchObject({ direction: 'out', author: { kind: 'system', id: null }, state: 'queued' })
    const { rows } = await pool.query('select unread, unanswered from inbox_counts where account_id = $1', [
      accountId,
    ])
    expect(rows.reduce((sum, cell) => sum + cell.unread, 0)).toBe(await countWhere('read_at is null'))
    expect(rows.reduce((sum, cell) => sum + cell.unanswered, 0)).toBe(
      await countWhere('waiting_since is not null'),
    )
  })

  test('is sent once when several messages open the conversation at the same moment', async () => {
    const maria = someone()
    await Promise.all([1, 2, 3, 4].map((n) => account.take(messageOf(maria, `сообщение ${n}`, { at: now }))))
    await settle()
    expect(await told(maria)).toHaveLength(1)
  })

  test('is sent once when its job runs again, also twice at once', async () => {
    const maria = someone()
    await account.take(messageOf(maria, 'здравствуйте', { at: now }))
    await reacting.drain()
    const [payload] = await takeJobs()
    await Promise.all([work['auto-reply']?.(payload), work['auto-reply']?.(payload)])
    await work['auto-reply']?.(payload)
    expect(await told(maria)).toHaveLength(1)
  })

  test('is sent again in the next conversation, and not in one that we open', async () => {
    const maria = someone()
    await write(maria)
    await close(maria)
    await answer(maria, 'вы забыли зонт')
    await settle()
    expect(await told(maria)).toHaveLength(2)
    await write(maria, 'спасибо!')
    expect(await told(maria)).toHaveLength(2)
    await close(maria)
    await write(maria, 'ещё вопрос')
    expect((await told(maria)).filter((text) => text.startsWith('Здравствуйте, Мария'))).toHaveLength(2)
  })

  test('does not go to whoever wrote long ago, nor after a colleague was quicker', async () => {
    const [late, answered] = [someone(), someone()]
    await write(late, 'это было утром', minutes(-11))
    await write(answered, 'здравствуйте', minutes(-9))
    await account.take(messageOf(someone(), 'другой', { at: now }))
    expect(await told(late)).toEqual([])
    expect(await told(answered)).toHaveLength(1)
    const quick = someone()
    await account.take(messageOf(quick, 'здравствуйте', { at: now }))
    await answer(quick)
    await settle()
    expect(await told(quick)).toEqual(['добрый день'])
  })

  test('closes up around a name that is none, and is not sent when nothing is left of it', async () => {
    const nameless = personOf(randomUUID(), '+7 900 000-00-00')
    await write(nameless)
    expect((await told(nameless))[0]).toMatch(/^Здравствуйте! Беседа № \d+$/)
    await setTexts({ greeting: '{{contact.firstName}}' })
    const other = personOf(randomUUID(), '12345')
    await write(other)
    expect(await told(other)).toEqual([])
  })

  test('longer than the messenger takes leaves in several parts', async () => {
    await setTexts({ greeting: `${'слово '.repeat(600)}{{contact.name}}` })
    const long = personOf(randomUUID(), 'Имя '.repeat(150).trim())
    await write(long)
    const { last_message_id: id } = await conversationOf(long)
    const { rows } = await pool.query('select from message_parts where message_id = $1', [id])
    expect(rows).toHaveLength(2)
  })

  test('is refused with a name that nothing is put in for', async () => {
    const problemOf = (settings: { greeting?: string; offlineText?: string }) =>
      setTexts(settings).then(
        () => null,
        (error: unknown) => error,
      )
    expect(await problemOf({ greeting: 'Пишет {{user.name}}' })).toMatchObject({
      code: 'request.invalid',
      details: { fields: [{ path: 'settings.greeting', problem: 'unknown_placeholder' }] },
    })
    expect(await problemOf({ offlineText: '{{contact.age}}' })).toMatchObject({
      details: { fields: [{ path: 'settings.offlineText' }] },
    })
    expect(await problemOf({ greeting: 'Здравствуйте, {{ contact.name }}' })).toBeNull()
  })
})

describe('the text of closed times', () => {
  beforeEach(async () => {
    await setTexts({ offlineText })
    await setHours()
  })

  test('is sent instead of the greeting, once a closed time', async () => {
    const maria = someone()
    now = minutes(7 * 60)
    await write(maria, 'вы работаете?')
    await write(maria, 'ау')
    now = minutes(20 * 60)
    await write(maria, 'ночью')
    expect(await told(maria)).toEqual([offlineText])
    // The next day at noon somebody is there; in the evening the text is news again.
    now = minutes(24 * 60)
    await write(maria, 'днём')
    expect(await told(maria)).toEqual([offlineText])
    now = minutes(31 * 60)
    await write(maria, 'вечером')
    await write(maria, 'ещё')
    expect(await told(maria)).toEqual([offlineText, offlineText])
  })

  test('is sent in a conversation that goes on from working hours', async () => {
    const maria = someone()
    await write(maria)
    now = minutes(7 * 60)
    await write(maria, 'ещё вопрос')
    expect((await told(maria))[1]).toBe(offlineText)
    expect(await told(maria)).toHaveLength(2)
  })

  test('does not go to whoever a colleague answers in that time, nor to what is stale', async () => {
    const [maria, late] = [someone(), someone()]
    await write(maria)
    now = minutes(7 * 60)
    await answer(maria, 'я ещё здесь')
    await write(maria, 'отлично')
    expect(await told(maria)).not.toContain(offlineText)
    await write(late, 'это было днём', minutes(6 * 60))
    expect(await told(late)).toEqual([])
  })

  test('without one the greeting is sent at any time', async () => {
    await setTexts({ offlineText: '' })
    now = minutes(7 * 60)
    const maria = someone()
    await write(maria)
    expect((await told(maria))[0]).toMatch(/^Здравствуйте, Мария/)
  })
})

describe('a paused channel', () => {
  test('says nothing by itself and does not catch up', async () => {
    await pauseChannel(deps, { accountId, userId: adminId }, channelId)
    const maria = someone()
    await write(maria)
    await resumeChannel(deps, { accountId, userId: adminId }, channelId)
    await write(maria, 'вы тут?')
    expect(await told(maria)).toEqual([])
    expect((await conversationOf(maria)).unread).toBe(2)
  })
})

test('a blocked contact and a channel without texts hear nothing', async () => {
  const maria = someone()
  await setTexts({ greeting: '' })
  await write(maria)
  expect(await told(maria)).toEqual([])
  await setTexts({ greeting })
  const blocked = someone()
  await account.take(messageOf(blocked, 'здравствуйте', { at: now }))
  await pool.query(
    'update contacts set blocked_at = now() where id = (select contact_id from chats where external_chat_id = $1)',
    [blocked.externalId],
  )
  await settle()
  expect(await told(blocked)).toEqual([])
})

test('what is kept beside the rows agrees with them', async () => {
  for (const { what, wrong } of projections) {
    const { rows } = await pool.query(`select * from (${wrong}) found where account_id = $1`, [accountId])
    expect([what, rows]).toEqual([what, []])
  }
})

async function countWhere(condition: string): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from conversations where account_id = $1 and closed_at is null and ${condition}`,
    [accountId],
  )
  return rows[0]?.count ?? 0
}
