import { createDatabase, type Database } from '#lib/db'

const steps: Record<string, string> = {
  begin: 'savepoint step',
  commit: 'release savepoint step',
  rollback: 'rollback to savepoint step',
}

/**
 * Runs `work` on a database whose every transaction is a step of one large one: others see all of it at its end, or nothing.
 * There is one connection, so the steps come one after another.
 */
export async function inOneTransaction<T>(
  connectionString: string,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = createDatabase({ connectionString, max: 1 })
  // The transaction lives as long as its connection.
  database.pool.options.idleTimeoutMillis = 0
  database.pool.on('connect', (client) => {
    const send: unknown = client.query
    if (typeof send !== 'function') throw new Error('A connection that cannot be asked')
    Object.defineProperty(client, 'query', {
      value: (first: unknown, ...rest: unknown[]): unknown =>
        Reflect.apply(send, client, [typeof first === 'string' ? (steps[first] ?? first) : first, ...rest]),
    })
  })
  try {
    await database.pool.query('start transaction')
    const result = await work(database)
    await database.pool.query('end')
    return result
  } catch (error) {
    await database.pool.query('abort').catch(() => {})
    throw error
  } finally {
    await database.close()
  }
}
