import { createHash } from 'node:crypto'
import pg from 'pg'
import { Together } from './together.ts'

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

/** How Kysely, graphile-worker and we begin a transaction. */
const begin = 'begin'
const rollback = 'rollback'
const ends = new Set<unknown>(['commit', rollback])
const nothing = { command: null, rowCount: null, rows: [], fields: [] }

/**
 * Kysely sends unnamed statements, which are parsed and planned at every call: half of the throughput. And as long as pg makes the
 * promise of a query, every answer outlives the young generation: collections of the old one, each felt for 100 ms on two cores,
 * come every five seconds under load instead of hardly ever. A transaction begins together with its first statement, in one round trip;
 * one of which nothing is asked never begins.
 */
export class LeanClient extends pg.Client {
  /** Since when an answer is awaited (ms of `performance.now()`); null while none is. */
  asksSinceMs: number | null = null
  /** Whether what is asked may take as long as it takes. */
  isPatient = false
  /** Whether a transaction was begun of which nothing has been asked yet. */
  holdsBegin = false

  constructor(config?: pg.ClientConfig) {
    super(config)
    this.on('drain', () => {
      this.asksSinceMs = null
    })
  }
}
Object.defineProperty(LeanClient.prototype, 'query', {
  value(this: LeanClient, first: unknown, second?: unknown, third?: unknown): unknown {
    const callback = [second, third].find((one) => typeof one === 'function')
    if (first === begin && !callback) {
      this.holdsBegin = true
      return Promise.resolve(nothing)
    }
    if (this.holdsBegin && ends.has(first)) {
      this.holdsBegin = false
      return Promise.resolve(nothing)
    }
    this.asksSinceMs ??= performance.now()
    const isPlain = typeof first === 'string' && Array.isArray(second)
    const query = isPlain ? { text: first, values: second, name: statementName(first) } : first
    if (this.holdsBegin) {
      this.holdsBegin = false
      if (isPlain) return beginWith(this, query as pg.QueryConfig)
      // What has several statements, or takes its answers itself, goes by itself; should this one fail, so does that.
      Reflect.apply(pg.Client.prototype.query, this, [begin, () => {}])
    }
    const values = isPlain || typeof second === 'function' ? undefined : second
    const send = (to?: unknown): unknown =>
      Reflect.apply(pg.Client.prototype.query, this, [query, values, to])
    const isSubmittable = typeof query === 'object' && query !== null && 'submit' in query
    if (callback || isSubmittable) return send(callback)
    const asked = new Promise((resolve, reject) => {
      send((error: unknown, result: unknown) => (error ? reject(error) : resolve(result)))
    })
    // With the connection the transaction is gone as well; what it failed by is told, not this.
    if (first === rollback) return asked.catch(() => void this.end().catch(() => {})).then(() => nothing)
    return asked.catch(pointToCaller)
  },
})

/** @returns the answer to the statement. */
async function beginWith(client: LeanClient, statement: pg.QueryConfig): Promise<pg.QueryResult> {
  const types = { getTypeParser: client.getTypeParser.bind(client) }
  const together = new Together([
    { text: begin, name: statementName(begin), types },
    { ...statement, types },
  ])
  Reflect.apply(pg.Client.prototype.query, client, [together])
  const [, answer] = await together.results.catch(pointToCaller)
  if (!answer) throw new Error('A statement that went with the begin of its transaction has no answer')
  return answer
}

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
