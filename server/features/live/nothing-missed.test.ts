import { once } from 'node:events'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type pg from 'pg'
import { expect, test, vi } from 'vitest'
import WebSocket from 'ws'
import type { LiveFrame } from '#contract/live'
import { findViewer } from '#features/access'
import { startChangeTail } from '#lib/change-tail'
import { inTransaction } from '#lib/db'
import type { ResolveCaller } from '#lib/http/serve-routes'
import { createLog } from '#lib/log'
import { createTestDatabase } from '#lib/test-database'
import { createTestAccount, messageOf, personOf } from '../intake/test-account.ts'
import { createLiveHub } from './live-hub.ts'
import { servePages } from './test-pages.ts'

const database = await createTestDatabase()
const { db, pool } = database
const account = await createTestAccount(database)
const log = createLog({ level: 'silent' })
const tail = await startChangeTail({
  db,
  log,
  startWakeup: async () => ({ notify() {}, close: async () => {} }),
})

/** As long as it is away, nothing that a frame needs can be read. */
let isAway = false
const connect = (): Promise<pg.PoolClient> => {
  if (isAway) throw new Error('the database is away')
  return pool.connect()
}
const shaky: pg.Pool = Object.create(pool, { connect: { value: connect } })
/** As long as they are away, counters cannot be counted. */
let areCountsAway = false
let timesAway = 0
const shakyDb = db.withPlugin({
  transformQuery({ node }) {
    if (!areCountsAway) return node
    timesAway += 1
    throw new Error('the database is away')
  },
  transformResult: async ({ result }) => result,
})
const hub = createLiveHub({ db: shakyDb, pool: shaky, tail, log, nodeId: randomUUID() })
const resolveCaller: ResolveCaller = async () => {
  const viewer = await findViewer(db, account.accountId, account.adminId)
  return viewer && { ...viewer, name: 'Анна', roleId: 1 }
}
const { base } = await servePages({ hub, tail, resolveCaller })
type Page = {
  socket: WebSocket
  texts: string[]
  /** The conversations that are open, each time they were counted. */
  open: number[]
  /** How often it was told to load anew. */
  reloads(): number
  cursor(): string
  untilTold(text: string): Promise<void>
}

/** A page that has come back with this cursor, and the texts of the messages it was told of. */
async function openPage(cursor?: string): Promise<Page> {
  const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`
  const socket = new WebSocket(`${base.replace('http', 'ws')}/api/live${query}`, { origin: base })
  const texts: string[] = []
  const open: number[] = []
  let last = ''
  let reloads = 0
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as LiveFrame
    last = frame.cursor
    if (frame.type === 'reload') reloads += 1
    if (frame.type !== 'changes') return
    for (const change of frame.changes) {
      if (change.topic === 'message') texts.push(change.message.text ?? '')
      else if (change.topic === 'counts') open.push(change.counts.open)
    }
  })
  await once(socket, 'message')
  return {
    socket,
    texts,
    open,
    reloads: () => reloads,
    cursor: () => last,
    untilTold: async (text) => {
      while (!texts.includes(text)) await once(socket, 'message')
    },
  }
}

async function write(text: string, person = '7'): Promise<void> {
  await account.take(messageOf(personOf(person), text, { chat: person }))
  tail.wake()
}

test('what could not be read for a frame is told to the page that comes back, once', async () => {
  const page = await openPage()
  await write('раз')
  await page.untilTold('раз')
  isAway = true
  const closed = once(page.socket, 'close')
  await write('два')
  const [code] = await closed
  isAway = false
  expect(code).toBe(1013)
  await write('три')
  const again = await openPage(page.cursor())
  await again.untilTold('три')
  expect(page.texts).toEqual(['раз'])
  expect(again.texts).toEqual(['два', 'три'])
})

test('counters that could not be counted are counted when they can be', async () => {
  const page = await openPage()
  await write('четыре')
  while (page.open.at(-1) !== 1) await once(page.socket, 'message')
  areCountsAway = true
  await write('здравствуйте', '8')
  await page.untilTold('здравствуйте')
  // More often than there were reasons to count: it tries again by itself.
  await vi.waitFor(() => expect(timesAway).toBeGreaterThan(6), { timeout: 30_000 })
  expect(page.open).not.toContain(2)
  areCountsAway = false
  while (page.open.at(-1) !== 2) await once(page.socket, 'message')
})

test('of a flood pages are told to load anew, once, and of what comes after it they are told', async () => {
  const page = await openPage()
  await inTransaction(db, async (tx) => {
    await sql`insert into changes (account_id, topic) select ${account.accountId}, 'tags' from generate_series(1, 10001)`.execute(
      tx,
    )
  })
  tail.wake()
  while (page.reloads() === 0) await once(page.socket, 'message')
  await write('после потока')
  await page.untilTold('после потока')
  expect(page.reloads()).toBe(1)
})
