import { sql } from 'kysely'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Viewer } from '#features/access'
import { dismissConversation } from '#features/conversations'
import { inTransaction } from '#lib/db'
import { createTestDatabase } from '#lib/test-database'
import { messageOf, personOf } from '../../intake/test-account.ts'
import { readAllNotifications } from '../read-notifications.ts'
import { changeSettings } from '../settings.ts'
import { openCentre, type Centre } from '../test-centre.ts'
import { tellingKey } from '../test-telling.ts'
import { createPushKeys } from './push-keys.ts'
import type { Browser } from './send-push.ts'
import { subscribe, unsubscribe } from './subscriptions.ts'
import { startTestPushService, type Taken } from './test-push-service.ts'

const database = await createTestDatabase()
const { db } = database
const keys = await createPushKeys({ db, secretKey: tellingKey })()
const service = await startTestPushService(keys.publicKey)
afterAll(() => service.close())

let centre: Centre
beforeEach(async () => {
  service.answerAsUsual()
  centre = await openCentre(database)
  // What came before a browser subscribed is not pushed to it.
  centre.clock.now = new Date(Date.now() + 1000)
})
afterEach(() => centre.close())

type TestBrowser = Browser & { taken: Taken[]; sessionId: string }

async function addBrowser(viewer: Viewer = centre.anna): Promise<TestBrowser> {
  const browser = service.subscribe()
  const sessionId = await centre.openSession(viewer)
  await keep(viewer, browser, sessionId)
  return { ...browser, sessionId }
}

const keep = (viewer: Viewer, { endpoint, keys: own }: Browser, sessionId: string): Promise<void> =>
  inTransaction(db, (tx) =>
    subscribe(tx, centre.telling, {
      viewer,
      sessionId,
      browser: { endpoint, keys: own },
      now: new Date(centre.clock.now.getTime() - 60_000),
    }),
  )
const payloads = ({ taken }: TestBrowser): Record<string, unknown>[] => taken.map(({ payload }) => payload)
const readAll = (): Promise<void> =>
  inTransaction(db, (tx) => readAllNotifications(tx, centre.anna, centre.clock.now))
const subscriptions = async (): Promise<number> =>
  (await sql`select from push_subscriptions where account_id = ${centre.account.accountId}`.execute(db)).rows
    .length
/** A job that failed waits; here its time has come. */
const retry = async (): Promise<void> => {
  await sql`update graphile_worker._private_jobs set run_at = now()`.execute(db)
  await centre.settle()
}

describe('a browser', () => {
  test('shows what is new without a word of it, unless its person wants the words', async () => {
    const browser = await addBrowser()
    await centre.tell()
    await centre.settle()
    expect(browser.taken).toMatchObject([
      { payload: { show: { title: 'Новое внутреннее сообщение', body: '' }, unread: 1 }, urgency: 'high' },
    ])
    expect(JSON.stringify(payloads(browser))).not.toMatch(/Позвони|Борис/)
    await inTransaction(db, (tx) => changeSettings(tx, centre.anna, { showsText: true }))
    await centre.tell({ subject: 'chat:2' })
    await centre.settle()
    expect(payloads(browser).at(-1)).toMatchObject({
      show: { title: 'Борис', body: 'Новое внутреннее сообщение: Позвони ему' },
      unread: 2,
    })
  })

  test('shows of a flood one, and of what is read meanwhile nothing', async () => {
    const browser = await addBrowser()
    await centre.tell()
    await centre.tell()
    await centre.settle()
    await centre.tell()
    await centre.settle()
    expect(browser.taken).toHaveLength(1)
    await readAll()
    await centre.settle()
    const before = browser.taken.length
    await centre.tell()
    await readAll()
    await centre.settle()
    expect(browser.taken).toHaveLength(before)
  })

  test('shows nothing of a kind that is off, nor while its person is away', async () => {
    const browser = await addBrowser()
    await inTransaction(db, (tx) => changeSettings(tx, centre.anna, { choices: { task: { push: false } } }))
    await centre.tell({ kind: 'task' })
    await centre.settle()
    await sql`update users set away_until = ${centre.clock.now}::timestamptz + interval '1 day'
      where account_id = ${centre.account.accountId} and id = ${centre.anna.userId}`.execute(db)
    await centre.tell()
    await centre.settle()
    expect(browser.taken).toEqual([])
  })

  test('that is gone for good is forgotten; one that cannot now is tried again', async () => {
    const browser = await addBrowser()
    service.answerNext(503)
    await centre.tell()
    await centre.settle()
    expect(browser.taken).toEqual([])
    await retry()
    expect(browser.taken).toHaveLength(1)
    service.answerNext(410)
    await centre.tell({ subject: 'chat:2' })
    await centre.settle()
    expect(await subscriptions()).toBe(0)
  })

  test('that takes nothing for a week is forgotten', async () => {
    await addBrowser()
    service.answerNext(500)
    await centre.tell()
    await centre.settle()
    centre.clock.now = new Date(centre.clock.now.getTime() + 8 * 86_400_000)
    await sql`update login_sessions set expires_at = now() + interval '30 days'`.execute(db)
    await centre.tell({ subject: 'chat:2' })
    service.answerNext(500)
    await retry()
    expect(await subscriptions()).toBe(0)
  })

  test('is pushed to as long as its session lasts, and is one person’s', async () => {
    const browser = await addBrowser()
    await keep(centre.boris, browser, await centre.openSession(centre.boris))
    await centre.tell()
    await centre.settle()
    expect(browser.taken).toEqual([])
    await centre.tell({ userIds: [centre.boris.userId], byUserId: null })
    await centre.settle()
    expect(browser.taken).toHaveLength(1)
    await sql`delete from login_sessions`.execute(db)
    expect(await subscriptions()).toBe(0)
  })

  test('is let go by its own person only', async () => {
    const { endpoint } = await addBrowser()
    await inTransaction(db, (tx) => unsubscribe(tx, centre.boris, endpoint))
    expect(await subscriptions()).toBe(1)
    await inTransaction(db, (tx) => unsubscribe(tx, centre.anna, endpoint))
    expect(await subscriptions()).toBe(0)
  })
})

describe('what was read', () => {
  test('goes from every browser, and replaces what has not arrived', async () => {
    const [desk, phone] = [await addBrowser(), await addBrowser()]
    await centre.account.take(messageOf(personOf('71', 'Марина'), 'здравствуйте'))
    await centre.settle()
    for (const browser of [desk, phone]) {
      expect(payloads(browser)).toMatchObject([
        { show: { url: '/imbox/1', title: 'Новое сообщение клиента' } },
      ])
    }
    const { accountId, adminId } = centre.account
    await inTransaction(db, (tx) =>
      dismissConversation(tx, {
        accountId,
        number: 1,
        actor: { kind: 'user', id: adminId },
        now: centre.clock.now,
      }),
    )
    await centre.settle()
    for (const { taken } of [desk, phone]) {
      const [shown, closed] = taken
      expect(closed?.payload).toEqual({ close: [showId(shown)], unread: 0 })
      expect(closed?.topic).toBe(shown?.topic)
    }
  })

  test('in one go is closed in one go', async () => {
    const browser = await addBrowser()
    for (const subject of ['a', 'b', 'c']) await centre.tell({ subject })
    await centre.settle()
    await readAll()
    await centre.settle()
    expect(payloads(browser).at(-1)?.['close']).toHaveLength(3)
    expect(browser.taken).toHaveLength(4)
  })
})

test('the keys of this installation are made once; with another SECRET_KEY there are others, and nobody is subscribed', async () => {
  const again = await createPushKeys({ db, secretKey: tellingKey })()
  expect(again.publicKey).toBe(keys.publicKey)
  await addBrowser()
  const other = await createPushKeys({ db, secretKey: Buffer.alloc(32, 9) })()
  expect(other.publicKey).not.toBe(keys.publicKey)
  expect(await subscriptions()).toBe(0)
})

test('an address inside this network, and keys that are none, are refused', async () => {
  const { anna, telling } = centre
  const sessionId = await centre.openSession(anna)
  const { endpoint, keys: own } = service.subscribe()
  const guarded = { ...telling, allowsPrivateNetwork: false }
  const ask = (settings: typeof telling, browser: Browser): Promise<void> =>
    inTransaction(db, (tx) => subscribe(tx, settings, { viewer: anna, sessionId, browser, now: new Date() }))
  await expect(ask(guarded, { endpoint, keys: own })).rejects.toThrow('push.address_refused')
  await expect(ask(telling, { endpoint, keys: { ...own, auth: 'AAAA' } })).rejects.toThrow('push.key_invalid')
})

function showId(taken: Taken | undefined): unknown {
  const show = taken?.payload['show']
  return show && typeof show === 'object' && 'id' in show ? show.id : null
}
