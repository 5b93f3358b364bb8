import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterAll } from 'vitest'
import type { ChannelView } from '#contract/channels'
import type { ChannelRef, Incoming } from '#channels/channel'
import { createMessengers, type Messengers } from '#channels/messengers'
import { rightsOf } from '#features/access'
import { startChangeTail, type ChangeTail } from '#lib/change-tail'
import { createHttpServer } from '#lib/http/server'
import type { Caller } from '#lib/http/route'
import { createLog } from '#lib/log'
import { createMetrics } from '#lib/metrics'
import { createTestDatabase, type TestDatabase } from '#lib/test-database'
import { startTelegramStandIn, type TelegramStandIn } from '../../../dev/messengers/telegram.ts'
import type { ChannelDeps, IncomingRoad } from './channel-deps.ts'
import { createChannelHealth } from './channel-health.ts'
import { routes } from './routes.ts'
import { serveWebhooks } from './serve-webhooks.ts'

type Taken = { channel: ChannelRef; items: Incoming[]; raw: unknown }
export type Answer<T> = { status: number; body: T; headers: Record<string, unknown> }
export type ErrorAnswer = { error: { code: string; details: Record<string, unknown> } }

/** Two accounts, the stand-in of Telegram, and the channels feature behind the real HTTP server. */
export type World = {
  database: TestDatabase
  telegram: TelegramStandIn
  tail: ChangeTail
  messengers: Messengers
  deps: ChannelDeps & IncomingRoad
  app: FastifyInstance
  /** Address under which the server really listens. */
  base: string
  /** What was handed on, in order; `failing` makes the next ones fail as when the database is away. */
  taken: Taken[]
  setAside: { raw: unknown; error: unknown }[]
  failing: { times: number }
  clock: { now: Date; pass(ms: number): void }
  /** null: messengers cannot reach us. */
  webhook: { base: string | null }
  call<T = ChannelView>(
    who: string,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<Answer<T>>
  events(channelId: number): Promise<string[]>
}

export async function createWorld(): Promise<World> {
  const database = await createTestDatabase()
  const log = createLog({ level: 'silent' })
  const tail = await startChangeTail({
    db: database.db,
    log,
    startWakeup: async (onWake) => ({ notify: onWake, close: async () => {} }),
  })
  const clock = {
    now: new Date(),
    pass(ms: number): void {
      clock.now = new Date(clock.now.getTime() + ms)
    },
  }
  const telegram = await startTelegramStandIn({
    clock: () => clock.now,
    secondMs: 20,
    retryDelaysMs: () => 20,
  })
  const webhook: World['webhook'] = { base: null }
  const messengers = createMessengers({
    apiRoots: { telegram: telegram.apiRoot, viber: null, vk: null },
    allowsPrivateNetwork: false,
  })
  const taken: Taken[] = []
  const setAside: World['setAside'] = []
  const failing = { times: 0 }
  const common = { db: database.db, clock: () => clock.now, log, tail }
  const deps: World['deps'] = {
    ...common,
    secretKey: randomBytes(32),
    messengers,
    health: createChannelHealth(common),
    publicUrl: 'https://crm.example.com',
    webhookBase: () => webhook.base,
    async take(channel, items, raw) {
      if (failing.times > 0) {
        failing.times -= 1
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
      }
      taken.push({ channel, items, raw })
    },
    async setAside(_channel, raw, error) {
      setAside.push({ raw, error })
    },
  }
  const callers = await insertAccounts(database)
  const app = await createHttpServer(
    {
      config: { publicUrl: 'https://crm.example.com', filesUrl: null, trustProxy: 0 },
      log,
      metrics: createMetrics({ withProcess: false }),
      resolveCaller: async ({ headers }) => callers[headers.get('cookie') ?? ''] ?? null,
    },
    routes(deps),
  )
  serveWebhooks(app, deps)
  const base = await app.listen({ port: 0, host: '127.0.0.1' })
  afterAll(async () => {
    await app.close()
    await telegram.close()
    await tail.close()
  })
  return {
    database,
    telegram,
    tail,
    messengers,
    deps,
    app,
    base,
    taken,
    setAside,
    failing,
    clock,
    webhook,
    async call(who, method, path, body) {
      const answer = await app.inject({
        method,
        url: `/api${path}`,
        headers: { cookie: who, 'sec-fetch-site': 'same-origin' },
        ...(body ? { payload: body } : {}),
      })
      return { status: answer.statusCode, body: answer.json(), headers: answer.headers }
    },
    async events(channelId) {
      const rows = await database.db
        .selectFrom('events')
        .select('type')
        .where('channel_id', '=', channelId)
        .orderBy('id')
        .execute()
      return rows.map((row) => row.type)
    },
  }
}

async function insertAccounts({ db }: TestDatabase): Promise<Record<string, Caller>> {
  const callers: Record<string, Caller> = {}
  for (const [name, other] of [
    ['anna', 'boris'],
    ['stranger', 'nobody'],
  ] as const) {
    const account = await db
      .insertInto('accounts')
      .values({ subdomain: name, name, time_zone: 'UTC', currency: 'RUB', country: 'RU', language: 'ru' })
      .returning('id')
      .executeTakeFirstOrThrow()
    const role = await db
      .insertInto('roles')
      .values({
        account_id: account.id,
        name: 'Role',
        kind: 'admin',
        rights: JSON.stringify(rightsOf(() => 'all')),
        answers_clients: true,
        incoming: true,
        analytics: true,
        settings: true,
        bots: 'edit',
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    for (const login of [name, other]) {
      const user = await db
        .insertInto('users')
        .values({
          account_id: account.id,
          login_id: login,
          name: login,
          email: `${login}@example.com`,
          role_id: role.id,
          language: 'ru',
          time_zone: 'UTC',
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      callers[login] = {
        accountId: account.id,
        userId: user.id,
        name: login,
        groupId: null,
        roleId: role.id,
        isAdmin: login === name,
        mayChangeSettings: login === name,
        answersClients: true,
        rights: rightsOf(() => 'all'),
      }
    }
  }
  return callers
}
