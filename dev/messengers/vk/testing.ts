import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { Community } from './community.ts'
import type { Fields } from './json.ts'

/** Calls a method as the simplest client would; gives the whole answer. */
export const call = async (
  apiRoot: string,
  community: Community,
  method: string,
  parameters: Record<string, string | number> = {},
): Promise<Fields> => {
  const given = Object.entries(parameters).map(([name, value]) => [name, String(value)])
  const body = new URLSearchParams([...given, ['access_token', community.token], ['v', '5.199']])
  return read(await fetch(`${apiRoot}/method/${method}`, { method: 'POST', body }))
}

/** VK answers with HTTP 200 and an object, whatever it says. */
export const read = async (response: Response): Promise<Fields> => {
  if (response.status !== 200) throw new Error(`HTTP ${response.status}`)
  return (await response.json()) as Fields
}

/** What was refused, and by which number. */
export const codeOf = (answer: Fields): number | null => {
  const { error } = answer
  return typeof error === 'object' && error !== null && 'error_code' in error
    ? Number(error.error_code)
    : null
}

type Received = { event: Fields; headers: http.IncomingHttpHeaders }
type Reply = { status?: number; headers?: Record<string, string>; body: string }

export type Receiver = {
  url: string
  received: Received[]
  /** How the n-th event (from 0) is answered; null: as it should be. */
  reply: (event: Fields, index: number) => Reply | null
  close: () => Promise<void>
}

/** A Callback server of a test: confirms itself, keeps what comes, answers as told. */
export const startReceiver = async (codeNow: () => Promise<string>): Promise<Receiver> => {
  const server = http.createServer((request, response) => {
    void buffer(request).then(async (body) => {
      const event = JSON.parse(body.toString()) as Fields
      if (event['type'] === 'confirmation') {
        response.end(await codeNow())
        return
      }
      const index = receiver.received.push({ event, headers: request.headers }) - 1
      const reply = receiver.reply(event, index)
      response.writeHead(reply?.status ?? 200, reply?.headers).end(reply?.body ?? 'ok')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hook`,
    received: [],
    reply: () => null,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return receiver
}
