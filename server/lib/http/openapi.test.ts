import { expect, it } from 'vitest'
import { z } from 'zod'
import { endpoints } from '#contract/endpoints'
import { toOpenApi } from './openapi.ts'

const operation = z.object({
  operationId: z.string(),
  summary: z.string().min(1),
  parameters: z.array(
    z.object({
      name: z.string(),
      in: z.enum(['path', 'query']),
      required: z.boolean(),
      schema: z.record(z.string(), z.unknown()).refine((schema) => Object.keys(schema).length > 0),
    }),
  ),
  requestBody: z
    .object({ content: z.record(z.string(), z.object({ schema: z.looseObject({}) })) })
    .optional(),
  responses: z.record(z.string().regex(/^\d{3}$/), z.looseObject({ description: z.string().min(1) })),
})
const document = z.object({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string(), version: z.string() }),
  paths: z.record(z.string().regex(/^\/api\/[^:]+$/), z.record(z.string(), operation)),
})

const printed = JSON.parse(JSON.stringify(toOpenApi(endpoints, { version: '1.2.3' }))) as unknown
const { paths } = document.parse(printed)

it('every endpoint of the contract is printed, once, with its input and output', () => {
  const ids = Object.values(paths).flatMap((methods) =>
    Object.values(methods).map((each) => each.operationId),
  )
  expect(ids.toSorted()).toEqual(endpoints.map((each) => each.id).toSorted())
})

it('every parameter of a path is declared', () => {
  for (const [path, methods] of Object.entries(paths)) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
    for (const each of Object.values(methods)) {
      const declared = each.parameters.filter((parameter) => parameter.in === 'path')
      expect(declared.map((parameter) => parameter.name).toSorted(), path).toEqual(names.toSorted())
    }
  }
})

it('an endpoint is told as it is: what is required, and which codes it may answer', () => {
  const list = paths['/api/conversations']?.get
  expect(list?.parameters).toContainEqual(
    expect.objectContaining({
      name: 'preset',
      required: false,
      schema: expect.objectContaining({ enum: expect.any(Array) }),
    }),
  )
  expect(Object.keys(list?.responses ?? {})).toEqual(expect.arrayContaining(['200', '401', '422']))
  expect(paths['/api/files/{fileId}']?.put?.requestBody?.content).toHaveProperty(['application/octet-stream'])
})

it('no two endpoints share an id, or a method and path', () => {
  const ids = endpoints.map((each) => each.id)
  const addresses = endpoints.map((each) => `${each.method} ${each.path.replaceAll(/:\w+/g, ':')}`)
  expect(new Set(ids).size).toBe(ids.length)
  expect(new Set(addresses).size).toBe(addresses.length)
})
