import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'
import type { DB } from '#db'
import { sendTogether, type Read } from './db.ts'

type Asked = { query: CompiledQuery } & PromiseWithResolvers<unknown[]>

/**
 * A database to read from: what is asked in the same turn of the event loop travels together, one after another on one connection.
 * Each statement sees its own moment; when one fails all of that turn do.
 */
export function gatherReads(pool: pg.Pool): Read {
  const driver = new GatheringDriver(pool)
  return new Kysely<DB>({
    dialect: {
      createDriver: () => driver,
      createAdapter: () => new PostgresAdapter(),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createIntrospector: (db) => new PostgresIntrospector(db),
    },
  })
}

class GatheringDriver implements Driver, DatabaseConnection {
  #asked: Asked[] = []
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#asked.length === 0) setImmediate(() => void this.#send())
    const asked: Asked = { query, ...Promise.withResolvers<unknown[]>() }
    this.#asked.push(asked)
    return { rows: (await asked.promise) as R[] }
  }

  async #send(): Promise<void> {
    const asked = this.#asked
    this.#asked = []
    try {
      const rows = await sendTogether(
        this.#pool,
        asked.map(({ query }) => query),
      )
      for (const [index, one] of asked.entries()) one.resolve(rows[index] ?? [])
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    return this
  }
  async init(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
  streamQuery = (): never => onlyReads()
  beginTransaction = (): never => onlyReads()
  commitTransaction = (): never => onlyReads()
  rollbackTransaction = (): never => onlyReads()
}

function onlyReads(): never {
  throw new Error('Reads are gathered here; a transaction needs a connection of its own')
}
