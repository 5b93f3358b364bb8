import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { migrateJobs } from '#lib/jobs'
import { createTestDatabase } from '#lib/test-database'
import { openCrm, type TestCrm } from '../deals/test-crm.ts'
import { listNotifications } from '../notifications/list-notifications.ts'
import { jobs } from './jobs.ts'
import { routes } from './routes.ts'

const database = await createTestDatabase()
const { db, pool } = database
await migrateJobs(pool)
const start = new Date('2026-11-26T09:00:00.000Z')
let now = start
const clock = (): Date => now
const createCrm = await openCrm(database, (deps) => routes({ ...deps, clock }))
const work = jobs({ db, clock })
const noon = '2026-11-26T12:00:00.000Z'
const evening = '2026-11-26T18:00:00.000Z'

let crm: TestCrm
let anna: number
let number: number
beforeEach(async () => {
  now = start
  crm = await createCrm()
  anna = crm.adminId
  number = (await crm.write('Мария')).number
})

const path = (): string => `/conversations/${number}/reminder`
const set = (userId: number, at: string) => crm.call(userId, 'PUT', path(), { at })
const waiting = async (userId: number): Promise<unknown> => (await crm.call(userId, 'GET', path())).body

async function runJobs(times = 1): Promise<void> {
  const { rows } = await sql<{ payload: unknown }>`select p.payload from graphile_worker.jobs j
    join graphile_worker._private_jobs p on p.id = j.id where j.key like ${`reminder:${crm.accountId}:%`}`.execute(
    db,
  )
  for (let time = 0; time < times; time += 1) for (const { payload } of rows) await work['remind']?.(payload)
}

async function told(userId: number): Promise<unknown[]> {
  const { items } = await listNotifications(db, await crm.viewer(userId), { limit: 50 })
  return items.flatMap((item) => (item.kind === 'reminder' ? [{ at: item.at, number: item.number }] : []))
}

test('one is reminded once, with the time one asked for, and nobody else is', async () => {
  const boris = await crm.addUser()
  await set(anna, noon)
  expect(await waiting(anna)).toEqual({ at: noon })
  expect(await waiting(boris)).toEqual({ at: null })
  now = new Date(evening)
  await runJobs(2)
  expect(await told(anna)).toEqual([{ at: noon, number }])
  expect(await told(boris)).toEqual([])
  expect(await waiting(anna)).toEqual({ at: null })
})

test('another time takes the place of the first', async () => {
  await set(anna, noon)
  await set(anna, evening)
  expect(await waiting(anna)).toEqual({ at: evening })
  await runJobs()
  expect(await told(anna)).toEqual([{ at: evening, number }])
})

test('what was cancelled does not come', async () => {
  await set(anna, noon)
  expect((await crm.call(anna, 'DELETE', path())).status).toBe(200)
  expect((await crm.call(anna, 'DELETE', path())).status).toBe(200)
  await runJobs()
  expect(await told(anna)).toEqual([])
  expect(await waiting(anna)).toEqual({ at: null })
})

test.each([
  ['the past', '2026-11-26T08:59:00.000Z'],
  ['more than a year ahead', '2027-12-26T08:59:00.000Z'],
  ['no time', 'завтра'],
])('%s is refused beside the field', async (_what, at) => {
  const { status, body } = await set(anna, at)
  expect(status).toBe(422)
  expect(JSON.stringify(body)).toContain('"path":"at"')
  expect(await waiting(anna)).toEqual({ at: null })
})

test('a conversation out of sight is one that is not there', async () => {
  const boris = await crm.addUser({ deals: { view: 'none' }, contacts: { view: 'none' } })
  for (const answer of [
    await set(boris, noon),
    await crm.call(boris, 'GET', path()),
    await crm.call(boris, 'DELETE', path()),
  ])
    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'conversation.not_found' } } })
})
