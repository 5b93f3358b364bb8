import { sql } from 'kysely'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { inTransaction } from '#lib/db'
import { startTestSmtp, subjectOf, textOf } from '#lib/mail/test-smtp'
import { createTestDatabase } from '#lib/test-database'
import { countUnread, listNotifications } from './list-notifications.ts'
import { readAllNotifications } from './read-notifications.ts'
import { changeSettings, findSettings, type SettingsChange } from './settings.ts'
import { sweepNotifications } from './sweep-notifications.ts'
import { openCentre, type Centre } from './test-centre.ts'

const database = await createTestDatabase()
const { db } = database
const smtp = await startTestSmtp()
afterAll(() => smtp.close())

let centre: Centre
beforeEach(async () => {
  smtp.letters.length = 0
  centre = await openCentre(database, { url: smtp.url, from: 'Beseda <crm@example.com>' })
})
afterEach(() => centre.close())

const choose = (wish: SettingsChange): Promise<unknown> =>
  inTransaction(db, (tx) => changeSettings(tx, centre.anna, wish))
const chosen = (): ReturnType<typeof findSettings> =>
  findSettings(db, centre.account.accountId, centre.anna.userId)
/** The time of what was planned has come. */
async function comeDue(): Promise<void> {
  await centre.settle()
  await sql`update graphile_worker._private_jobs set run_at = now()`.execute(db)
  await centre.settle()
}

describe('what one chooses', () => {
  test('is the product’s own choice until then, and changes only what is named', async () => {
    expect(await chosen()).toMatchObject({
      choices: { incoming: { centre: true, push: true, sound: true, mail: true } },
      digestMinutes: 0,
      showsText: false,
    })
    await choose({ choices: { incoming: { sound: false } } })
    await choose({ digestMinutes: 60 })
    expect(await chosen()).toMatchObject({
      choices: {
        incoming: { centre: true, push: true, sound: false, mail: true },
        task: { sound: true },
      },
      digestMinutes: 60,
    })
  })

  test('hides a kind from one’s own centre and its count, and shows it again', async () => {
    await centre.tell()
    await centre.tell({ userIds: [centre.anna.userId, centre.boris.userId], byUserId: null })
    await choose({ choices: { internal: { centre: false } } })
    expect(await countUnread(db, centre.anna)).toBe(0)
    expect((await listNotifications(db, centre.anna, { limit: 50 })).items).toEqual([])
    expect(await countUnread(db, centre.boris)).toBe(1)
    await choose({ choices: { internal: { centre: true } } })
    expect(await countUnread(db, centre.anna)).toBe(1)
  })
})

describe('a letter', () => {
  test('tells once, after the chosen time, what is still unread', async () => {
    await choose({ digestMinutes: 15 })
    await centre.tell({ subject: 'chat:1' })
    await centre.tell({ subject: 'chat:2', kind: 'task', text: 'Посмотри' })
    await centre.settle()
    expect(smtp.letters).toEqual([])
    await comeDue()
    const [letter] = smtp.letters
    expect(smtp.letters).toHaveLength(1)
    expect(letter && subjectOf(letter)).toBe('Непрочитанных уведомлений: 2')
    expect(letter && textOf(letter)).toMatch(
      /Срок задачи: Посмотри[^]+https:\/\/crm\.example\.com\/notifications/,
    )
    await centre.tell({ subject: 'chat:3' })
    await comeDue()
    expect(smtp.letters).toHaveLength(2)
    expect(smtp.letters[1] && subjectOf(smtp.letters[1])).toBe('Непрочитанных уведомлений: 1')
  })

  test('is not written when all was read meanwhile, or of kinds that are off', async () => {
    await choose({ digestMinutes: 15, choices: { task: { mail: false } } })
    await centre.tell()
    await centre.settle()
    await inTransaction(db, (tx) => readAllNotifications(tx, centre.anna, centre.clock.now))
    await centre.tell({ kind: 'task' })
    await comeDue()
    expect(smtp.letters).toEqual([])
  })

  test('waits for who is away', async () => {
    await choose({ digestMinutes: 15 })
    await sql`update users set away_until = ${centre.clock.now}::timestamptz + interval '1 day'
      where account_id = ${centre.account.accountId} and id = ${centre.anna.userId}`.execute(db)
    await centre.tell()
    await comeDue()
    expect(smtp.letters).toEqual([])
    centre.clock.now = new Date(centre.clock.now.getTime() + 2 * 86_400_000)
    await comeDue()
    expect(smtp.letters).toHaveLength(1)
  })

  test('comes soon to who is back before he said', async () => {
    await choose({ digestMinutes: 15 })
    const away = (until: string | null): Promise<unknown> =>
      sql`update users set away_until = now() + ${until}::interval
        where account_id = ${centre.account.accountId} and id = ${centre.anna.userId}`.execute(db)
    const inMinutes = async (): Promise<number[]> => {
      const { rows } = await sql<{ minutes: number }>`
        select (extract(epoch from run_at - now()) / 60)::int as minutes from graphile_worker.jobs
        where key = ${`digest:${centre.account.accountId}:${centre.anna.userId}`}`.execute(db)
      return rows.map(({ minutes }) => minutes)
    }
    await away('30 days')
    await centre.tell({ subject: 'chat:1' })
    await comeDue()
    expect(await inMinutes()).toEqual([30 * 24 * 60])
    await away(null)
    await centre.tell({ subject: 'chat:2' })
    await centre.settle()
    expect(await inMinutes()).toEqual([15])
    // What comes then does not put it off.
    await sql`update graphile_worker._private_jobs set run_at = now() + interval '5 minutes'`.execute(db)
    await centre.tell({ subject: 'chat:3' })
    await centre.settle()
    expect(await inMinutes()).toEqual([5])
    await comeDue()
    expect(smtp.letters).toHaveLength(1)
  })

  test('is nobody’s who has not asked for letters', async () => {
    await centre.tell()
    await comeDue()
    expect(smtp.letters).toEqual([])
  })
})

test('what was read three months ago is cleared away; what is unread stays', async () => {
  await centre.tell({ subject: 'a' })
  await inTransaction(db, (tx) => readAllNotifications(tx, centre.anna, centre.clock.now))
  await centre.tell({ subject: 'b' })
  const later = (days: number): Date => new Date(centre.clock.now.getTime() + days * 86_400_000)
  await sweepNotifications(db, later(89))
  expect((await listNotifications(db, centre.anna, { limit: 50 })).items).toHaveLength(2)
  await sweepNotifications(db, later(91))
  expect((await listNotifications(db, centre.anna, { limit: 50 })).items).toMatchObject([{ isRead: false }])
})
