import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { createLog } from '#lib/log'
import type { Database } from '#lib/db'
import { createHttpServer } from '#lib/http/server'
import { createMetrics } from '#lib/metrics'
import { createResolveCaller, routes, type Account, type PeopleDeps } from './index.ts'

export const password = 'correct horse battery'

type Reply = { status: number; body: unknown; cookie: string; setCookie: string }

/** A server with the people's routes for tests, a clock that can be turned, and callers who keep their cookie. */
export async function openOffice(database: Database): Promise<{
  app: FastifyInstance
  deps: PeopleDeps
  created: Account[]
  turnClock: (ms: number) => void
  call: (
    cookie: string,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
  ) => Promise<Reply>
}> {
  let aheadMs = 0
  const created: Account[] = []
  const deps: PeopleDeps = {
    db: database.db,
    secretKey: Buffer.alloc(32, 7),
    publicUrl: null,
    clock: () => new Date(Date.now() + aheadMs),
    mail: null,
    onAccountCreated: async (_tx, account) => {
      created.push(account)
    },
  }
  const plenty = { max: 10_000, windowMs: 60_000 }
  const app = await createHttpServer(
    {
      config: { publicUrl: null, filesUrl: null, trustProxy: 0 },
      log: createLog({ level: 'silent' }),
      metrics: createMetrics({ withProcess: false }),
      resolveCaller: createResolveCaller(deps),
      limits: { strict: plenty, subject: { max: 5, windowMs: 60_000 } },
    },
    routes(deps),
  )
  return {
    app,
    deps,
    created,
    turnClock: (ms) => {
      aheadMs += ms
    },
    call: async (cookie, method, path, body) => {
      const headers = { origin: 'http://crm.test', host: 'crm.test', ...(cookie ? { cookie } : {}) }
      return toReply(
        await app.inject({ method, url: `/api${path}`, headers, ...(body ? { payload: body } : {}) }),
      )
    },
  }
}

function toReply(response: LightMyRequestResponse): Reply {
  const setCookie = [response.headers['set-cookie'] ?? []].flat().join('\n')
  const body: unknown = response.body === '' ? null : response.json()
  return { status: response.statusCode, body, setCookie, cookie: setCookie.split(';')[0] ?? '' }
}
