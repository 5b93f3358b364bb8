import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { findViewer, type Viewer } from '#features/access'
import { findMessages } from '#features/messages'
import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import { migrateJobs } from '#lib/jobs'
import { createTestDatabase } from '#lib/test-database'
import { createTestAccount, messageOf, personOf } from '../intake/test-account.ts'
import { cancelScheduled, changeScheduled } from './change-scheduled.ts'
import { jobs } from './jobs.ts'
import { listWaiting, toViews } from './queries.ts'
import { scheduleMessage } from './schedule-message.ts'
import { sendNow } from './send-scheduled.ts'

const database = await createTestDatabase()
const { db, pool } = database
await migrateJobs(pool)
const account = await createTestAccount(database)
const { accountId, adminId } = account

const hourMs = 60 * 60 * 1000
const start = new Date('2026-11-26T09:00:00.000Z')
const inHours = (hours: number): Date => new Date(start.getTime() + hours * hourMs)
let now = start
const work = jobs({ db, clock: () => now })

async function viewerOf(userId: number): Promise<Viewer> {
  const viewer = await findViewer(db, accountId, userId)
  if (!viewer) throw new Error('no viewer')
  return viewer
}
const anna = await viewerOf(adminId)

let chatId = ''
beforeEach(async () => {
  now = start
  const person = personOf(randomUUID())
  await account.take(messageOf(person, 'здравствуйте', { at: start }))
  const { id } = await db
    .selectFrom('chats')
    .select('id')
    .where('external_chat_id', '=', person.externalId)
    .executeTakeFirstOrThrow()
  chatId = id
})

type Given = { id?: string; text?: string; at?: Date; chatId?: string; fileIds?: string[]; dealId?: number }
const plan = (given: Given = {}, viewer = anna) =>
  inTransaction(db, (tx) =>
    scheduleMessage(
      tx,
      viewer,
      {
        id: given.id ?? randomUUID(),
        chatId: given.chatId ?? chatId,
        text: given.text ?? 'Напоминаю о встрече',
        fileIds: given.fileIds ?? [],
        replyToId: null,
        card: given.dealId === undefined ? null : { kind: 'deal', id: given.dealId },
        at: (given.at ?? inHours(24)).toISOString(),
      },
      now,
    ),
  )
const cancel = (id: string, viewer = anna) => inTransaction(db, (tx) => cancelScheduled(tx, viewer, id, now))
const replan = (scheduledId: string, change: { text?: string; at?: string }) =>
  inTransaction(db, (tx) => changeScheduled(tx, anna, { scheduledId, ...change }, now))
const waiting = () => listWaiting(db, accountId, chatId)

/** What the queue holds for a message; it is there after a restart too. */
async function jobOf(id: string): Promise<{ payload: unknown; runAt: Date } | null> {
  const { rows } = await pool.query<{ payload: unknown; runAt: Date }>(
    `select p.payload, j.run_at as "runAt" from graphile_worker.jobs j
     join graphile_worker._private_jobs p on p.id = j.id where j.key = $1`,
    [`scheduled:${accountId}:${id}`],
  )
  return rows[0] ?? null
}
/** Runs the job as the worker does at its time. */
async function leave(id: string): Promise<void> {
  const job = await jobOf(id)
  if (!job) throw new Error('no job')
  if (job.runAt > now) now = job.runAt
  await work['send-scheduled']?.(job.payload)
}
async function messageIn(id: string) {
  const [message] = await findMessages(db, accountId, [id])
  return message ?? null
}
const codeOf = (doing: Promise<unknown>): Promise<unknown> =>
  doing.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  )

describe('a planned message', () => {
  test('leaves at its time as its author’s, once, also when its job runs twice at the same time', async () => {
    const { id } = await plan({ at: inHours(24) })
    expect((await jobOf(id))?.runAt).toEqual(inHours(24))
    expect(await messageIn(id)).toBeNull()
    await Promise.all([leave(id), leave(id)])
    await leave(id)
    expect(await messageIn(id)).toMatchObject({
      text: 'Напоминаю о встрече',
      author: { kind: 'user', id: adminId },
      state: 'queued',
    })
    const { rows } = await pool.query('select from message_parts where message_id = $1', [id])
    expect(rows).toHaveLength(1)
    expect(await waiting()).toEqual([])
  })

  test('opens the next conversation when the last one is closed meanwhile', async () => {
    const { id } = await plan()
    await pool.query(`update conversations set closed_at = now(), status = 'closed' where chat_id = $1`, [
      chatId,
    ])
    await pool.query('update chats set open_number = null where id = $1', [chatId])
    await leave(id)
    const numbers = await db
      .selectFrom('conversations')
      .select('number')
      .where('chat_id', '=', chatId)
      .execute()
    expect(numbers).toHaveLength(2)
    expect((await messageIn(id))?.number).toBe(Math.max(...numbers.map((row) => row.number)))
  })

  test('leaves what its author writes in the chat at that moment alone', async () => {
    const { id } = await plan()
    await db
      .insertInto('drafts')
      .values({ account_id: accountId, user_id: adminId, chat_id: chatId, body: 'пишу' })
      .execute()
    await leave(id)
    const drafts = await db.selectFrom('drafts').select('body').where('chat_id', '=', chatId).execute()
    expect(drafts).toEqual([{ body: 'пишу' }])
  })

  test('planned again under its id is the same one', async () => {
    const id = randomUUID()
    await plan({ id })
    expect(await plan({ id, text: 'другое' })).toMatchObject({ id, text: 'Напоминаю о встрече' })
    expect(await waiting()).toHaveLength(1)
  })

  test('leaves without the deal it was planned in when that is gone', async () => {
    const { card_id: dealId } = await db
      .selectFrom('conversations')
      .select('card_id')
      .where('chat_id', '=', chatId)
      .executeTakeFirstOrThrow()
    const { id } = await plan({ dealId: dealId ?? 0 })
    await pool.query('update deals set deleted_at = now() where id = $1', [dealId])
    await leave(id)
    expect(await messageIn(id)).not.toBeNull()
  })
})

describe('a time', () => {
  test.each([
    ['that is past', inHours(-1)],
    ['of this moment', start],
    ['more than a year ahead', inHours(367 * 24)],
  ])('%s is refused', async (_what, at) => {
    await expect(plan({ at })).rejects.toMatchObject({
      code: 'request.invalid',
      details: { fields: [{ path: 'at' }] },
    })
    const { id } = await plan()
    await expect(replan(id, { at: at.toISOString() })).rejects.toMatchObject({ code: 'request.invalid' })
    expect(await waiting()).toHaveLength(1)
  })

  test('changed moves the message: the job of the earlier one does nothing', async () => {
    const { id } = await plan({ at: inHours(1) })
    const earlier = await jobOf(id)
    await replan(id, { at: inHours(5).toISOString(), text: 'Позже' })
    await work['send-scheduled']?.(earlier?.payload)
    expect(await messageIn(id)).toBeNull()
    expect((await jobOf(id))?.runAt).toEqual(inHours(5))
    await leave(id)
    expect((await messageIn(id))?.text).toBe('Позже')
  })
})

describe('cancelled', () => {
  test('it does not leave, and cancelling again is fine', async () => {
    const { id } = await plan()
    await cancel(id)
    await cancel(id)
    await leave(id)
    expect([await messageIn(id), await waiting()]).toEqual([null, []])
    expect(await codeOf(replan(id, { text: 'ещё' }))).toBe('scheduled.not_found')
  })

  test('in the instant it leaves, it either has left or is cancelled, never both', async () => {
    for (const order of ['cancel first', 'leave first']) {
      now = start
      const { id } = await plan()
      const [first, second] =
        order === 'cancel first'
          ? [codeOf(cancel(id)), codeOf(leave(id))]
          : [codeOf(leave(id)), codeOf(cancel(id))]
      const answers = await Promise.all([first, second])
      const row = await db
        .selectFrom('scheduled_messages')
        .select(['sent_at', 'cancelled_at'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      const hasLeft = (await messageIn(id)) !== null
      expect(row.sent_at !== null).toBe(hasLeft)
      expect(row.cancelled_at !== null).toBe(!hasLeft)
      expect(answers.includes('scheduled.sent')).toBe(hasLeft)
    }
  })

  test('while its sending holds it, cancelling waits and then tells that it has left', async () => {
    const { id } = await plan()
    let cancelling: Promise<unknown> = Promise.resolve()
    await inTransaction(db, async (tx) => {
      await sendNow(tx, anna, id, now)
      cancelling = codeOf(cancel(id))
    })
    expect(await cancelling).toBe('scheduled.sent')
  })
})

describe('what cannot leave stays with its reason', () => {
  test('until a person sends it', async () => {
    const { id } = await plan()
    await pool.query('update chats set blocked_at = now() where id = $1', [chatId])
    await leave(id)
    expect(await waiting()).toMatchObject([{ id, failCode: 'blocked_by_client' }])
    expect(await codeOf(inTransaction(db, (tx) => sendNow(tx, anna, id, now)))).toBe('chat.cannot_write')
    await pool.query('update chats set blocked_at = null where id = $1', [chatId])
    await leave(id)
    await inTransaction(db, (tx) => sendNow(tx, anna, id, now))
    expect([await messageIn(id), await waiting()]).toMatchObject([{ id }, []])
  })

  test('or plans it anew', async () => {
    const { id } = await plan({ at: inHours(1) })
    await pool.query('update channels set disconnected_at = now() where id = $1', [account.channelId])
    await leave(id)
    expect(await waiting()).toMatchObject([{ failCode: 'channel_disconnected' }])
    await pool.query('update channels set disconnected_at = null where id = $1', [account.channelId])
    expect(await replan(id, { at: inHours(9).toISOString() })).toMatchObject({ failCode: null })
    await leave(id)
    expect(await messageIn(id)).not.toBeNull()
  })

  test('a file that is gone', async () => {
    const fileId = randomUUID()
    await db
      .insertInto('files')
      .values({
        account_id: accountId,
        id: fileId,
        name: 'a.txt',
        mime: 'text/plain',
        size_bytes: 1,
        sha256: 'x',
        storage_key: 'x',
        uploaded_by_kind: 'user',
        uploaded_by_id: adminId,
      })
      .execute()
    const { id, files } = await plan({ fileIds: [fileId] })
    expect(files).toMatchObject([{ id: fileId }])
    await pool.query('update files set erased_at = now() where id = $1', [fileId])
    await leave(id)
    expect(await waiting()).toMatchObject([{ failCode: 'file_refused' }])
  })
})

describe('of a colleague', () => {
  async function addColleague(): Promise<Viewer> {
    const { rows } = await pool.query<{ id: number }>(
      `insert into users (account_id, login_id, name, email, role_id, language, time_zone)
       select account_id, $2, 'Борис', $2 || '@example.com', (select id from roles r where r.account_id = u.account_id
         and r.kind = 'member'), language, time_zone from users u where id = $1 returning id`,
      [adminId, randomUUID()],
    )
    await pool.query(
      `update roles set rights = (select rights from roles a where a.account_id = roles.account_id and a.kind = 'admin'),
        answers_clients = true where account_id = $1 and kind = 'member'`,
      [accountId],
    )
    return viewerOf(rows[0]?.id ?? 0)
  }

  test('one is seen and cancelled by others, and changed by its author and admins only', async () => {
    const boris = await addColleague()
    const { id } = await plan()
    const [seen] = await toViews(db, boris, await waiting())
    expect(seen).toMatchObject({ id, author: { id: adminId }, canChange: false, canCancel: true })
    expect(
      await codeOf(
        inTransaction(db, (tx) => changeScheduled(tx, boris, { scheduledId: id, text: 'x' }, now)),
      ),
    ).toBe('session.forbidden')
    expect(await codeOf(inTransaction(db, (tx) => sendNow(tx, boris, id, now)))).toBe('session.forbidden')
    const own = await plan({}, boris)
    await replan(own.id, { text: 'поправил' })
    await cancel(id, boris)
    expect(await waiting()).toMatchObject([{ id: own.id, text: 'поправил', userId: boris.userId }])
  })

  test('who no longer works here does not write: it stays, and nobody sends it in that name', async () => {
    const boris = await addColleague()
    const { id } = await plan({}, boris)
    await pool.query(`update users set status = 'deactivated' where id = $1`, [boris.userId])
    await leave(id)
    expect(await waiting()).toMatchObject([{ failCode: 'author_left' }])
    expect(await codeOf(inTransaction(db, (tx) => sendNow(tx, anna, id, now)))).toBe('scheduled.author_left')
  })
})
