/** Writes server/db/schema.ts from a freshly migrated database: `npm run db:types`. */
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createDatabase } from '../lib/db.ts'
import { startEmbeddedPostgres } from '../lib/embedded-postgres.ts'
import { migrate } from '../lib/migrate.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'beseda-types-'))
const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} })
try {
  const database = createDatabase({ connectionString: postgres.connectionString })
  await migrate(database.pool)
  await database.close()
  const result = spawnSync(
    process.execPath,
    [
      fileURLToPath(new URL('../../node_modules/kysely-codegen/dist/cli/bin.js', import.meta.url)),
      '--dialect=postgres',
      `--url=${postgres.connectionString}`,
      '--out-file=server/db/schema.ts',
      '--numeric-parser=string',
      '--type-mapping={"int8":"number","xid8":"string"}',
      '--singularize=false',
      '--exclude-pattern=public.migrations',
      '--type-only-imports',
    ],
    { stdio: 'inherit' },
  )
  process.exitCode = result.status ?? 1
} finally {
  await postgres.stop()
  await rm(dataDir, { recursive: true, force: true })
}
