import { z } from 'zod'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { id, idParam } from '#contract/common'
import { endpoint, pageUserHeader } from '#contract/endpoint'
import { AppError } from '../errors.ts'
import { route } from './route.ts'
import { createTestServer } from './test-server.ts'

const called: unknown[] = []
const signedIn = { cookie: 'who=admin', origin: 'http://localhost', host: 'localhost' }

const addToy = endpoint({
  id: 'toys.add',
  summary: 'Add a toy',
  method: 'POST',
  path: '/boxes/:boxId/toys',
  permission: 'user',
  params: z.object({ boxId: idParam }),
  query: z.object({ dry: z.stringbool().optional() }),
  body: z.object({ name: z.string().min(1), tags: z.array(z.object({ word: z.string() })).default([]) }),
  output: z.object({ id, name: z.string() }),
})
const breakToy = endpoint({
  id: 'toys.break',
  summary: 'Break a toy in one of several ways',
  method: 'GET',
  path: '/toys/:way',
  permission: 'public',
  params: z.object({ way: z.string() }),
  output: z.object({ id }),
})
const setToys = endpoint({
  id: 'toys.set',
  summary: 'Change how toys are kept',
  method: 'DELETE',
  path: '/toys',
  permission: 'settings',
})
const countToys = endpoint({
  id: 'toys.count',
  summary: 'How many toys there are',
  method: 'GET',
  path: '/toy-count',
  permission: 'analytics',
})
const guessToy = endpoint({
  id: 'toys.guess',
  summary: 'Guess a toy of somebody',
  method: 'POST',
  path: '/guesses',
  permission: 'public',
  body: z.object({ email: z.string() }),
})
const visit = endpoint({
  id: 'toys.visit',
  summary: 'Called from other sites',
  method: 'POST',
  path: '/visits',
  permission: 'visitor',
  output: z.object({ origin: z.string().nullable() }),
})

const secretRow = { id: 7, name: 'Ball', passwordHash: 'not for you' }
const ways: Record<string, () => { id: number }> = {
  fault: () => {
    throw new Error('select secret_column from vault')
  },
  away: () => {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  },
  gone: () => {
    throw new AppError('deal.not_found')
  },
  // A handler that breaks its contract.
  shapeless: () => JSON.parse('{"id":"seven","secret":"vault"}') as { id: number },
}

const server = await createTestServer(
  [
    route(addToy, async (input) => {
      called.push(input)
      return secretRow
    }),
    route(breakToy, async ({ way }) => ways[way]?.() ?? { id: 1 }),
    route(setToys, async () => ({})),
    route(countToys, async () => ({})),
    route(guessToy, async () => ({}), { limitBy: (input) => input.email }),
    route(visit, async (_input, { request }) => ({ origin: request.origin }), { isCrossOrigin: true }),
  ],
  {
    limits: { strict: { max: 5, windowMs: 60_000 }, subject: { max: 2, windowMs: 60_000 } },
    publicUrl: 'https://crm.example.com',
  },
)
const { app } = server
afterAll(() => app.close())
beforeEach(() => {
  called.length = 0
})

const add = (payload: string | object, headers: Record<string, string> = signedIn) =>
  app.inject({ method: 'POST', url: '/api/boxes/5/toys', headers, payload })

describe('input', () => {
  it('reaches the handler parsed, as one object', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/boxes/5/toys?dry=true&unknown=1',
      headers: signedIn,
      payload: { name: 'Ball' },
    })
    expect(answer.statusCode).toBe(200)
    expect(called).toEqual([{ boxId: 5, dry: true, name: 'Ball', tags: [] }])
  })

  it('that is wrong names every field, and nothing is called', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/api/boxes/x/toys',
      headers: signedIn,
      payload: { name: '', tags: [{ word: 1 }] },
    })
    expect(answer.statusCode).toBe(422)
    const { error } = answer.json()
    expect(error.code).toBe('request.invalid')
    expect(error.details.fields.map((field: { path: string }) => field.path)).toEqual([
      'boxId',
      'name',
      'tags.0.word',
    ])
    expect(error.requestId).toBe(answer.headers['x-request-id'])
    expect(called).toEqual([])
  })

  it('with a field nobody knows is refused, however deep it stands', async () => {
    const answer = await add({ name: 'Ball', colour: 'red', tags: [{ word: 'a', size: 1 }] })
    expect(answer.statusCode).toBe(422)
    expect(answer.json().error.details.fields).toMatchObject([
      { path: 'colour', problem: 'unknown_key' },
      { path: 'tags.0.size', problem: 'unknown_key' },
    ])
    expect(called).toEqual([])
  })

  it.each([
    ['broken JSON', '{"name":', 'application/json', 422, 'request.invalid'],
    ['a poisoned prototype', '{"name":"a","__proto__":{"x":1}}', 'application/json', 422, 'request.invalid'],
    ['no body at all', '', 'application/json', 422, 'request.invalid'],
    ['a form', 'name=Ball', 'application/x-www-form-urlencoded', 415, 'request.unsupported_media'],
    ['plain text', '{"name":"Ball"}', 'text/plain', 415, 'request.unsupported_media'],
    [
      'too much',
      JSON.stringify({ name: 'x'.repeat(1_100_000) }),
      'application/json',
      413,
      'request.too_large',
    ],
  ])('%s is refused', async (_what, payload, type, status, code) => {
    const answer = await add(payload, { ...signedIn, 'content-type': type })
    expect([answer.statusCode, answer.json().error.code]).toEqual([status, code])
    expect(called).toEqual([])
  })
})

describe('output', () => {
  it('is stripped to its contract', async () => {
    const answer = await add({ name: 'Ball' })
    expect(answer.json()).toEqual({ id: 7, name: 'Ball' })
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  it.each(['fault', 'shapeless'])(
    'of a handler in %s tells nothing but a request id that is in the log',
    async (way) => {
      const answer = await app.inject(`/api/toys/${way}`)
      const requestId = answer.headers['x-request-id']
      expect(answer.statusCode).toBe(500)
      expect(answer.json()).toEqual({ error: { code: 'server.failed', details: {}, requestId } })
      expect(server.logged()).toContain(`"requestId":"${String(requestId)}","route":"/api/toys/:way"`)
    },
  )

  it('is 503 with Retry-After while the database is away', async () => {
    const answer = await app.inject('/api/toys/away')
    expect([answer.statusCode, answer.json().error.code]).toEqual([503, 'server.unavailable'])
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
  })

  it('of an expected problem has its code and status', async () => {
    const answer = await app.inject('/api/toys/gone')
    expect([answer.statusCode, answer.json().error.code]).toEqual([404, 'deal.not_found'])
  })

  it.each(['/api/nothing', '/api', '/api/%zz'])('of %s, which nobody serves, is JSON', async (url) => {
    const answer = await app.inject({ url, headers: { accept: 'text/html' } })
    expect(answer.json().error.code).toMatch(/^request\.(not_found|invalid)$/)
    expect(answer.headers['x-request-id']).toBeTruthy()
  })
})

describe('who may call', () => {
  it('a user endpoint without a session is 401, before its input is looked at', async () => {
    const answer = await add('{"name":', { 'content-type': 'application/json' })
    expect([answer.statusCode, answer.json().error.code]).toEqual([401, 'session.required'])
  })

  it('a page that is shown to another than whose session it is does nothing in his name', async () => {
    const by = (who: string, userId: string) =>
      add({ name: 'Ball' }, { ...signedIn, cookie: `who=${who}`, [pageUserHeader]: userId })
    const refused = await by('admin', '7')
    expect([refused.statusCode, refused.json().error.code]).toEqual([409, 'session.of_another'])
    expect(called).toEqual([])
    expect((await by('nobody', '7')).json().error.code).toBe('session.required')
    expect((await by('admin', '2')).statusCode).toBe(200)
  })

  it('a settings endpoint needs a role that may change settings', async () => {
    const by = (who: string) =>
      app.inject({ method: 'DELETE', url: '/api/toys', headers: { ...signedIn, cookie: `who=${who}` } })
    expect((await by('member')).json().error.code).toBe('session.forbidden')
    expect((await by('admin')).statusCode).toBe(200)
  })

  it('an endpoint of the analytics needs a role that reads them', async () => {
    const by = (who: string) =>
      app.inject({ method: 'GET', url: '/api/toy-count', headers: { cookie: `who=${who}` } })
    expect((await by('member')).json().error.code).toBe('session.forbidden')
    expect((await by('admin')).statusCode).toBe(200)
  })

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['a sandboxed page', { origin: 'null' }],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbouring subdomain', { 'sec-fetch-site': 'same-site' }],
    ['nobody knows where', {}],
  ])('a change with a cookie from %s is refused', async (_what, headers) => {
    const answer = await add({ name: 'Ball' }, { cookie: 'who=admin', host: 'localhost', ...headers })
    expect([answer.statusCode, answer.json().error.code]).toEqual([403, 'request.bad_origin'])
    expect(called).toEqual([])
  })

  it.each([
    ['our host behind a proxy that ends TLS', { origin: 'https://localhost' }],
    ['the public address', { origin: 'https://crm.example.com' }],
    ['our own page, as the browser says', { 'sec-fetch-site': 'same-origin' }],
  ])('a change with a cookie from %s is served', async (_what, headers) => {
    const answer = await add({ name: 'Ball' }, { cookie: 'who=admin', host: 'localhost', ...headers })
    expect(answer.statusCode).toBe(200)
  })

  it('reading with a cookie needs no origin', async () => {
    const answer = await app.inject({ url: '/api/toys/well', headers: { origin: 'https://evil.example' } })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  })

  it('an endpoint for other sites lets them call and read, errors too, but never with cookies', async () => {
    const headers = { origin: 'https://shop.example' }
    const preflight = await app.inject({ method: 'OPTIONS', url: '/api/visits', headers })
    expect(preflight.statusCode).toBe(204)
    expect(preflight.headers['access-control-allow-headers']).toContain('authorization')
    const answer = await app.inject({ method: 'POST', url: '/api/visits', headers })
    expect(answer.json()).toEqual({ origin: 'https://shop.example' })
    expect(answer.headers['access-control-allow-origin']).toBe('*')
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined()
    const wrong = await app.inject({ method: 'POST', url: '/api/visits', headers, payload: { x: 1 } })
    expect(wrong.headers['access-control-allow-origin']).toBe('*')
  })
})

describe('how often', () => {
  const guess = (email: string, remoteAddress: string) =>
    app.inject({ method: 'POST', url: '/api/guesses', payload: { email }, remoteAddress })

  it('guessing at one subject is stopped from whatever address, with the seconds to wait', async () => {
    expect((await guess('a@x.test', '10.0.0.1')).statusCode).toBe(200)
    expect((await guess('a@x.test', '10.0.0.2')).statusCode).toBe(200)
    const refused = await guess('a@x.test', '10.0.0.3')
    expect([refused.statusCode, refused.json().error.code]).toEqual([429, 'request.too_many'])
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await guess('b@x.test', '10.0.0.3')).statusCode).toBe(200)
  })

  it('guessing from one address is stopped whatever the subject', async () => {
    for (const name of 'abcde') expect((await guess(`${name}@y.test`, '10.9.0.1')).statusCode).toBe(200)
    expect((await guess('f@y.test', '10.9.0.1')).statusCode).toBe(429)
    expect((await guess('f@y.test', '10.9.0.2')).statusCode).toBe(200)
  })
})

it('every answer carries the headers that keep strangers out', async () => {
  const { headers } = await app.inject('/api/toys/well')
  expect(headers['content-security-policy']).toContain("script-src 'self';")
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['strict-transport-security']).toContain('max-age')
})

it('the log names the pattern of a route, never the address, a cookie or a text', async () => {
  await app.inject({ url: '/api/toys/very-secret-part?token=hush', headers: { cookie: 'who=nobody-knows' } })
  await add({ name: 'Private words' })
  expect(server.logged()).toContain('"route":"/api/toys/:way","status":200')
  for (const secret of ['very-secret-part', 'hush', 'nobody-knows', 'Private words']) {
    expect(server.logged()).not.toContain(secret)
  }
})
