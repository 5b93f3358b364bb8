import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import type { LimitClass } from './route.ts'

type Limit = { max: number; windowMs: number }
/** `subject`: the second key of the strict class, such as an e-mail. */
export type Limits = Record<LimitClass | 'subject', Limit>

export const usualLimits: Limits = {
  strict: { max: 30, windowMs: 5 * 60_000 },
  subject: { max: 10, windowMs: 15 * 60_000 },
  visitor: { max: 600, windowMs: 60_000 },
  user: { max: 6000, windowMs: 60_000 },
}

declare module 'fastify' {
  interface FastifyRequest {
    limitKey: string
  }
}

/** Counts calls by address and by subject, each node for itself; throws `request.too_many` with the seconds to wait. */
export type Limiter = {
  byAddress(request: FastifyRequest, limitClass: LimitClass): Promise<void>
  bySubject(request: FastifyRequest, limitClass: 'user' | 'subject', subject: string): Promise<void>
}

/** The plugin `@fastify/rate-limit` must be registered before. */
export function createLimiter(app: FastifyInstance, limits: Limits): Limiter {
  app.decorateRequest('limitKey', '')
  const byKey = (limit: Limit): ReturnType<FastifyInstance['createRateLimit']> =>
    app.createRateLimit({
      max: limit.max,
      timeWindow: limit.windowMs,
      keyGenerator: (request) => request.limitKey,
    })
  // Without a key of its own the plugin counts addresses, IPv6 ones by network.
  const address = (limit: Limit): ReturnType<FastifyInstance['createRateLimit']> =>
    app.createRateLimit({ max: limit.max, timeWindow: limit.windowMs, ipv6Subnet: 64 })
  const addresses = {
    strict: address(limits.strict),
    visitor: address(limits.visitor),
    user: address(limits.user),
  }
  const subjects = { user: byKey(limits.user), subject: byKey(limits.subject) }
  return {
    byAddress: async (request, limitClass) => refuseExceeded(await addresses[limitClass](request)),
    bySubject: async (request, limitClass, subject) => {
      request.limitKey = subject
      refuseExceeded(await subjects[limitClass](request))
    },
  }
}

type Counted = Awaited<ReturnType<ReturnType<FastifyInstance['createRateLimit']>>>

function refuseExceeded(counted: Counted): void {
  if (!counted.isAllowed && counted.isExceeded) {
    throw new AppError('request.too_many', { retryAfterSeconds: Math.max(1, counted.ttlInSeconds) })
  }
}
