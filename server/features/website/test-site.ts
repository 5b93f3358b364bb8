import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { afterAll } from 'vitest'
import { websiteMessenger } from '#channels/website/website-messenger'
import { createIntake } from '#features/intake'
import { serveSignedFiles } from '#features/files'
import { startChangeTail, startPostgresWakeup, type ChangeTail } from '#lib/change-tail'
import { inTransaction, type Db } from '#lib/db'
import { change } from '#lib/events'
import { openStorage } from '#lib/files/storage'
import { createHttpServer } from '#lib/http/server'
import { createLog } from '#lib/log'
import { createMetrics } from '#lib/metrics'
import type { TestDatabase } from '#lib/test-database'
import { routes, serveTry, type WebsiteDeps } from './index.ts'

export type Shop = { accountId: number; channelId: number; button: string; userId: number }

export type TestSite = {
  app: FastifyInstance
  /** Where it listens: `http://127.0.0.1:PORT`. */
  base: string
  deps: WebsiteDeps
  tail: ChangeTail
  turnClock: (ms: number) => void
  addShop: (name: string, origins: string[]) => Promise<Shop>
  /** A colleague's answer that has just left. */
  answer: (shop: Shop, chatId: string, text: string) => Promise<string>
  chats: () => Promise<{ id: string; channelId: number; personName: string }[]>
}

/** A server with the website chat alone: real HTTP, real intake, real live log. */
export async function openSite(
  database: TestDatabase,
  options: { maxUploadBytes?: number } = {},
): Promise<TestSite> {
  const { db, pool, connectionString } = database
  const dataDir = await mkdtemp(join(tmpdir(), 'beseda-site-'))
  let aheadMs = 0
  const clock = (): Date => new Date(Date.now() + aheadMs)
  const log = createLog({ level: 'silent' })
  const tail = await startChangeTail({
    db,
    log,
    startWakeup: (onWake) => startPostgresWakeup(connectionString, log, onWake),
  })
  const secretKey = Buffer.alloc(32, 7)
  const maxUploadBytes = options.maxUploadBytes ?? 25 * 1024 * 1024
  const intake = createIntake({ pool, db, clock, secretKey, log, onCommit: tail.wake })
  const deps: WebsiteDeps = {
    db,
    clock,
    log,
    tail,
    messenger: websiteMessenger,
    take: intake.take,
    storage: await openStorage({ dataDir, s3: null }),
    config: { publicUrl: null, filesUrl: null, secretKey, maxUploadBytes },
  }
  const folder = (name: string): string => fileURLToPath(new URL(`../../../dist/${name}`, import.meta.url))
  const app = await createHttpServer(
    {
      config: { publicUrl: null, filesUrl: null, trustProxy: 0 },
      log,
      metrics: createMetrics({ withProcess: false }),
      resolveCaller: async () => null,
      folders: { web: folder('no-web'), widget: folder('widget') },
    },
    routes(deps),
  )
  serveSignedFiles(app, deps)
  serveTry(app, deps)
  const base = await app.listen({ port: 0, host: '127.0.0.1' })
  afterAll(async () => {
    await app.close()
    await tail.close()
    await rm(dataDir, { recursive: true })
  })
  return {
    app,
    base,
    deps,
    tail,
    turnClock: (ms) => {
      aheadMs += ms
    },
    addShop: (name, origins) => addShop(db, name, origins),
    answer: async (shop, chatId, text) => {
      const id = await addAnswer(db, shop, chatId, text)
      tail.wake()
      return id
    },
    chats: () =>
      db.selectFrom('chats').select(['id', 'channel_id as channelId', 'person_name as personName']).execute(),
  }
}

/** An account with a pipeline, one colleague and one button. */
async function addShop(db: Db, name: string, origins: string[]): Promise<Shop> {
  const account = await db
    .insertInto('accounts')
    .values({
      subdomain: randomUUID(),
      name,
      time_zone: 'UTC',
      currency: 'RUB',
      country: 'RU',
      language: 'ru',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const account_id = account.id
  await db.insertInto('account_counters').values({ account_id, kind: 'conversation' }).execute()
  const pipeline = await db
    .insertInto('pipelines')
    .values({ account_id, kind: 'deal', name: 'Воронка', position: 0, is_main: true })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('stages')
    .values({
      account_id,
      pipeline_id: pipeline.id,
      name: 'Новая',
      color: 'blue',
      kind: 'normal',
      position: 0,
    })
    .execute()
  const role = await db
    .insertInto('roles')
    .values({
      account_id,
      name: 'Админ',
      kind: 'admin',
      rights: '{}',
      answers_clients: true,
      incoming: true,
      analytics: true,
      settings: true,
      bots: 'edit',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const user = await db
    .insertInto('users')
    .values({
      account_id,
      login_id: randomUUID(),
      name: 'Ксения Журавлёва',
      email: 'k@shop.ru',
      role_id: role.id,
      language: 'ru',
      time_zone: 'UTC',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const button = randomUUID().replaceAll('-', '').slice(0, 16)
  const channel = await db
    .insertInto('channels')
    .values({ account_id, kind: 'website', name, external_id: button, settings: JSON.stringify({ origins }) })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('channel_owners')
    .values({ kind: 'website', external_id: button, account_id, channel_id: channel.id })
    .execute()
  return { accountId: account_id, channelId: channel.id, button, userId: user.id }
}

async function addAnswer(db: Db, shop: Shop, chatId: string, text: string): Promise<string> {
  const id = randomUUID()
  const at = new Date()
  const { accountId: account_id, channelId: channel_id } = shop
  const chat = await db
    .selectFrom('chats')
    .select('open_number')
    .where('account_id', '=', account_id)
    .where('id', '=', chatId)
    .executeTakeFirstOrThrow()
  await inTransaction(db, async (tx) => {
    await tx
      .insertInto('messages')
      .values({
        account_id,
        id,
        chat_id: chatId,
        number: chat.open_number,
        direction: 'out',
        kind: 'text',
        actor_kind: 'user',
        actor_id: shop.userId,
        body: text,
        placed_at: at,
        received_at: at,
        state: 'sent',
      })
      .execute()
    await tx
      .insertInto('message_parts')
      .values({
        account_id,
        message_id: id,
        position: 0,
        chat_id: chatId,
        channel_id,
        external_id: `${id}:0`,
        state: 'sent',
      })
      .execute()
    await change(tx, {
      accountId: account_id,
      topic: 'message.changed',
      number: chat.open_number,
      chatId,
      messageId: id,
    })
  })
  return id
}
