import pg from 'pg'
import type { Config } from './config.ts'
import { createDatabase, type Database } from './db.ts'
import { assertRussianText, readRunningEmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'

export type OpenDatabase = Database & {
  /** Connections for the road of messages, which finds everything by keys. */
  stream: Database
  connectionString: string
}

/** The oldest PostgreSQL we are tested with. */
const oldestVersion = 150_000

/** What is wrong with a database, in words for the person at the console. */
export class DatabaseUnfit extends Error {
  override readonly name = 'DatabaseUnfit'
}

type Options = {
  config: Pick<Config, 'databaseUrl' | 'dataDir' | 'dbPoolSize'>
  /** Gets whole lines for the person at the console. */
  print: (line: string) => void
  /** A command works beside a running server: it takes the embedded database that already runs, and leaves it running. */
  isGuest: boolean
}

/** Opens the outside database of DATABASE_URL, or starts the embedded one; `close` ends whatever was started here. */
export async function openDatabase({ config, print, isGuest }: Options): Promise<OpenDatabase> {
  const found = config.databaseUrl ?? (isGuest ? await findRunning(config.dataDir) : null)
  const embedded = found ? null : await startEmbeddedPostgres({ dataDir: config.dataDir, log: print })
  const connectionString = found ?? embedded?.connectionString ?? ''
  try {
    if (config.databaseUrl) await checkOutside(config.databaseUrl)
    const size = shareConnections(isGuest ? 4 : config.dbPoolSize)
    const database = createDatabase({ connectionString, max: size.requests })
    const stream = createDatabase({ connectionString, max: size.stream, isByKeys: true })
    return {
      ...database,
      stream,
      connectionString,
      close: async () => {
        await Promise.all([database.close(), stream.close()])
        await embedded?.stop()
      },
    }
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

/** A third for the road of messages: it is taken in large portions and needs few. */
function shareConnections(all: number): { requests: number; stream: number } {
  const stream = Math.max(2, Math.round(all / 3))
  return { stream, requests: Math.max(2, all - stream) }
}

async function findRunning(dataDir: string): Promise<string | null> {
  const running = await readRunningEmbeddedPostgres(dataDir)
  return running?.connectionString ?? null
}

/** A database we did not make: new enough, and able to search Russian text. */
async function checkOutside(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
  } catch (error) {
    const reason = error instanceof AggregateError ? String(error.errors[0]) : String(error)
    throw new DatabaseUnfit(`DATABASE_URL: the database cannot be reached (${reason})`, { cause: error })
  }
  try {
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    )
    const version = rows[0]?.version ?? 0
    if (version < oldestVersion) {
      throw new DatabaseUnfit(
        `DATABASE_URL: PostgreSQL 15 or newer is needed; this one is ${Math.floor(version / 10_000)}`,
      )
    }
    await assertRussianText(client)
  } finally {
    await client.end()
  }
}
