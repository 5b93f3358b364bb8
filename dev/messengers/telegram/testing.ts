import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Update } from '@grammyjs/types'
import type { Bot } from './bot.ts'

export type Called = { status: number; retryAfter: string | null; body: Record<string, unknown> }

/** Calls a method over HTTP with a JSON body, as the simplest client would. */
export const call = async (
  apiRoot: string,
  bot: Bot,
  method: string,
  parameters: Record<string, unknown> = {},
): Promise<Called> => {
  const response = await fetch(`${apiRoot}/bot${bot.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  })
  return read(response)
}

export const callWithForm = async (
  apiRoot: string,
  bot: Bot,
  method: string,
  form: FormData,
): Promise<Called> =>
  read(await fetch(`${apiRoot}/bot${bot.token}/${method}`, { method: 'POST', body: form }))

const read = async (response: Response): Promise<Called> => {
  // The Bot API always answers an object.
  const body = (await response.json()) as Record<string, unknown>
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body }
}

type Received = { update: Update; headers: http.IncomingHttpHeaders }
type Reply =
  | { status?: number; headers?: Record<string, string>; body?: string; hold?: Promise<void> }
  | 'never'

export type Receiver = {
  url: string
  received: Received[]
  texts: () => string[]
  /** How the n-th delivery (from 0) is answered; 200 by default. */
  reply: (update: Update, index: number) => Reply
  /** Resolves when so many deliveries have come. */
  count: (wanted: number) => Promise<void>
  close: () => Promise<void>
}

/** A webhook of a test: keeps what came, answers as told. */
export const startReceiver = async (): Promise<Receiver> => {
  const waiters: { wanted: number; resolve: () => void }[] = []
  const server = http.createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => (text += chunk))
    request.on('end', () => {
      // The stand-in under test sends an Update.
      const update = JSON.parse(text) as Update
      const index = receiver.received.push({ update, headers: request.headers }) - 1
      for (const waiter of waiters) if (receiver.received.length >= waiter.wanted) waiter.resolve()
      void answer(response, receiver.reply(update, index))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hook`,
    received: [],
    texts: () =>
      receiver.received.map(({ update }) => update.message?.text ?? update.edited_message?.text ?? ''),
    reply: () => ({}),
    count: (wanted) =>
      new Promise((resolve) => {
        if (receiver.received.length >= wanted) resolve()
        else waiters.push({ wanted, resolve })
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return receiver
}

const answer = async (response: http.ServerResponse, reply: Reply): Promise<void> => {
  if (reply === 'never') return
  await reply.hold
  response.writeHead(reply.status ?? 200, reply.headers)
  response.end(reply.body ?? '')
}

/** Asks again until the answer fits: for what ends on its own, without a guess at how long it takes. */
export const eventually = async <T>(ask: () => Promise<T>, fits: (value: T) => boolean): Promise<T> => {
  for (;;) {
    const value = await ask()
    if (fits(value)) return value
    await new Promise((resolve) => setImmediate(resolve))
  }
}
