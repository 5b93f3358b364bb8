import http from 'node:http'
import type { Fields } from './account-state.ts'
import { readFields } from './read-fields.ts'

export type Called = Fields & { text: string }

/** Calls a method as the simplest client would; `text` is the answer as it came, ids unrounded. */
export const call = async (
  apiRoot: string,
  token: string | null,
  method: string,
  parameters: unknown = {},
): Promise<Called> => {
  const response = await fetch(`${apiRoot}/pa/${method}`, {
    method: 'POST',
    headers: token === null ? {} : { 'x-viber-auth-token': token },
    body: typeof parameters === 'string' ? parameters : JSON.stringify(parameters),
  })
  const text = await response.text()
  return { ...readFields(text), text }
}

type Received = { headers: http.IncomingHttpHeaders; url: string; body: Buffer; fields: Fields }
type Reply = { status?: number; body?: string; hold?: Promise<void> }

export type Receiver = {
  url: string
  received: Received[]
  events: () => unknown[]
  /** How a callback is answered; `index` counts from 0. By default with 200. */
  reply: (callback: Fields, index: number) => Reply
  close: () => Promise<void>
}

/** A webhook of a test: keeps what came, answers as told. */
export const startReceiver = async (): Promise<Receiver> => {
  const { url, close } = await serve((request, response, body) => {
    const fields = readFields(body) ?? {}
    const index =
      receiver.received.push({ headers: request.headers, url: request.url ?? '', body, fields }) - 1
    void answer(response, receiver.reply(fields, index))
  })
  const receiver: Receiver = {
    url: `${url}/hook`,
    received: [],
    events: () => receiver.received.map(({ fields }) => fields['event']),
    reply: () => ({}),
    close,
  }
  return receiver
}

const answer = async (response: http.ServerResponse, reply: Reply): Promise<void> => {
  await reply.hold
  response.writeHead(reply.status ?? 200)
  response.end(reply.body ?? '')
}

export type Host = {
  /** Where anybody can fetch these bytes, under a path that ends in `name`. */
  publish: (bytes: Buffer, name: string, headers?: Record<string, string | number>) => string
  /** An address that leads elsewhere; null: to itself. */
  redirect: (location: string | null) => string
  close: () => Promise<void>
}

/** A public place for files of ours. */
export const startHost = async (): Promise<Host> => {
  const files = new Map<string, { status: number; bytes: Buffer; headers: http.OutgoingHttpHeaders }>()
  const { url, close } = await serve((request, response) => {
    const file = files.get(request.url ?? '')
    response.writeHead(file?.status ?? 404, file?.headers)
    response.end(file?.bytes)
  })
  return {
    publish: (bytes, name, headers = {}) => {
      const path = `/${files.size + 1}/${encodeURIComponent(name)}`
      files.set(path, { status: 200, bytes, headers: { 'content-length': bytes.length, ...headers } })
      return `${url}${path}`
    },
    redirect: (location) => {
      const path = `/${files.size + 1}`
      const headers = { location: location ?? `${url}${path}` }
      files.set(path, { status: 302, bytes: Buffer.alloc(0), headers })
      return `${url}${path}`
    },
    close,
  }
}

type Serve = (request: http.IncomingMessage, response: http.ServerResponse, body: Buffer) => void

const serve = async (handle: Serve): Promise<{ url: string; close: () => Promise<void> }> => {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => handle(request, response, Buffer.concat(chunks)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${address.port}`, close }
}
