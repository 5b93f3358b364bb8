/** A process of its own that posts what it is told to, with Node's HTTP client over connections that stay open, and nothing else. */
import http from 'node:http'

export type BareRequest = { url: string; headers: Record<string, string>; body: string }
export type BareWork = { requests: BareRequest[]; width: number }

const agent = new http.Agent({ keepAlive: true, maxSockets: 256, scheduling: 'lifo' })

process.on('message', (work: BareWork) => {
  void sendAll(work).then((seconds) => process.send?.(seconds))
})

async function sendAll({ requests, width }: BareWork): Promise<number> {
  const from = performance.now()
  const waiting = requests.values()
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const request of waiting) await send(request)
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
