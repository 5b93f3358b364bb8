import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { isPrivateAddress } from '#lib/outgoing-address'
import { formBody, jsonBody, type FormFile } from './http-body.ts'
import { createHttpClient, type HttpResult } from './http.ts'

const client = createHttpClient({ allowsPrivateNetwork: true })
const servers: (http.Server | net.Server)[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) {
    if (server instanceof http.Server) server.closeAllConnections()
    server.close()
  }
})

async function listen(server: http.Server | net.Server): Promise<string> {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}
const serve = (handler: http.RequestListener): Promise<string> => listen(http.createServer(handler))
const post = (url: string, timeoutMs = 5000): Promise<HttpResult> =>
  client.request({ method: 'POST', url: `${url}/bot1:secret/send`, body: jsonBody({ a: 1 }), timeoutMs })

describe('what is known of a request', () => {
  it('is everything when it was answered', async () => {
    const url = await serve((request, response) =>
      request.resume().on('end', () => response.end('{"ok":true}')),
    )
    expect(await post(url)).toMatchObject({ outcome: 'answered', status: 200, text: '{"ok":true}' })
  })

  it('is that it did not leave when nobody listens or the name does not exist', async () => {
    const url = await serve(() => {})
    servers.splice(0).forEach((server) => server.close())
    expect(await post(url)).toEqual({ outcome: 'unsent', code: 'connection_refused' })
    expect(await post('http://no-such-host.invalid')).toEqual({ outcome: 'unsent', code: 'name_not_found' })
  })

  it('is that it did not leave when TLS fails', async () => {
    const url = await listen(
      net.createServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 \r\n\r\n')),
    )
    expect((await post(url.replace('http:', 'https:'))).outcome).toBe('unsent')
  })

  it('is nothing when the connection is cut before, within or after the head of the answer', async () => {
    for (const spoken of [
      '',
      'HTTP/1.1 200 OK\r\nContent-Le',
      'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"ok"',
    ]) {
      const url = await listen(
        net.createServer((socket) => socket.on('error', () => {}).on('data', () => socket.end(spoken))),
      )
      expect((await post(url)).outcome).toBe('unknown')
    }
  })

  it('is nothing when no answer comes in time', async () => {
    const url = await serve(() => {})
    expect(await post(url, 60)).toEqual({ outcome: 'unknown', code: 'timeout' })
  })

  it('is nothing when a kept connection breaks under the next request', async () => {
    let requests = 0
    const url = await serve((request, response) => {
      requests += 1
      if (requests === 1) response.end('{}')
      else request.socket.destroy()
    })
    expect((await post(url)).outcome).toBe('answered')
    expect(await post(url)).toEqual({ outcome: 'unknown', code: 'connection_reset' })
    expect(requests).toBe(2)
  })

  it('never contains the address, which carries the token', async () => {
    const results = [
      await post('http://no-such-host.invalid'),
      await post(await serve((r) => r.socket.destroy())),
    ]
    expect(JSON.stringify(results)).not.toContain('secret')
  })

  it('is told without following a redirect', async () => {
    let followed = 0
    const target = await serve((_request, response) => {
      followed += 1
      response.end()
    })
    const url = await serve((_request, response) => response.writeHead(302, { location: target }).end())
    expect(await post(url)).toMatchObject({ outcome: 'answered', status: 302 })
    expect(followed).toBe(0)
  })
})

describe('a form with files', () => {
  const file = (bytes: Buffer, sizeBytes = bytes.length): FormFile => ({
    field: 'document',
    name: 'Счёт "№ 5"\r\nX: 1.pdf',
    mime: 'application/pdf',
    sizeBytes,
    open: async () => Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]),
  })
  const send = (url: string, files: FormFile[]): Promise<HttpResult> =>
    client.request({
      method: 'POST',
      url,
      body: formBody({ chat_id: '5', text: 'да\n' }, files),
      timeoutMs: 5000,
    })

  it('arrives as it was, with its length known before', async () => {
    let form: FormData | null = null
    const url = await serve(async (request, response) => {
      const bytes = Readable.toWeb(request)
      expect(request.headers['transfer-encoding']).toBeUndefined()
      form = await new Response(bytes as ReadableStream, {
        headers: { 'content-type': request.headers['content-type'] ?? '' },
      }).formData()
      response.end('{}')
    })
    const content = Buffer.from('содержимое файла')
    expect((await send(url, [file(content)])).outcome).toBe('answered')
    const received = form as FormData | null
    expect([received?.get('chat_id'), received?.get('text')]).toEqual(['5', 'да\n'])
    const uploaded = received?.get('document')
    if (!(uploaded instanceof File)) throw new Error('no file came')
    expect(uploaded.name).toBe('Счёт "№ 5"\r\nX: 1.pdf')
    expect(Buffer.from(await uploaded.arrayBuffer())).toEqual(content)
  })

  it('did not leave when a file is not as long as it was, or cannot be read: the other side never sees a whole request', async () => {
    let whole = 0
    const url = await serve((request, response) => {
      request.on('error', () => {}).resume()
      request.on('end', () => (whole += 1) && response.end('{}'))
    })
    const broken: FormFile = {
      ...file(Buffer.from('x')),
      open: async () => {
        throw new Error('the disk is gone')
      },
    }
    const bytes = Buffer.from('0123456789')
    for (const bad of [file(bytes, 11), file(bytes, 9), broken]) {
      expect(await send(url, [bad])).toEqual({ outcome: 'unsent', code: 'file_unreadable' })
    }
    expect(whole).toBe(0)
  })

  it('did not leave when the connection breaks while it is being sent', async () => {
    const url = await serve((request) => request.once('data', () => request.socket.destroy()))
    const large: FormFile = {
      ...file(Buffer.alloc(0)),
      sizeBytes: 64 * 1024 * 1024,
      open: async () => Readable.from(Array.from({ length: 64 }, () => Buffer.alloc(1024 * 1024))),
    }
    expect((await send(url, [large])).outcome).toBe('unsent')
  })
})

describe('private addresses', () => {
  it('are refused before anything is sent, by number and by name', async () => {
    let reached = 0
    const url = await serve((_request, response) => {
      reached += 1
      response.end()
    })
    const strict = createHttpClient({ allowsPrivateNetwork: false })
    const port = new URL(url).port
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433']) {
      const result = await strict.request({ method: 'GET', url: `http://${host}:${port}/`, timeoutMs: 5000 })
      expect([host, result]).toEqual([host, { outcome: 'unsent', code: 'address_refused' }])
    }
    expect(reached).toBe(0)
  })

  it('are told from public ones', () => {
    const all = [
      '10.1.2.3',
      '172.31.0.1',
      '192.168.0.1',
      '169.254.169.254',
      '100.64.0.1',
      '::1',
      'fe80::1',
      'fd00::1',
    ]
    expect(all.filter((address) => !isPrivateAddress(address))).toEqual([])
    const open = ['149.154.167.220', '8.8.8.8', '172.32.0.1', '2a00:1450:4010::65']
    expect(open.filter(isPrivateAddress)).toEqual([])
  })
})
