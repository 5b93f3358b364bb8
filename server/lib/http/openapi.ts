import { z } from 'zod'
import type { Endpoint } from '#contract/endpoint'
import { commonErrors, errors, type ErrorCode } from '#contract/errors'

type Json = Record<string, unknown>

/** The contract as an OpenAPI 3.1 document. */
export function toOpenApi(endpoints: readonly Endpoint[], options: { version: string }): Json {
  const paths: Record<string, Json> = {}
  for (const endpoint of endpoints) {
    const path = `/api${endpoint.path.replaceAll(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: describe(endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Beseda',
      version: options.version,
      description: 'The API between the server and its own web pages. Ids are integers below 2^53 or UUIDs.',
      license: { name: 'AGPL-3.0-only', identifier: 'AGPL-3.0-only' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'beseda.session_token' },
        visitor: { type: 'http', scheme: 'bearer', description: 'The token of a website visitor.' },
      },
      schemas: { Error: errorSchema(Object.keys(errors)) },
    },
  }
}

function describe(endpoint: Endpoint): Json {
  return {
    operationId: endpoint.id,
    tags: [endpoint.id.split('.')[0]],
    summary: endpoint.summary,
    security: securityOf(endpoint),
    parameters: [...parametersOf(endpoint.params, 'path'), ...parametersOf(endpoint.query, 'query')],
    ...bodyOf(endpoint),
    responses: { ...successOf(endpoint), ...failuresOf(endpoint) },
  }
}

function securityOf(endpoint: Endpoint): Json[] {
  if (endpoint.permission === 'public') return []
  return endpoint.permission === 'visitor' ? [{ visitor: [] }] : [{ session: [] }]
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
  })
  return rest
}

function parametersOf(schema: Endpoint['params'], place: 'path' | 'query'): Json[] {
  if (!schema) return []
  return Object.entries(schema.shape)
    .map(([name, field]) => ({
      name,
      in: place,
      required: place === 'path' || !z.safeParse(field, undefined).success,
      schema: schemaOf(z.looseObject({ field }), 'input').properties,
    }))
    .map(({ schema: properties, ...rest }) => ({ ...rest, schema: fieldOf(properties) }))
}

function fieldOf(properties: unknown): unknown {
  return typeof properties === 'object' && properties !== null && 'field' in properties
    ? properties.field
    : {}
}

function bodyOf(endpoint: Endpoint): Json {
  const bytes = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
  if (endpoint.kind === 'upload') return { requestBody: { required: true, content: bytes } }
  if (!endpoint.body) return {}
  const isRequired = !endpoint.body.safeParse({}).success
  return {
    requestBody: {
      required: isRequired,
      content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
    },
  }
}

function successOf(endpoint: Endpoint): Json {
  const json = { 'application/json': { schema: schemaOf(endpoint.output, 'output') } }
  if (endpoint.kind === 'live') {
    return {
      101: {
        description: 'A WebSocket; each text frame is JSON',
        'x-frame': json['application/json'].schema,
      },
    }
  }
  if (endpoint.kind === 'download') {
    const bytes = { '*/*': { schema: { type: 'string', format: 'binary' } } }
    return {
      200: { description: 'The bytes', content: bytes },
      206: { description: 'A range of the bytes', content: bytes },
    }
  }
  return { 200: { description: 'Done', content: json } }
}

/** The codes an endpoint may answer, by their status. */
function failuresOf(endpoint: Endpoint): Json {
  const codes = new Set<ErrorCode>([...endpoint.errors, ...commonErrors, ...guardErrors(endpoint)])
  const byStatus = Map.groupBy(codes, (code) => errors[code])
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      { description: group.join(', '), content: { 'application/json': { schema: errorSchema(group) } } },
    ]),
  )
}

const sessionErrors: readonly ErrorCode[] = ['session.required', 'session.of_another']

function guardErrors(endpoint: Endpoint): ErrorCode[] {
  if (endpoint.permission === 'user') return [...sessionErrors, 'request.bad_origin']
  if (endpoint.permission === 'settings' || endpoint.permission === 'analytics')
    return [...sessionErrors, 'session.forbidden', 'request.bad_origin']
  return endpoint.permission === 'visitor' ? ['visitor.unknown'] : []
}

function errorSchema(codes: readonly string[]): Json {
  return {
    type: 'object',
    required: ['error'],
    properties: {
      error: {
        type: 'object',
        required: ['code', 'details', 'requestId'],
        properties: {
          code: { type: 'string', enum: codes },
          details: { type: 'object' },
          requestId: { type: 'string' },
        },
      },
    },
  }
}
