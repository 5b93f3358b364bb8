import { createHash } from 'node:crypto'
import pg from 'pg'

const maxNamed = 2000
const names = new Map<string, string>()

/** A stable name for a statement's text, so that PostgreSQL plans it once a connection instead of at every call. */
export function statementName(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined) return known
  if (names.size >= maxNamed) return undefined
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 24)
  names.set(text, name)
  return name
}

/**
 * Kysely sends unnamed statements, which are parsed and planned at every call: half of the throughput. And as long as pg makes the
 * promise of a query, every answer outlives the young generation: collections of the old one, each felt for 100 ms on two cores,
 * come every five seconds under load instead of hardly ever.
 */
export class LeanClient extends pg.Client {
  /** Since when an answer is awaited (ms of `performance.now()`); null while none is. */
  asksSinceMs: number | null = null
  /** Whether what is asked may take as long as it takes. */
  isPatient = false

  constructor(config?: pg.ClientConfig) {
    super(config)
    this.on('drain', () => {
      this.asksSinceMs = null
    })
  }
}
Object.defineProperty(LeanClient.prototype, 'query', {
  value(this: LeanClient, first: unknown, second?: unknown, third?: unknown): unknown {
    this.asksSinceMs ??= performance.now()
    const isPlain = typeof first === 'string' && Array.isArray(second)
    const query = isPlain ? { text: first, values: second, name: statementName(first) } : first
    const values = isPlain || typeof second === 'function' ? undefined : second
    const send = (callback?: unknown): unknown =>
      Reflect.apply(pg.Client.prototype.query, this, [query, values, callback])
    const callback = [second, third].find((one) => typeof one === 'function')
    const isSubmittable = typeof query === 'object' && query !== null && 'submit' in query
    if (callback || isSubmittable) return send(callback)
    return new Promise((resolve, reject) => {
      send((error: unknown, result: unknown) => (error ? reject(error) : resolve(result)))
    }).catch(pointToCaller)
  },
})

/** The error of a query says where the query was asked, not where its answer was read. */
function pointToCaller(error: Error): never {
  Error.captureStackTrace(error)
  throw error
}

/** For work that takes as long as it takes: changing the tables of a large database. */
export async function patiently<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
  if (!(client instanceof LeanClient)) return work()
  client.isPatient = true
  try {
    return await work()
  } finally {
    client.isPatient = false
  }
}

/**
 * An answer may never come on a line that lives, when something on the way holds it back: who waits for it would wait for ever, and
 * what is read in turn would stand still. A connection of the pool on which one is awaited for longer than this breaks, as if its
 * other end were gone. @returns how to end that.
 */
export function partFromSilent(pool: pg.Pool, longestMs: number): () => void {
  const clients = new Set<pg.PoolClient>()
  pool.on('connect', (client) => clients.add(client))
  pool.on('remove', (client) => clients.delete(client))
  const timer = setInterval(() => {
    for (const client of clients) {
      if (!(client instanceof LeanClient) || client.isPatient || client.asksSinceMs === null) continue
      if (performance.now() - client.asksSinceMs > longestMs) void client.end()
    }
  }, longestMs / 4).unref()
  return () => clearInterval(timer)
}
