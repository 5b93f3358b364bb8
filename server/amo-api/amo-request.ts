import type { FastifyRequest } from 'fastify'
import type { Viewer } from '#features/access'
import { parsePhpQuery, type PhpTree } from './php-query.ts'
import { Problem } from './problem.ts'

/** A call of the compatible API. */
export type AmoRequest = {
  viewer: Viewer
  /** Scheme and host we are reached at: `https://crm.example.com`. */
  base: string
  path: string
  /** The query as it was sent, without the question mark. */
  rawQuery: string
  query: PhpTree
  params: Record<string, string>
  body: unknown
}

export function readAmoRequest(
  request: FastifyRequest,
  viewer: Viewer,
  publicUrl: string | null,
): AmoRequest {
  const mark = request.url.indexOf('?')
  const rawQuery = mark < 0 ? '' : request.url.slice(mark + 1)
  return {
    viewer,
    base: publicUrl ?? `${request.protocol}://${request.host}`,
    path: mark < 0 ? request.url : request.url.slice(0, mark),
    rawQuery,
    query: parsePhpQuery(rawQuery),
    // The router gives every parameter of a path as text.
    params: request.params as Record<string, string>,
    body: request.body,
  }
}

/** The number in the path; what is no number does not exist. */
export function idOf(request: AmoRequest): number {
  const text = request.params['id'] ?? ''
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new Problem(404)
  return Number(text)
}
