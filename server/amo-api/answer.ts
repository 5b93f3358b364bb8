import type { AmoRequest } from './amo-request.ts'
import type { Found, Page } from './page.ts'

/** What is answered when all went well; without a body for 202 and 204. */
export type Answer = { status: 200 | 202 | 204; body?: Record<string, unknown> }

export function ok(body: Record<string, unknown>): Answer {
  return { status: 200, body }
}

/** One page of a collection. An empty one is 204 without a body: clients rely on it. */
export function okList<Row>(
  request: AmoRequest,
  page: Page,
  name: string,
  found: Found<Row>,
  view: (row: Row) => Record<string, unknown>,
): Answer {
  if (found.rows.length === 0) return { status: 204 }
  const href = (number: number, cursor: string | null): { href: string } => ({
    href: `${request.base}${request.path}?${turnTo(request.rawQuery, page, number, cursor)}`,
  })
  return ok({
    _page: page.page,
    _links: {
      self: { href: selfHref(request) },
      ...(found.next !== null && { next: href(page.page + 1, found.next) }),
      ...(page.page > 1 && { prev: href(page.page - 1, null) }),
    },
    _embedded: { [name]: found.rows.map(view) },
  })
}

function selfHref({ base, path, rawQuery }: AmoRequest): string {
  return `${base}${path}${rawQuery === '' ? '' : `?${rawQuery}`}`
}

/** The query as it came but for the page, so that filters stay as their writer wrote them. */
function turnTo(rawQuery: string, page: Page, number: number, cursor: string | null): string {
  const kept = rawQuery.split('&').filter((pair) => pair !== '' && !/^(page|limit|cursor)(=|$)/.test(pair))
  return [
    ...kept,
    `page=${number}`,
    `limit=${page.limit}`,
    ...(cursor === null || cursor === '' ? [] : [`cursor=${cursor}`]),
  ].join('&')
}

/** The `_links` of an entity inside an answer. */
export function selfLink(request: AmoRequest, path: string): { self: { href: string } } {
  return { self: { href: `${request.base}/api/v4/${path}` } }
}
