import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from '#lib/config'
import { createLog } from '#lib/log'
import { createTestDatabase } from '#lib/test-database'
import { startProduct } from '../server/app.ts'
import { startPlayground, type Playground } from './playground.ts'
import { worldEmail } from './world.ts'

const { connectionString, db } = await createTestDatabase()
const dataDir = await mkdtemp(join(tmpdir(), 'beseda-playground-'))
const running: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const stop of running.toReversed()) await stop()
  await rm(dataDir, { recursive: true })
})

/** A day at work: the product with a playground, and the world's account connected. */
async function begin(): Promise<Playground> {
  const playground = await startPlayground(0)
  running.push(() => playground.close())
  const env = { DATA_DIR: dataDir, DATABASE_URL: connectionString, LOG_LEVEL: 'silent', ...playground.env }
  const admin = { ADMIN_EMAIL: worldEmail, ADMIN_PASSWORD: 'correct horse battery' }
  const config = { ...readConfig({ ...env, ...admin }), port: 0 }
  const product = await startProduct({ config, log: createLog({ level: 'silent' }), print: () => {} })
  running.push(() => product.close())
  await playground.settle({ ...config, port: product.port })
  return playground
}

const get = async (url: string): Promise<unknown> => (await fetch(url)).json()
const channels = (): Promise<unknown[]> =>
  db.selectFrom('channels').select(['kind', 'name']).where('kind', '!=', 'website').orderBy('kind').execute()

test('the example world is connected to every messenger, anew with each start and never twice', async () => {
  const connected = ['telegram', 'viber', 'vk'].map((kind) => ({ kind, name: 'Зерно и пар' }))
  const first = await begin()
  expect(await channels()).toEqual(connected)
  for (const root of Object.values(first.env)) {
    expect(JSON.stringify(await get(`${root}/playground/state`))).toContain('/hooks/')
  }
  for (const stop of running.splice(0).toReversed()) await stop()
  const second = await begin()
  expect(await channels()).toEqual(connected)
  second.join([{ name: 'website', url: 'http://localhost/try' }])
  const names = ['Telegram', 'Viber', 'VK', 'website']
  expect(await get(`${second.env.VK_API_ROOT}/playground/tabs`)).toMatchObject(
    names.map((name) => ({ name })),
  )
})
