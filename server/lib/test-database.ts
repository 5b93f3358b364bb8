import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { createDatabase, isDatabaseError, type Database } from './db.ts'
import { migrate, readMigrations } from './migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the tests' PostgreSQL, made by tests/global-setup.ts; its role may create databases. */
    databaseUrl: string
  }
}

export type TestDatabase = Database & { connectionString: string }

/** A database of its own for one test file, cloned from a migrated template; dropped after the file. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const url = new URL(inject('databaseUrl'))
  const admin = new pg.Client({ connectionString: url.href })
  await admin.connect()
  const template = await prepareTemplate(admin, url)
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await admin.query(`create database ${name} template ${template}`)
  await admin.end()
  const connectionString = withDatabase(url, name)
  const database = createDatabase({ connectionString })
  afterAll(async () => {
    await database.close()
    const cleaner = new pg.Client({ connectionString: url.href })
    await cleaner.connect()
    await cleaner.query(`drop database if exists ${name} with (force)`).catch((error: unknown) => {
      // PostgreSQL's own vacuum is at it, which only a plain drop may send away.
      if (!isDatabaseError(error) || error.code !== '42501') throw error
      return cleaner.query(`drop database if exists ${name}`)
    })
    await cleaner.end()
  })
  return { ...database, connectionString }
}

const lockKey = 7_301_553

/** Made once a run, named after the migrations' hashes; an advisory lock keeps two files from making it at once. */
async function prepareTemplate(admin: pg.Client, url: URL): Promise<string> {
  const migrations = await readMigrations()
  const name = `template_${migrations.map((migration) => migration.hash.slice(0, 6)).join('_')}`.slice(0, 60)
  await admin.query('select pg_advisory_lock($1)', [lockKey])
  try {
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [name])
    if (rowCount === 0) {
      const making = `${name.slice(0, 55)}_new`
      await admin.query(`drop database if exists ${making} with (force)`)
      await admin.query(`create database ${making}`)
      const database = createDatabase({ connectionString: withDatabase(url, making), max: 1 })
      await migrate(database.pool)
      await database.close()
      await admin.query(`alter database ${making} rename to ${name}`)
    }
    return name
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [lockKey])
  }
}

function withDatabase(url: URL, name: string): string {
  const copy = new URL(url)
  copy.pathname = `/${name}`
  return copy.href
}
