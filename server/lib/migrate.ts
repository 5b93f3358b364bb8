import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { patiently } from './lean-client.ts'

const folder = fileURLToPath(new URL('../db/migrations/', import.meta.url))
const lockKey = 2_026_112_401

export type Migration = { name: string; sql: string; hash: string }

export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_.+\.sql$/.test(name)).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(`${folder}${name}`, 'utf8')
      return { name, sql, hash: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/**
 * Brings the database forward, each migration in a transaction of its own, under a lock that lets one node do it.
 * Refuses to go on when a migration that has run was changed, or when the database is newer than this program.
 * @returns the names of the migrations that ran.
 */
export async function migrate(pool: pg.Pool): Promise<string[]> {
  const migrations = await readMigrations()
  const client = await pool.connect()
  try {
    return await patiently(client, () => runMissing(client, migrations))
  } finally {
    client.release()
  }
}

/** One of several nodes does it, the others wait for it. */
async function runMissing(client: pg.PoolClient, migrations: Migration[]): Promise<string[]> {
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await client.query(
      'create table if not exists migrations (name text primary key, hash text not null, at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ name: string; hash: string }>(
      'select name, hash from migrations order by name',
    )
    checkHistory(migrations, rows)
    const done = new Set(rows.map((row) => row.name))
    const todo = migrations.filter((migration) => !done.has(migration.name))
    for (const migration of todo) await run(client, migration)
    return todo.map((migration) => migration.name)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey]).catch(() => {})
  }
}

function checkHistory(migrations: Migration[], done: { name: string; hash: string }[]): void {
  for (const row of done) {
    const migration = migrations.find((one) => one.name === row.name)
    if (!migration)
      throw new Error(`The database was made by a newer version: it knows the migration ${row.name}.`)
    if (migration.hash !== row.hash)
      throw new Error(`The migration ${row.name} was changed after it had run.`)
  }
}

async function run(client: pg.PoolClient, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(migration.sql)
    await client.query('insert into migrations (name, hash) values ($1, $2)', [
      migration.name,
      migration.hash,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(
      `The migration ${migration.name} failed: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    )
  }
}
