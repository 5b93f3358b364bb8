import { Kysely, PostgresDialect, type CompiledQuery, type RawBuilder, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from '#db'
import { LeanClient, partFromSilent, statementName } from './lean-client.ts'
import { Together } from './together.ts'

export type Db = Kysely<DB>
/** First parameter of everything that writes or emits: a write through the outer handle inside a transaction cannot be spelled. */
export type Tx = Transaction<DB>
/** For queries that only read. */
export type Read = Db | Tx

export type Database = { db: Db; pool: pg.Pool; close(): Promise<void> }

const int8Oid = pg.types.builtins.INT8

// Ids are below 2^53 and read as numbers; xid8 and numeric stay text.
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: Parameters<typeof pg.types.getTypeParser>[0], format?: 'text' | 'binary') =>
    oid === int8Oid
      ? (value: string) => Number(value)
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

/**
 * For statements that find everything by keys, whatever the values: each is planned once a connection, since planning them anew
 * costs more than running them, and never by a walk through a table, however empty it was when it was planned.
 */
const planOnce = 'set plan_cache_mode = force_generic_plan; set enable_seqscan = off'

/** A line that went dead without a word breaks after some twenty seconds of silence instead of hours: on this side, */
export const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 }
/** and on PostgreSQL's, where what a vanished process has locked is free again then. Of no effect on a socket file. */
const keepAliveThere =
  'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3; set tcp_user_timeout = 30000'

/** No statement of the product takes that long (ms): its answer will not come. What finds everything by keys waits for locks at most. */
const longestAnswerMs = { byKeys: 60_000, any: 15 * 60_000 }

/**
 * A new connection knows no statement and no table: what is first asked on it takes some ten times as long. Those for the road of
 * messages stay, the others for a while.
 */
const idleMs = 5 * 60_000

/**
 * Opens a pool. `max` connections; a connection is asked for at most 10 s, an answer on it for `longestAnswerMs`. `isByKeys`: for
 * statements as `planOnce` says; lists, whose road depends on what is asked for, have to do without it.
 */
export function createDatabase(options: {
  connectionString: string
  max?: number
  applicationName?: string
  isByKeys?: boolean
  /** For tests. */
  longestAnswerMs?: number
}): Database {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.max ?? 10,
    types,
    Client: LeanClient,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: options.isByKeys ? 0 : idleMs,
    application_name: options.applicationName ?? 'beseda',
    ...keepAlive,
    onConnect: (client) => client.query(options.isByKeys ? `${keepAliveThere}; ${planOnce}` : keepAliveThere),
  })
  // A broken idle connection is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  // The same for one that breaks between two queries: the next query on it tells.
  pool.on('connect', (client) => client.on('error', () => {}))
  const stopWatching = partFromSilent(
    pool,
    options.longestAnswerMs ?? longestAnswerMs[options.isByKeys ? 'byKeys' : 'any'],
  )
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  return {
    db,
    pool,
    close: async () => {
      await db.destroy()
      // Kysely leaves a pool alone through which it has sent nothing.
      if (!pool.ending) await pool.end()
      stopWatching()
    },
  }
}

const retriable = new Set(['40P01', '40001'])
const mostTries = 3
const commitListeners = new WeakMap<Db, () => void>()

/** Calls `listener` after every transaction that `inTransaction` or `inOneGo` commits on this database. */
export function onCommit(db: Db, listener: () => void): void {
  commitListeners.set(db, listener)
}

/** Runs `work` in a transaction; a deadlock or serialization failure is tried again, up to three times in all. */
export function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return committing(db, () => db.transaction().execute(work))
}

/**
 * Two statements in a transaction of their own and one round trip; the second sees what was committed until the first has ended. Tried
 * again as `inTransaction` does. @returns the rows of each.
 */
export function inOneGo<A, B>(
  { db, pool }: Pick<Database, 'db' | 'pool'>,
  first: RawBuilder<A>,
  second: RawBuilder<B>,
): Promise<[A[], B[]]> {
  return committing(db, async () => {
    const [ofFirst, ofSecond] = await sendTogether(pool, [first.compile(db), second.compile(db)])
    return [ofFirst as A[], ofSecond as B[]]
  })
}

/** Sends statements as `Together` says. @returns the rows of each. */
export async function sendTogether(pool: pg.Pool, queries: readonly CompiledQuery[]): Promise<unknown[][]> {
  const client = await pool.connect()
  const together = new Together(
    queries.map(({ sql: text, parameters }) => ({
      text,
      values: [...parameters],
      name: statementName(text),
      types,
    })),
  )
  try {
    client.query(together)
    const results = await together.results
    client.release()
    return results.map(({ rows }) => rows)
  } catch (error) {
    client.release(true)
    throw error
  }
}

async function committing<T>(db: Db, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await work()
      commitListeners.get(db)?.()
      return result
    } catch (error) {
      if (attempt === mostTries || !isDatabaseError(error) || !retriable.has(error.code)) throw error
    }
  }
}

export type DatabaseError = Error & { code: string; constraint?: string }

export function isDatabaseError(error: unknown): error is DatabaseError {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^[0-9A-Z]{5}$/.test(error.code)
  )
}
