import { z } from 'zod'
import type { ErrorCode } from './errors.ts'
import type { Permission } from './permissions.ts'

/**
 * The header in which a page says to whom it is shown, by the user's id. The tabs of a browser share one session: when somebody
 * else has signed in in another one, nothing that a page still does for the user before may be done in his name.
 */
export const pageUserHeader = 'x-page-user-id'

/** The kinds of endpoint. `json`: body and answer are JSON. `upload`: the body is the raw bytes of one file. `download`: the answer is bytes. `live`: a WebSocket. */
export type EndpointKind = 'json' | 'upload' | 'download' | 'live'

type Shape = z.ZodObject | undefined

/** One endpoint as data. `path` is below `/api`, with Fastify's `:name` for parameters. Every endpoint may also answer the codes of `commonErrors`. */
export type Endpoint<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
  Output extends z.ZodType = z.ZodType,
  Who extends Permission = Permission,
  Kind extends EndpointKind = EndpointKind,
> = {
  id: string
  kind: Kind
  summary: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  permission: Who
  params: Params
  query: Query
  body: Body
  output: Output
  errors: readonly ErrorCode[]
}

type Declared<
  P extends Shape,
  Q extends Shape,
  B extends z.ZodType | undefined,
  O extends z.ZodType,
  W extends Permission,
  K extends EndpointKind,
> = {
  id: string
  kind?: K
  summary: string
  method: Endpoint['method']
  path: string
  permission: W
  params?: P
  query?: Q
  body?: B
  output?: O
  errors?: readonly ErrorCode[]
}

/** Declares an endpoint; what is left out is absent (`output` then is the empty object). */
export function endpoint<
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends z.ZodType | undefined = undefined,
  O extends z.ZodType = z.ZodObject<Record<string, never>>,
  W extends Permission = Permission,
  K extends EndpointKind = 'json',
>(declared: Declared<P, Q, B, O, W, K>): Endpoint<P, Q, B, O, W, K>
export function endpoint(
  declared: Declared<Shape, Shape, z.ZodType | undefined, z.ZodType, Permission, EndpointKind>,
): Endpoint {
  return {
    kind: 'json',
    params: undefined,
    query: undefined,
    body: undefined,
    errors: [],
    ...declared,
    output: declared.output ?? z.object({}),
  }
}

type InputOf<T> = T extends z.ZodType ? z.input<T> : unknown
type ParsedOf<T> = T extends z.ZodType ? z.output<T> : unknown

/** What a caller gives: parameters, query and body in one object, before parsing. */
export type EndpointInput<E extends Endpoint> = InputOf<E['params']> &
  InputOf<E['query']> &
  InputOf<E['body']>

/** What a handler receives: the same object, parsed. */
export type EndpointParsed<E extends Endpoint> = ParsedOf<E['params']> &
  ParsedOf<E['query']> &
  ParsedOf<E['body']>

/** What a handler returns and a caller receives. */
export type EndpointOutput<E extends Endpoint> = z.output<E['output']>
