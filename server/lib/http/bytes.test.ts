import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { afterAll, describe, expect, it } from 'vitest'
import { endpoint } from '#contract/endpoint'
import { frameText } from './frame-text.ts'
import { route, type Download } from './route.ts'
import { createTestServer } from './test-server.ts'

const upload = endpoint({
  id: 'drawers.put',
  kind: 'upload',
  summary: 'Put something into a drawer',
  method: 'PUT',
  path: '/drawers/:name',
  permission: 'user',
  params: z.object({ name: z.string() }),
  query: z.object({ label: z.string().min(1) }),
  output: z.object({ got: z.string(), length: z.int().nullable(), label: z.string() }),
})
const download = endpoint({
  id: 'drawers.get',
  kind: 'download',
  summary: 'What lies in a drawer',
  method: 'GET',
  path: '/drawers/:name',
  permission: 'public',
  params: z.object({ name: z.string() }),
  query: z.object({ mime: z.string(), download: z.string().optional(), keep: z.string().optional() }),
})
const live = endpoint({
  id: 'drawers.live',
  kind: 'live',
  summary: 'An echo',
  method: 'GET',
  path: '/echo',
  permission: 'user',
  query: z.object({ greeting: z.string() }),
})

const bytes = Buffer.from('0123456789')
let opened = 0
const { app } = await createTestServer([
  route(upload, async ({ label }, _context, { body, contentLength }) => ({
    got: await text(body),
    length: contentLength,
    label,
  })),
  route(download, async ({ name, mime, download: asked, keep }): Promise<Download> => ({
    name,
    mime,
    sizeBytes: bytes.length,
    etag: 'abc',
    asAttachment: asked === '1',
    isKept: keep === '1',
    open: async ({ start, end }) => {
      opened += 1
      return Readable.from([bytes.subarray(start, end + 1)])
    },
  })),
  route(live, ({ greeting }, { caller }, socket) => {
    socket.send(`${greeting} ${caller.name}`)
    socket.on('message', (data) => socket.send(frameText(data)))
  }),
])
const base = await app.listen({ port: 0, host: '127.0.0.1' })
const host = new URL(base).host
afterAll(() => app.close())

const get = (
  query = 'mime=image/png',
  headers: Record<string, string> = {},
  method: 'GET' | 'HEAD' = 'GET',
) => app.inject({ method, url: `/api/drawers/photo?${query}`, headers })

describe('a download', () => {
  it('is answered so that it cannot run in our origin', async () => {
    const answer = await get()
    expect(answer.body).toBe('0123456789')
    expect(answer.headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': '10',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'content-disposition': `inline; filename="photo"; filename*=UTF-8''photo`,
    })
  })

  it.each([
    'image/svg+xml',
    'text/html',
    'application/xml',
    'application/xhtml+xml',
    'text/javascript',
    'text/plain',
    'application/pdf',
  ])('of the type %s is an attachment, never inline', async (mime) => {
    const answer = await get(`mime=${encodeURIComponent(mime)}`)
    expect(answer.headers['content-disposition']).toMatch(/^attachment;/)
    expect(answer.headers['content-type']).not.toMatch(/html|xml|svg|script/)
  })

  it('is an attachment whatever the type when that is asked for', async () => {
    expect((await get('mime=image/png&download=1')).headers['content-disposition']).toMatch(/^attachment;/)
  })

  it('is asked for again each time, unless it may be kept; for others than who asked it never is', async () => {
    expect((await get()).headers['cache-control']).toBe('private, no-cache')
    const kept = await get('mime=image/png&keep=1')
    expect(kept.headers['cache-control']).toBe('private, max-age=31536000, immutable')
  })

  it('carries any name without breaking its header', async () => {
    const answer = await app.inject(
      `/api/drawers/${encodeURIComponent('Счёт "1"\r\nX-Evil: 1;(.pdf')}?mime=a/b`,
    )
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="____ _1___X-Evil: 1;(.pdf"; filename*=UTF-8''%D0%A1%D1%87%D1%91%D1%82%20%221%22__X-Evil%3A%201%3B%28.pdf`,
    )
    expect(answer.headers['x-evil']).toBeUndefined()
  })

  it.each([
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=5-500', 206, '56789', 'bytes 5-9/10'],
    ['bytes=0-1,4-5', 200, '0123456789', undefined],
    ['bytes=4-2', 200, '0123456789', undefined],
    ['lines=1-2', 200, '0123456789', undefined],
    ['bytes=10-', 416, '', 'bytes */10'],
  ])('of the range %s is %i', async (range, status, body, contentRange) => {
    const answer = await get('mime=video/mp4', { range })
    expect([answer.statusCode, answer.body, answer.headers['content-range']]).toEqual([
      status,
      body,
      contentRange,
    ])
  })

  it('with If-Range gives the range only of the same bytes', async () => {
    expect((await get('mime=video/mp4', { range: 'bytes=0-1', 'if-range': '"abc"' })).statusCode).toBe(206)
    expect((await get('mime=video/mp4', { range: 'bytes=0-1', 'if-range': '"old"' })).statusCode).toBe(200)
  })

  it('opens nothing for HEAD or for bytes the browser has', async () => {
    opened = 0
    const head = await get('mime=image/png', {}, 'HEAD')
    expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([200, '', '10'])
    expect((await get('mime=image/png', { 'if-none-match': 'W/"x", "abc"' })).statusCode).toBe(304)
    expect(opened).toBe(0)
  })
})

describe('an upload', () => {
  const put = (type: string | undefined, payload: string, query = 'label=a') =>
    app.inject({
      method: 'PUT',
      url: `/api/drawers/x?${query}`,
      headers: { cookie: 'who=admin', origin: base, host, ...(type ? { 'content-type': type } : {}) },
      payload,
    })

  it.each(['application/json', 'text/html', 'image/png', undefined])(
    'called %s reaches the handler as raw bytes',
    async (type) => {
      const answer = await put(type, '{"not": "parsed"')
      expect(answer.json()).toEqual({ got: '{"not": "parsed"', length: 16, label: 'a' })
    },
  )

  it('with a wrong query is refused unread', async () => {
    expect((await put('image/png', 'x', 'label=')).json().error.details.fields).toMatchObject([
      { path: 'label' },
    ])
  })

  it('may be larger than a JSON body, and chunked', async () => {
    const sent = httpRequest(`${base}/api/drawers/x?label=a`, {
      method: 'PUT',
      headers: { cookie: 'who=admin', origin: base },
    })
    for (let index = 0; index < 30; index += 1) sent.write(Buffer.alloc(100_000, 'x'))
    sent.end()
    const [response] = (await once(sent, 'response')) as [Readable]
    const answer = JSON.parse(await text(response)) as { got: string; length: number | null }
    expect([answer.got.length, answer.length]).toEqual([3_000_000, null])
  })
})

describe('a socket', () => {
  const open = async (
    headers: Record<string, string>,
    query = 'greeting=Hello',
  ): Promise<number | string> => {
    const socket = new WebSocket(`ws://${host}/api/echo?${query}`, { headers })
    const refused = new Promise<number>((resolve) => {
      socket.on('unexpected-response', (request, response) => {
        request.destroy()
        resolve(response.statusCode ?? 0)
      })
    })
    const said = once(socket, 'message').then(([data]) => String(data))
    said.catch(() => {})
    const result = await Promise.race([refused, said])
    socket.on('error', () => {})
    socket.terminate()
    return result
  }

  it('opens for a signed-in page of ours and gives the handler its input', async () => {
    expect(await open({ cookie: 'who=admin', origin: base })).toBe('Hello Anna')
  })

  it.each([
    ['another origin', { cookie: 'who=admin', origin: 'https://evil.example' }, 403],
    ['no origin', { cookie: 'who=admin' }, 403],
    ['nobody signed in', { origin: `http://${host}` }, 401],
  ])('is refused before it opens: %s', async (_what, headers, status) => {
    expect(await open(headers)).toBe(status)
  })

  it('with a wrong input is refused before it opens', async () => {
    expect(await open({ cookie: 'who=admin', origin: base }, '')).toBe(422)
  })

  it('that breaks does not take the server with it', async () => {
    const raw = connect(Number(new URL(base).port), '127.0.0.1')
    raw.write(
      `GET /api/echo?greeting=a HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${base}\r\nCookie: who=admin\r\n` +
        'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    )
    await once(raw, 'data')
    raw.write(Buffer.from([0xff, 0xff, 0xff, 0xff]))
    await once(raw, 'close')
    expect(await open({ cookie: 'who=admin', origin: base })).toBe('Hello Anna')
  })
})
