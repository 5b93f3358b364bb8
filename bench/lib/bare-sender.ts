/**
 * The bare loop: a process of its own that posts what it is told to, with Node's HTTP client over connections that stay open, and
 * nothing else. It keeps the order the product keeps: of each chat one message at a time, all chats at once, so it has as many
 * connections; it posts to the same servers in the same process. Without `notes` nothing is remembered, and a loop that is killed
 * loses or repeats: it is the least that sending can cost, not another way to do it. With them each message is noted before and after,
 * the plainest way to lose nothing.
 */
import http from 'node:http'
import pg from 'pg'

export type BareRequest = { url: string; headers: Record<string, string>; body: string }
/** A list for each chat, in its order; `notes`: the database whose table `bare_notes` has a row for each chat. */
export type BareWork = { chats: BareRequest[][]; notes?: string }

const agent = new http.Agent({ keepAlive: true, maxSockets: 256, scheduling: 'lifo' })

process.on('message', (work: BareWork) => {
  void sendAll(work).then((seconds) => process.send?.(seconds))
})

async function sendAll({ chats, notes }: BareWork): Promise<number> {
  const pool = notes === undefined ? null : new pg.Pool({ connectionString: notes, max: 20 })
  const note = async (chat: number, message: number, state: string): Promise<void> => {
    const values = [chat, message, state]
    await pool?.query({ name: 'note', text: noteText, values })
  }
  // Connections are made before the clock runs.
  await Promise.all(chats.map((_requests, chat) => note(chat, -1, 'none')))
  const from = performance.now()
  await Promise.all(
    chats.map(async (requests, chat) => {
      for (const [message, request] of requests.entries()) {
        await note(chat, message, 'sending')
        await send(request)
        await note(chat, message, 'sent')
      }
    }),
  )
  const seconds = (performance.now() - from) / 1000
  await pool?.end()
  return seconds
}

const noteText = 'update bare_notes set message = $2, state = $3 where chat = $1'

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
