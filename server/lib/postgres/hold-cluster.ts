import { setTimeout as delay } from 'node:timers/promises'
import { Client, DatabaseError } from 'pg'
import type { Binaries } from './binaries.ts'
import type { ClusterFolder } from './cluster-folder.ts'
import { getConnectionString } from './credentials.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import {
  chooseSocketFolder,
  findPostmaster,
  type Postmaster,
  readLastLogLines,
  removeStalePidFile,
  removeTemporaryFolder,
  spawnPostmaster,
  stopPostmaster,
} from './postmaster.ts'

export type HoldOptions = {
  folder: ClusterFolder
  binaries: Binaries
  /** Differs when the settings or the programs differ; a running server with another mark is restarted. */
  mark: string
  superuserPassword: string
  log: (line: string) => void
}

export type HeldCluster = { socket: string; stop(): Promise<void> }

type Hold = { lock: Client; postmaster: Postmaster }

// Who holds this advisory lock in the database `postgres` is the one server of the cluster. It goes with its connection,
// so that a killed process frees it at once, and no number of a dead process can be mistaken for a living one.
const lockKey = '7021790466123'
const lockName = 'beseda server '

/**
 * Brings the cluster's server up (or takes over one that was left behind) and keeps hold of it: should it die, it is
 * started again.
 */
export async function holdCluster(options: HoldOptions): Promise<HeldCluster> {
  let isStopping = false
  const first = await acquire(options)
  let hold: Hold | undefined = first
  let recovery: Promise<void> = Promise.resolve()
  let stopped: Promise<void> | undefined

  const watch = ({ lock }: Hold): void => {
    lock.once('end', () => {
      if (isStopping) return
      hold = undefined
      recovery = recover()
    })
  }
  const recover = async (): Promise<void> => {
    options.log('The connection to the embedded database was lost; bringing it back')
    while (!isStopping) {
      try {
        hold = await acquire(options)
        watch(hold)
        return options.log('The embedded database is back')
      } catch (error) {
        options.log(error instanceof Error ? error.message : String(error))
        await delay(1000)
      }
    }
  }
  const stop = async (): Promise<void> => {
    isStopping = true
    await recovery
    // Without the lock the server is no longer ours to stop.
    if (!hold) return
    await hold.lock.end().catch(() => undefined)
    const running = await findPostmaster(options.folder)
    if (running) await stopPostmaster(options.folder, running)
  }
  watch(first)
  return { socket: first.postmaster.socket, stop: () => (stopped ??= stop()) }
}

async function acquire(options: HoldOptions): Promise<Hold> {
  const { folder, mark, log } = options
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const running = await waitUntilSettled(options)
    if (!running) {
      await spawnPatiently(options)
      continue
    }
    const lock = await connect(options, running)
    if (lock === 'unreachable') {
      log('The embedded database runs but cannot be reached; starting it again')
      await stopPostmaster(folder, running)
      continue
    }
    await takeLock(lock, options)
    if ((await getMark(lock)) === mark) return { lock, postmaster: running }
    log('The embedded database runs with settings of another version; starting it again')
    await lock.end()
    await stopPostmaster(folder, running)
  }
  throw new EmbeddedPostgresError(
    'start_failed',
    `PostgreSQL does not stay up:\n${await readLastLogLines(folder)}\nIts log is in ${folder.log}.`,
  )
}

/** The last helpers of a killed server may hold its shared memory for a moment longer. */
async function spawnPatiently({ folder, binaries, mark }: HoldOptions): Promise<void> {
  // Chosen once for all attempts: what a dead server left tells its address only the first time.
  const socket = await chooseSocketFolder(folder, await removeStalePidFile(folder))
  const deadline = Date.now() + 10_000
  let isOurs = false
  try {
    for (;;) {
      try {
        isOurs = await spawnPostmaster(folder, binaries, mark, socket)
        return
      } catch (error) {
        const isHeld = error instanceof Error && error.message.includes('still in use')
        if (!isHeld || Date.now() > deadline) throw error
        await delay(100)
      }
    }
  } finally {
    if (!isOurs) await removeTemporaryFolder(socket)
  }
}

/** Waits while a server starts, recovers or stops, however long that takes; undefined once there is none. */
async function waitUntilSettled({ folder, log }: HoldOptions): Promise<Postmaster | undefined> {
  let reportAt = Date.now() + 2000
  for (;;) {
    const running = await findPostmaster(folder)
    if (!running || running.isReady) return running
    if (Date.now() > reportAt) {
      log('Waiting for the embedded database (after a crash it first replays its log)')
      reportAt = Date.now() + 5000
    }
    await delay(15)
  }
}

async function connect(
  { superuserPassword }: HoldOptions,
  running: Postmaster,
): Promise<Client | 'unreachable'> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const client = new Client({
      connectionString: getConnectionString(running.socket, 'postgres', superuserPassword, 'postgres'),
      application_name: `${lockName}${process.pid}`,
    })
    // A lost connection is seen by its 'end'; without a listener the error would end the process.
    client.on('error', () => undefined)
    try {
      await client.connect()
      return client
    } catch (error) {
      if (error instanceof DatabaseError && error.code === '28P01') {
        throw new EmbeddedPostgresError(
          'credentials_missing',
          'postgres-credentials.json in DATA_DIR does not fit this database. Put back the file that belongs to it.',
        )
      }
      if (Date.now() > deadline) return 'unreachable'
      await delay(50)
    }
  }
}

async function takeLock(lock: Client, { folder, log }: HoldOptions): Promise<void> {
  // A process killed a moment ago may not be noticed yet, one told to stop may need a little.
  const startedAt = Date.now()
  let isTold = false
  for (;;) {
    const { rows } = await lock.query<{ taken: boolean }>(`select pg_try_advisory_lock(${lockKey}) as taken`)
    if (rows[0]?.taken) return
    const waitedMs = Date.now() - startedAt
    if (waitedMs > 5000) break
    if (waitedMs > 1000 && !isTold) log('Another Beseda uses this database; waiting for it to stop')
    isTold ||= waitedMs > 1000
    await delay(50)
  }
  const { rows } = await lock.query<{ name: string }>(
    `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.granted and (l.classid::bigint << 32 | l.objid::bigint) = ${lockKey}`,
  )
  await lock.end()
  const owner = rows[0]?.name.replace(lockName, '') ?? 'unknown'
  throw new EmbeddedPostgresError(
    'in_use',
    `The database in ${folder.base} is already in use by another Beseda (process ${owner}). Stop it first, or give this one a DATA_DIR of its own.`,
  )
}

async function getMark(lock: Client): Promise<string | null> {
  const { rows } = await lock.query<{ mark: string | null }>(
    "select current_setting('beseda.settings', true) as mark",
  )
  return rows[0]?.mark ?? null
}
