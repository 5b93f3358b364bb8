import { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { rightActions, rightEntities, type Rights } from '#contract/permissions'
import { createLog } from '../log.ts'
import { createMetrics } from '../metrics.ts'
import type { Limits } from './limits.ts'
import type { Caller, Route } from './route.ts'
import { createHttpServer } from './server.ts'
import type { WebFolders } from './serve-web.ts'

const everything: Rights = Object.fromEntries(
  rightEntities.map((entity) => [entity, Object.fromEntries(rightActions.map((action) => [action, 'all']))]),
) as Rights

const testCaller: Caller = {
  accountId: 1,
  userId: 2,
  name: 'Anna',
  groupId: null,
  roleId: 3,
  isAdmin: true,
  mayChangeSettings: true,
  answersClients: true,
  rights: everything,
  readsAnalytics: true,
}

/** A server with a few routes for tests of the adapter: `cookie: who=admin` or `who=member` signs in. */
export async function createTestServer(
  routes: Route[],
  options: { limits?: Partial<Limits>; publicUrl?: string; folders?: WebFolders } = {},
): Promise<{ app: FastifyInstance; logged: () => string }> {
  const lines: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done): void {
      lines.push(String(chunk))
      done()
    },
  })
  const app = await createHttpServer(
    {
      config: { publicUrl: options.publicUrl ?? null, filesUrl: null, trustProxy: 0 },
      log: createLog({ level: 'debug' }, sink),
      metrics: createMetrics({ withProcess: false }),
      resolveCaller: async ({ headers }) => {
        const who = /who=(\w+)/.exec(headers.get('cookie') ?? '')?.[1]
        if (who === 'admin') return testCaller
        return who === 'member'
          ? { ...testCaller, isAdmin: false, mayChangeSettings: false, readsAnalytics: false }
          : null
      },
      limits: options.limits,
      folders: options.folders,
    },
    routes,
  )
  return { app, logged: () => lines.join('') }
}
