import type { FastifyRequest } from 'fastify'
import type { RequestInfo } from './route.ts'

export function readRequestInfo(request: FastifyRequest): RequestInfo {
  let headers: Headers | undefined
  return {
    id: request.id,
    ip: request.ip,
    origin: request.headers.origin ?? null,
    userAgent: request.headers['user-agent']?.slice(0, 500) ?? null,
    host: `${request.protocol}://${request.host}`,
    get headers() {
      return (headers ??= toWebHeaders(request.raw.rawHeaders))
    },
  }
}

function toWebHeaders(raw: string[]): Headers {
  const headers = new Headers()
  for (let index = 0; index + 1 < raw.length; index += 2)
    headers.append(raw[index] ?? '', raw[index + 1] ?? '')
  return headers
}
