import type { FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'

/**
 * Refuses what another site's page makes a signed-in browser send. Browsers say where a request comes from (`Origin`, else
 * `Sec-Fetch-Site`); a program that says neither may pass, but not with a cookie. A socket must always say its origin.
 * Hosts are compared without the scheme, so that a proxy that ends TLS needs no setting for this.
 */
export function checkOrigin(request: FastifyRequest, publicUrl: string | null): void {
  const { origin, cookie, upgrade } = request.headers
  const isSocket = upgrade?.toLowerCase() === 'websocket'
  if (!isSocket && (request.method === 'GET' || request.method === 'HEAD')) return
  if (origin !== undefined) {
    if (!isOwnOrigin(origin, request.host, publicUrl)) throw new AppError('request.bad_origin')
    return
  }
  const site = request.headers['sec-fetch-site']
  const isSame = site === 'same-origin' || site === 'none'
  const isProgram = site === undefined && cookie === undefined
  if (!(isSame || isProgram) || (isSocket && cookie !== undefined)) throw new AppError('request.bad_origin')
}

function isOwnOrigin(origin: string, host: string, publicUrl: string | null): boolean {
  if (!URL.canParse(origin)) return false
  const given = new URL(origin)
  return (
    given.host === host.toLowerCase() || (publicUrl !== null && given.origin === new URL(publicUrl).origin)
  )
}
