import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { afterAll } from 'vitest'
import { createApiToken } from '#features/people'
import { systemClock } from '#lib/clock'
import type { Database } from '#lib/db'
import { createHttpServer } from '#lib/http/server'
import { createLog } from '#lib/log'
import { createMetrics } from '#lib/metrics'
import { openCrm, type TestCrm } from '../features/deals/test-crm.ts'
import { serveAmoApi } from './index.ts'

const secretKey = Buffer.alloc(32, 7)

export type Reply = { status: number; headers: Record<string, unknown>; body: string; json: Json }
type Json = Record<string, unknown> & {
  _links?: Record<string, { href: string }>
  _embedded?: Record<string, Record<string, unknown>[]>
}

/** The entities of a list; none of an answer without a body. */
export function itemsOf({ json: { _embedded: embedded } }: Reply, name: string): Record<string, unknown>[] {
  return embedded?.[name] ?? []
}

/** Where a link of an answer leads; '' without it. */
export function hrefOf({ json: { _links: links } }: Reply, name: string): string {
  return links?.[name]?.href ?? ''
}

export type TestApi = TestCrm & {
  tokenOf(userId: number): Promise<string>
  /** Calls /api/v4 as the user of a token. */
  ask(token: string, path: string, options?: Options): Promise<Reply>
}
type Options = {
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  body?: object | string
  headers?: Record<string, string>
}

/** Accounts with the compatible API before them; calls a second are not limited unless told. */
export async function openApi(database: Database, apiRate = 100_000): Promise<() => Promise<TestApi>> {
  const createCrm = await openCrm(database)
  const app = await createApp(database, apiRate)
  afterAll(() => app.close())
  return async () => {
    const crm = await createCrm()
    const { accountId } = crm
    return {
      ...crm,
      tokenOf: (userId) =>
        database.db
          .transaction()
          .execute((tx) => createApiToken(tx, { secretKey, clock: systemClock }, { accountId, userId })),
      ask: async (token, path, { method = 'GET', body, headers = {} } = {}) => {
        const url = path.startsWith('http') ? path : `/api/v4${path}`
        const authorization = token === '' ? {} : { authorization: `Bearer ${token}` }
        const answer = await app.inject({
          method,
          url: url.replace('http://crm.test', ''),
          headers: { host: 'crm.test', ...authorization, ...headers },
          ...(body !== undefined && { payload: body }),
        })
        return {
          status: answer.statusCode,
          headers: answer.headers,
          body: answer.body,
          json: answer.body === '' ? {} : answer.json<Json>(),
        }
      },
    }
  }
}

/** Some folder as the pages of the site, which stand beside the API and must not answer for it. */
const site = fileURLToPath(new URL('.', import.meta.url))

async function createApp({ db }: Database, apiRate: number): Promise<FastifyInstance> {
  const log = createLog({ level: 'silent' })
  const app = await createHttpServer(
    {
      config: { publicUrl: null, filesUrl: null, trustProxy: 0 },
      log,
      metrics: createMetrics({ withProcess: false }),
      resolveCaller: async () => null,
      folders: { web: site, widget: `${site}nothing` },
    },
    [],
  )
  const config = { secretKey, filesUrl: null, publicUrl: null, apiRate }
  serveAmoApi(app, { db, log, clock: systemClock, config })
  return app
}
