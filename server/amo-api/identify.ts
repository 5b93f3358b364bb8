import type { FastifyInstance, FastifyRequest } from 'fastify'
import { findViewer, type Viewer } from '#features/access'
import { verifyApiToken } from '#features/people'
import type { Clock } from '#lib/clock'
import type { SecretKey } from '#lib/crypto'
import type { Db } from '#lib/db'
import { Problem } from './problem.ts'

export type IdentifyDeps = {
  db: Db
  secretKey: SecretKey
  clock: Clock
  config: { apiRate: number }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What calls of the compatible API are counted by. */
    apiTokenId: string
  }
}

/** Wrong tokens an address may try within a minute. */
const mostWrongTokens = 600

/**
 * Makes what tells whom a request speaks for: the user of its token or, for a token of an admin, the user that
 * `X-Context-User-ID` names. Counts calls by token. The plugin `@fastify/rate-limit` must be registered before.
 */
export function createIdentify(
  app: FastifyInstance,
  deps: IdentifyDeps,
): (request: FastifyRequest) => Promise<Viewer> {
  app.decorateRequest('apiTokenId', '')
  const countToken = app.createRateLimit({
    max: deps.config.apiRate,
    timeWindow: 1000,
    keyGenerator: (request) => request.apiTokenId,
  })
  const countWrong = app.createRateLimit({ max: mostWrongTokens, timeWindow: 60_000, ipv6Subnet: 64 })
  const refuse = (counted: Awaited<ReturnType<typeof countToken>>): void => {
    if (!counted.isAllowed && counted.isExceeded) throw new Problem(429)
  }
  return async (request) => {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const caller = token === undefined ? null : await verifyApiToken(deps, token)
    if (!caller) {
      refuse(await countWrong(request))
      throw new Problem(401)
    }
    request.apiTokenId = caller.tokenId
    refuse(await countToken(request))
    if (!caller.scopes.includes('crm')) throw new Problem(403)
    return actAs(deps.db, caller, request.headers['x-context-user-id'])
  }
}

async function actAs(db: Db, caller: Viewer, named: string | string[] | undefined): Promise<Viewer> {
  if (named === undefined || named === String(caller.userId)) return caller
  if (!caller.isAdmin) throw new Problem(403, 'Only a token of an admin may act as somebody else')
  const isId = typeof named === 'string' && /^\d{1,15}$/.test(named)
  const viewer = isId ? await findViewer(db, caller.accountId, Number(named)) : null
  if (!viewer) throw new Problem(404, 'X-Context-User-ID names no active user of the account')
  return viewer
}
