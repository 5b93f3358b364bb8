import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFile, chown, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import type { ClusterFolder } from './cluster-folder.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

/** The one major version whose files we read and write. */
const postgresMajor = '18'

// A UTF-8 character type is what search in Russian needs; the order of strings stays that of their bytes, so that no
// update of the system's locales can put an index out of order. macOS before 15 has no C.UTF-8.
const localeAttempts: string[][] = [
  ['--locale=C.UTF-8'],
  ['--lc-collate=C', '--lc-ctype=en_US.UTF-8'],
  ['--lc-collate=C', '--lc-ctype=UTF-8'],
]

/** Makes the cluster unless it exists. A cluster appears whole or not at all, also when two processes make it at once. */
export async function initialiseCluster(
  folder: ClusterFolder,
  binaries: Binaries,
  superuserPassword: string,
  log: (line: string) => void,
): Promise<void> {
  if (await isInitialised(folder)) return
  log('Creating the database for the first time (a few seconds)')
  const suffix = randomBytes(4).toString('hex')
  const unfinished = join(folder.base, `cluster.${suffix}`)
  const passwordFile = join(folder.base, `password.${suffix}`)
  try {
    await writeFile(passwordFile, `${superuserPassword}\n`, { mode: 0o600 })
    if (folder.user) await chown(passwordFile, folder.user.uid, folder.user.gid)
    await runInitdb(folder, binaries, unfinished, passwordFile)
    await appendFile(
      join(unfinished, 'postgresql.conf'),
      "\n# Rewritten by Beseda at each start.\ninclude_if_exists = 'beseda.conf'\n# Settings of your own go below this line.\n",
    )
    await rename(unfinished, folder.cluster)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (!(await isInitialised(folder))) throw error
  } finally {
    await rm(passwordFile, { force: true })
  }
}

export async function isInitialised(folder: ClusterFolder): Promise<boolean> {
  return (await stat(join(folder.cluster, 'PG_VERSION')).catch(() => undefined)) !== undefined
}

/** Refuses a cluster made by another major version, whose files this one cannot read. */
export async function assertMajorVersion(folder: ClusterFolder): Promise<void> {
  const found = (await readFile(join(folder.cluster, 'PG_VERSION'), 'utf8')).trim()
  if (found === postgresMajor) return
  throw new EmbeddedPostgresError(
    'other_major_version',
    `The database in ${folder.base} was made by PostgreSQL ${found}, this version of Beseda brings PostgreSQL ${postgresMajor}. ` +
      'Nothing was changed. Make a backup with the version of Beseda that made it and restore that here.',
  )
}

async function runInitdb(
  folder: ClusterFolder,
  binaries: Binaries,
  target: string,
  passwordFile: string,
): Promise<void> {
  let output = ''
  for (const locale of localeAttempts) {
    await rm(target, { recursive: true, force: true })
    const result = await run(
      binaries.initdb,
      [
        `--pgdata=${target}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        ...locale,
        '--lc-messages=C',
        '--data-checksums',
        '--no-instructions',
      ],
      folder,
    )
    if (result.code === 0) return
    output = result.output
    if (!/locale/i.test(output)) break
  }
  throw new EmbeddedPostgresError(
    'initialisation_failed',
    `PostgreSQL could not create its files in ${folder.base}:\n${output.trim()}`,
  )
}

function run(
  program: string,
  args: string[],
  folder: ClusterFolder,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...folder.user,
      cwd: folder.base,
      env: getPostgresEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const collect = (chunk: Buffer): void => {
      output += chunk.toString('utf8')
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', (error) => reject(describeSpawnError(program, error)))
    child.on('close', (code) => resolve({ code, output }))
  })
}

/** Nothing of ours but PATH: a locale or a library path of the shell must not reach the database. */
export function getPostgresEnvironment(): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' }
}

export function describeSpawnError(program: string, error: Error): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'start_failed',
    `${program} cannot be run (${error.message}). The embedded PostgreSQL needs glibc on Linux (Alpine has none); ` +
      'with DATABASE_URL Beseda uses a PostgreSQL of yours.',
  )
}
