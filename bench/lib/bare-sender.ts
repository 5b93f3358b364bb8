/**
 * The bare loop: a process of its own that posts what it is told to, with Node's HTTP client over connections that stay open, and
 * nothing else. It keeps the order the product keeps: of each chat one message at a time, all chats at once, so it has as many
 * connections; it posts to the same servers in the same process. What it does not have is a database: nothing is remembered, and a
 * loop that is killed loses or repeats. It is the least that sending can cost, not another way to do it.
 */
import http from 'node:http'

export type BareRequest = { url: string; headers: Record<string, string>; body: string }
/** A list for each chat, in its order. */
export type BareWork = { chats: BareRequest[][] }

const agent = new http.Agent({ keepAlive: true, maxSockets: 256, scheduling: 'lifo' })

process.on('message', (work: BareWork) => {
  void sendAll(work).then((seconds) => process.send?.(seconds))
})

async function sendAll({ chats }: BareWork): Promise<number> {
  const from = performance.now()
  await Promise.all(
    chats.map(async (requests) => {
      for (const request of requests) await send(request)
    }),
  )
  return (performance.now() - from) / 1000
}

/** Resolves when the whole answer was read; throws unless it is a good one. */
function send({ url, headers, body }: BareRequest): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const length = { 'content-length': String(Buffer.byteLength(body)) }
  const request = http.request(url, { method: 'POST', agent, headers: { ...headers, ...length } })
  request.on('response', (answer) => {
    if (answer.statusCode !== 200) reject(new Error(`A stand-in answered ${answer.statusCode}`))
    answer.on('end', resolve).resume()
  })
  request.on('error', reject)
  request.end(body)
  return promise
}
