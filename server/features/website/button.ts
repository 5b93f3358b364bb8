import type { RequestInfo } from '#lib/http/route'
import { AppError } from '#lib/errors'
import { isAllowedOrigin } from './allowed-origin.ts'
import { findButton, type Button } from './queries.ts'
import type { WebsiteDeps } from './website-deps.ts'

/** As buttons are named; anything else is none. */
export const publicIdPattern = /^[\w-]{1,64}$/

/** The button of a call, if the page that calls may use it. Throws `channel.not_found`, `visitor.origin_refused`. */
export async function openButton(
  deps: Pick<WebsiteDeps, 'db' | 'config'>,
  publicId: string,
  request: RequestInfo,
): Promise<Button> {
  const button = publicIdPattern.test(publicId) ? await findButton(deps.db, publicId) : null
  if (!button) throw new AppError('channel.not_found')
  if (!comesFromOwnPage(request, deps.config.publicUrl) && !comesFromAllowedPage(request, button.origins)) {
    throw new AppError('visitor.origin_refused')
  }
  return button
}

function comesFromAllowedPage(request: RequestInfo, origins: readonly string[]): boolean {
  return request.origin !== null && isAllowedOrigin(request.origin, origins)
}

/**
 * Pages of the product itself, such as the example shop. Browsers send no Origin with a GET to the same origin, but say so in
 * `Sec-Fetch-Site`. Hosts are compared without the scheme, so that a proxy that ends TLS needs no setting for this.
 */
function comesFromOwnPage(request: RequestInfo, publicUrl: string | null): boolean {
  if (request.origin === null) return request.headers.get('sec-fetch-site') === 'same-origin'
  if (!URL.canParse(request.origin)) return false
  const { host } = new URL(request.origin)
  return [request.host, publicUrl].some((own) => own !== null && new URL(own).host === host)
}
