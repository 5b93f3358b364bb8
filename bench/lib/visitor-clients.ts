import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import WebSocket from 'ws'
import { visitorFrame } from '#contract/website'
import { frameText } from '#lib/http/frame-text'
import type { Client, Clients, Got } from './messenger-clients.ts'
import type { BenchProduct } from './product.ts'

/**
 * Visitors of a site, connected as the widget connects. A website has no server that could be posted to: a bare loop posts
 * to one that reads and answers, and does nothing else.
 */
export async function visitorClients(
  { address }: BenchProduct,
  button: string,
  count: number,
): Promise<Clients & { close(): void }> {
  const bare = await startBareEndpoint()
  const got: Got[] = []
  const sockets: WebSocket[] = []
  const all: Client[] = []
  for (let index = 0; index < count; index += 1) {
    const base = `${address}/api/website/${button}`
    const { token } = await call<{ token: string }>(`${base}/visitors`, address, {}, {})
    const client: Client = {
      name: `visitor ${index}`,
      write: (text) =>
        call(
          `${base}/messages`,
          address,
          { authorization: `Bearer ${token}` },
          { id: randomUUID(), text, at: new Date().toISOString() },
        ),
      bare: (text) => ({ url: bare.url, headers: {}, body: JSON.stringify({ chat: index, text }) }),
    }
    const socket = await listen(`${base.replace('http', 'ws')}/live`, address, token)
    socket.on('message', (data) => {
      const frame = visitorFrame.parse(JSON.parse(frameText(data)))
      if (frame.type === 'message' && !frame.message.isMine) got.push({ client, text: frame.message.text })
    })
    all.push(client)
    sockets.push(socket)
  }
  return {
    all,
    take: () => got.splice(0),
    close() {
      for (const socket of sockets) socket.close()
      bare.server.close()
    },
  }
}

async function call<T>(
  url: string,
  origin: string,
  headers: Record<string, string>,
  body: object,
): Promise<T> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, ...headers },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as T
}

/** Resolves when the product has said that it will tell. */
async function listen(url: string, origin: string, token: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { headers: { origin } })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  socket.once('open', () => socket.send(JSON.stringify({ token })))
  socket.once('message', () => resolve())
  socket.once('close', (code) => reject(new Error(`A visitor was sent away: ${code}`)))
  await promise
  return socket
}

async function startBareEndpoint(): Promise<{ server: Server; url: string }> {
  const server = createServer({ keepAliveTimeout: 75_000 }, (request, response) => {
    request.resume().on('end', () => response.end('{}'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const place = server.address()
  const port = typeof place === 'object' && place ? place.port : 0
  return { server, url: `http://127.0.0.1:${port}/` }
}
