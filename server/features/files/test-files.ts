import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { rightsOf } from '#features/access'
import type { FileStorage } from '#lib/files/storage'
import { openStorage } from '#lib/files/storage'
import { createHttpServer } from '#lib/http/server'
import type { Caller } from '#lib/http/route'
import { createLog } from '#lib/log'
import { createMetrics } from '#lib/metrics'
import { createTestDatabase } from '#lib/test-database'
import type { Db } from '#lib/db'
import { routes } from './index.ts'

export type TestFiles = {
  db: Db
  pool: pg.Pool
  /** May be changed for a while: a stand-in of a disk that is full. */
  storage: FileStorage
  app: FastifyInstance
  now: { at: Date }
  /** How many files lie in the account's folder below this one. */
  countStored(folder: string): Promise<number>
  close(): Promise<void>
}

/** The files feature on its own: accounts 1 and 2; Anna and Boris of the first, a stranger of the second. */
export async function openTestFiles(): Promise<TestFiles> {
  const { db, pool } = await createTestDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'beseda-files-'))
  const storage = await openStorage({ dataDir, s3: null })
  const now = { at: new Date('2026-03-01T12:00:00Z') }
  await addPeople(db)
  const config = { maxUploadBytes: 50_000, secretKey: randomBytes(32) }
  const app = await createHttpServer(
    {
      config: { publicUrl: null, filesUrl: null, trustProxy: 0 },
      log: createLog({ level: 'silent' }),
      metrics: createMetrics({ withProcess: false }),
      resolveCaller: async ({ headers }) => callers[headers.get('cookie') ?? ''] ?? null,
    },
    routes({ db, storage, config, clock: () => now.at }),
  )
  return {
    db,
    pool,
    storage,
    app,
    now,
    countStored: async (folder) =>
      (await readdir(join(dataDir, 'files', '1', folder), { withFileTypes: true }).catch(() => [])).filter(
        (entry) => entry.isFile(),
      ).length,
    async close() {
      await app.close()
      await rm(dataDir, { recursive: true })
    },
  }
}

async function addPeople(db: Db): Promise<void> {
  for (const subdomain of ['a', 'b']) {
    const { id } = await db
      .insertInto('accounts')
      .values({
        subdomain,
        name: subdomain,
        time_zone: 'UTC',
        currency: 'RUB',
        country: 'RU',
        language: 'ru',
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const role = await db
      .insertInto('roles')
      .values({
        account_id: id,
        name: 'Все',
        kind: 'admin',
        rights: JSON.stringify({}),
        answers_clients: true,
        incoming: true,
        analytics: true,
        settings: true,
        bots: 'edit',
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    for (const name of ['anna', 'boris']) {
      await db
        .insertInto('users')
        .values({
          account_id: id,
          login_id: `${subdomain}-${name}`,
          name,
          email: `${name}@${subdomain}.example`,
          role_id: role.id,
          language: 'ru',
          time_zone: 'UTC',
        })
        .execute()
    }
  }
}

const caller = (userId: number, accountId: number): Caller => ({
  accountId,
  userId,
  name: 'Somebody',
  groupId: null,
  roleId: 1,
  isAdmin: false,
  mayChangeSettings: false,
  answersClients: true,
  rights: rightsOf(() => 'own'),
})
const callers: Record<string, Caller> = {
  anna: caller(1, 1),
  boris: caller(2, 1),
  stranger: caller(3, 2),
}
