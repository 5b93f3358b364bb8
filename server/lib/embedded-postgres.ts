import { randomBytes } from 'node:crypto'
import { chown, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client, DatabaseError } from 'pg'
import { findBinaries, type Binaries } from './postgres/binaries.ts'
import { defaultSharedFolder, findClusterFolder, prepareClusterFolder } from './postgres/cluster-folder.ts'
import type { ClusterFolder } from './postgres/cluster-folder.ts'
import { createCredentials, getConnectionString, readCredentials } from './postgres/credentials.ts'
import type { Credentials } from './postgres/credentials.ts'
import { EmbeddedPostgresError } from './postgres/embedded-postgres-error.ts'
import { assertMajorVersion, initialiseCluster, isInitialised } from './postgres/initialise-cluster.ts'
import { holdCluster } from './postgres/hold-cluster.ts'
import { findPostmaster, stopPostmaster } from './postgres/postmaster.ts'
import { assertRussianText } from './postgres/russian-text.ts'
import { describeSettings, getSettingsMark, getUsableMemoryBytes } from './postgres/settings.ts'

export { EmbeddedPostgresError } from './postgres/embedded-postgres-error.ts'
export { assertRussianText } from './postgres/russian-text.ts'

/** `connectionString`: role `beseda`, owner of database `beseda`, may create databases and trusted extensions. */
export type EmbeddedPostgresAddress = { connectionString: string; superuserConnectionString: string }

export type EmbeddedPostgres = EmbeddedPostgresAddress & {
  /** Fast shutdown; returns when the last process of the database is gone. Safe to call twice. */
  stop(): Promise<void>
}

export type EmbeddedPostgresOptions = {
  dataDir: string
  /** Gets whole lines worth showing to the person at the console. */
  log: (line: string) => void
  /** For tests: where files go that root's unprivileged user cannot reach in DATA_DIR or node_modules. */
  sharedFolder?: string
}

/**
 * Starts the PostgreSQL that comes with the product, its files under DATA_DIR/postgres, reached over a Unix socket only.
 * A server left behind by a killed process is taken over; one held by a living process is refused (`in_use`).
 * Throws EmbeddedPostgresError, whose message is fit for the console.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log, sharedFolder = defaultSharedFolder } = options
  const folder = await prepareClusterFolder(dataDir, sharedFolder, log)
  const binaries = await findBinaries(folder.user, sharedFolder)
  const credentials = await prepareCredentials(dataDir, folder)
  await initialiseCluster(folder, binaries, credentials.superuserPassword, log)
  await assertMajorVersion(folder)
  const mark = await writeSettings(folder, binaries)
  const held = await holdCluster({
    folder,
    binaries,
    mark,
    superuserPassword: credentials.superuserPassword,
    log,
  })
  const address = getAddress(held.socket, credentials)
  try {
    await prepareDatabase(address, credentials)
  } catch (error) {
    await held.stop()
    throw error
  }
  return { ...address, stop: () => held.stop() }
}

/** Where the embedded database of this DATA_DIR listens right now; undefined when it does not run. */
export async function readRunningEmbeddedPostgres(
  dataDir: string,
): Promise<EmbeddedPostgresAddress | undefined> {
  const folder = await findClusterFolder(dataDir)
  const credentials = await readCredentials(dataDir)
  if (!folder || !credentials) return undefined
  const running = await findPostmaster(folder)
  return running?.isReady ? getAddress(running.socket, credentials) : undefined
}

/** Stops the database of this DATA_DIR when it was left running by a process that is gone (aborted tests). */
export async function stopAbandonedEmbeddedPostgres(dataDir: string): Promise<void> {
  const folder = await findClusterFolder(dataDir)
  const running = folder && (await findPostmaster(folder))
  if (running) await stopPostmaster(folder, running)
}

async function prepareCredentials(dataDir: string, folder: ClusterFolder): Promise<Credentials> {
  const found = await readCredentials(dataDir)
  if (found) return found
  if (!(await isInitialised(folder))) return createCredentials(dataDir)
  throw new EmbeddedPostgresError(
    'credentials_missing',
    `${dataDir} has a database but not the file postgres-credentials.json that opens it. Put the file back from your backup.`,
  )
}

async function writeSettings(folder: ClusterFolder, binaries: Binaries): Promise<string> {
  const settings = describeSettings(getUsableMemoryBytes())
  const unfinished = join(folder.base, `beseda.conf.${randomBytes(4).toString('hex')}`)
  await writeFile(unfinished, settings, { mode: 0o600 })
  if (folder.user) await chown(unfinished, folder.user.uid, folder.user.gid)
  await rename(unfinished, join(folder.cluster, 'beseda.conf'))
  return getSettingsMark(settings, binaries.version)
}

function getAddress(socket: string, { password, superuserPassword }: Credentials): EmbeddedPostgresAddress {
  return {
    connectionString: getConnectionString(socket, 'beseda', password, 'beseda'),
    superuserConnectionString: getConnectionString(socket, 'postgres', superuserPassword, 'postgres'),
  }
}

async function prepareDatabase(address: EmbeddedPostgresAddress, { password }: Credentials): Promise<void> {
  await withClient(address.superuserConnectionString, async (client) => {
    const role = await client.query("select from pg_roles where rolname = 'beseda'")
    if (role.rowCount === 0) {
      await client.query(
        `create role beseda login createdb in role pg_monitor password ${client.escapeLiteral(password)}`,
      )
    }
    const database = await client.query("select from pg_database where datname = 'beseda'")
    if (database.rowCount === 0) await client.query('create database beseda owner beseda')
  })
  await withClient(address.connectionString, assertRussianText).catch((error: unknown) => {
    if (!(error instanceof DatabaseError) || error.code !== '28P01') throw error
    throw new EmbeddedPostgresError(
      'credentials_missing',
      'postgres-credentials.json in DATA_DIR does not fit this database. Put back the file that belongs to it.',
    )
  })
}

async function withClient(connectionString: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
