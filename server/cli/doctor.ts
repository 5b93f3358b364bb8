import { existsSync } from 'node:fs'
import { access, constants } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { z } from 'zod'
import { projections as conversationProjections } from '#features/conversations'
import { projections as customerProjections } from '#features/customers'
import { projections as dealProjections } from '#features/deals'
import { projections as fieldProjections } from '#features/fields'
import { projections as fileProjections } from '#features/files'
import { projections as internalProjections } from '#features/internal'
import { projections as messageProjections } from '#features/messages'
import { projections as reportProjections } from '#features/reports'
import { projections as searchProjections } from '#features/search'
import { assertRussianText } from '#lib/embedded-postgres'
import { openStorage } from '#lib/files/storage'
import { reservedBytes } from '#lib/files/storage-full'
import { storeStream } from '#lib/files/store-stream'
import { readMigrations } from '#lib/migrate'
import { findWrongProjections } from '#lib/projections'
import { Readable } from 'node:stream'
import { command, type Command, type CommandContext } from './command.ts'

type Finding = { what: string; isGood: boolean; note: string }
type Check = { what: string; look(context: CommandContext): Promise<string> }

/** Each says in a few words what it found, or throws what is wrong. */
const checks: Check[] = [
  {
    what: 'Node.js',
    look: async () => needs(Number(process.versions.node.split('.')[0]) >= 24, process.version),
  },
  {
    what: 'data folder',
    look: async ({ config }) => {
      await access(config.dataDir, constants.R_OK | constants.W_OK)
      return config.dataDir
    },
  },
  {
    what: 'files',
    look: async ({ config }) => {
      const storage = await openStorage(config)
      const stored = await storeStream(storage, Readable.from([Buffer.from('doctor')]), {
        maxBytes: 100,
        keyPrefix: 'doctor',
      })
      await storage.delete(stored.storageKey)
      return config.s3 ? `bucket ${config.s3.bucket}` : 'a folder'
    },
  },
  { what: 'room for files', look: checkRoom },
  {
    what: 'database',
    look: async ({ config, database }) => {
      const { rows } = await database.pool.query<{ version: string; size: string }>(
        `select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size`,
      )
      return `PostgreSQL ${rows[0]?.version}, ${rows[0]?.size}, ${config.databaseUrl ? 'outside' : 'embedded'}`
    },
  },
  { what: 'Russian text', look: async ({ database }) => checkText(database.connectionString) },
  { what: 'migrations', look: checkMigrations },
  { what: 'running processes', look: async ({ database }) => countNodes(database.pool) },
  {
    what: 'messages that could not be read',
    look: async ({ database }) =>
      none(
        database.pool,
        'select count(*)::int as count from dead_letters where replayed_at is null and deleted_at is null',
      ),
  },
  {
    what: 'reactions that failed',
    look: async ({ database }) => none(database.pool, 'select count(*)::int as count from failed_reactions'),
  },
  { what: 'what is kept beside its rows', look: checkProjections },
  {
    what: 'web pages',
    look: async () =>
      needs(
        existsSync(fileURLToPath(new URL('../../dist/web/index.html', import.meta.url))),
        'built',
        'not built; npm start builds them',
      ),
  },
]

export const doctor: Command = command({
  name: 'doctor',
  summary: 'Look whether everything this installation needs is there',
  options: {},
  input: z.object({}),
  example: 'doctor',
  isLooking: true,
  async run(context) {
    const findings: Finding[] = []
    for (const { what, look } of checks) {
      try {
        findings.push({ what, isGood: true, note: await look(context) })
      } catch (error) {
        findings.push({ what, isGood: false, note: error instanceof Error ? error.message : String(error) })
      }
    }
    const lines = findings.map(({ what, isGood, note }) => `${isGood ? '✓' : '✗'} ${what}: ${note}`)
    return { text: lines.join('\n'), json: findings, isGood: findings.every((finding) => finding.isGood) }
  },
})

function needs(isGood: boolean, note: string, problem = note): string {
  if (!isGood) throw new Error(problem)
  return note
}

async function checkText(connectionString: string): Promise<string> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await assertRussianText(client)
    return 'stored and searched well'
  } finally {
    await client.end()
  }
}

async function checkMigrations({ database }: CommandContext): Promise<string> {
  const { rows } = await database.pool.query<{ name: string }>('select name from migrations')
  const done = new Set(rows.map((row) => row.name))
  const missing = (await readMigrations()).filter((migration) => !done.has(migration.name))
  return needs(
    missing.length === 0,
    `${done.size} done`,
    `not done: ${missing.map((each) => each.name).join(', ')}; npm start does them`,
  )
}

async function checkRoom({ config, database }: CommandContext): Promise<string> {
  const storage = await openStorage(config)
  const free = await storage.countFreeBytes()
  const { rows } = await database.pool.query<{ used: number; most: number; waiting: number }>(
    `select coalesce(sum(bytes), 0)::bigint as used, coalesce(max(bytes), 0)::bigint as most,
      (select count(*)::int from attachments t join accounts a on a.id = t.account_id where t.wait_reason is not null) as waiting
      from storage_use`,
  )
  const { used = 0, most = 0, waiting = 0 } = rows[0] ?? {}
  const mb = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MB`
  const isFull = free < reservedBytes || (storage.quotaBytes !== null && most >= storage.quotaBytes)
  const note = `${mb(used)} taken, ${mb(free)} free on the disk`
  return needs(
    !isFull && waiting === 0,
    note,
    `${note}; new files are refused, ${waiting} of clients wait: free the disk or raise STORAGE_QUOTA_MB`,
  )
}

/** Everything that is kept beside the rows it follows from. */
export const projections = [
  ...conversationProjections,
  ...fieldProjections,
  ...internalProjections,
  ...messageProjections,
  ...fileProjections,
  ...dealProjections,
  ...customerProjections,
  ...searchProjections,
  ...reportProjections,
]

async function checkProjections({ database }: CommandContext): Promise<string> {
  const wrong = await findWrongProjections(database.pool, projections)
  const lines = wrong.map(({ what, count, examples }) => `${what}, ${count} wrong (${examples.join('; ')})`)
  return needs(wrong.length === 0, `${projections.length} kinds agree`, lines.join('\n  '))
}

async function countNodes(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from nodes where beat_at > now() - interval '20 seconds'`,
  )
  return String(rows[0]?.count ?? 0)
}

async function none(pool: pg.Pool, query: string): Promise<string> {
  const { rows } = await pool.query<{ count: number }>(query)
  const count = rows[0]?.count ?? 0
  return needs(count === 0, 'none', String(count))
}
