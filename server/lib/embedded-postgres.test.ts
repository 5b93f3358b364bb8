import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type EmbeddedPostgres,
  readRunningEmbeddedPostgres,
  startEmbeddedPostgres,
  stopAbandonedEmbeddedPostgres,
} from './embedded-postgres.ts'
import { findBinaries, placeBinaries } from './postgres/binaries.ts'

const isRoot = process.getuid?.() === 0
let root: string
let dataDir: string
let sharedFolder: string
let started: EmbeddedPostgres[]
let children: ChildProcess[]

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'beseda-embedded-'))
  await chmod(root, 0o711)
  // Spaces, quotes, commas and Cyrillic on the way, longer than a socket's path may be.
  dataDir = join(root, 'Мои данные, "и прочее"', 'очень длинное имя папки с данными Беседы', 'data')
  sharedFolder = join(root, 'shared')
  started = []
  children = []
})

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  for (const postgres of started) await postgres.stop()
  await stopAbandonedEmbeddedPostgres(dataDir)
  await rm(root, { recursive: true, force: true })
})

async function start(folder = dataDir): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir: folder, sharedFolder, log: () => undefined })
  started.push(postgres)
  return postgres
}

async function query(connectionString: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

/** A process of its own that starts the database and stays; resolves when it is up. */
async function startInChild(): Promise<{ child: ChildProcess; connectionString: string }> {
  const module = new URL('embedded-postgres.ts', import.meta.url).href
  const program = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(module)})
    const options = { dataDir: process.argv[1], sharedFolder: process.argv[2], log: () => undefined }
    console.log((await startEmbeddedPostgres(options)).connectionString)
    setInterval(() => undefined, 60_000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, dataDir, sharedFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  if (!child.stdout) throw new Error('the child has no output')
  for await (const connectionString of createInterface(child.stdout)) return { child, connectionString }
  throw new Error('the child ended before the database was up')
}

async function killHard(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

async function getServerPid(): Promise<number> {
  return Number(
    (await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0],
  )
}

/** A zombie that nobody has collected yet is dead. */
async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return !/\) Z /.test(state)
}

test('a new database speaks Russian, checks its pages, flushes what it commits and listens on no network', async () => {
  const { connectionString, superuserConnectionString } = await start()
  const [row] = await query(
    connectionString,
    `select current_setting('server_encoding') as encoding, current_setting('data_checksums') as checksums,
            current_setting('fsync') as fsync, current_setting('listen_addresses') as addresses,
            current_setting('jit') as jit, show_trgm('привет') <> '{}' as trigrams,
            to_tsvector('russian', 'договоры')::text as stems, lower('ПРИВЕТ') as lower,
            current_setting('server_version_num')::int / 10000 as major`,
  )
  expect(row).toEqual({
    encoding: 'UTF8',
    checksums: 'on',
    fsync: 'on',
    addresses: '',
    jit: 'off',
    trigrams: true,
    stems: "'договор':1",
    lower: 'привет',
    major: 18,
  })
  const [rule] = await query(
    superuserConnectionString,
    'select array_agg(distinct auth_method) as methods from pg_hba_file_rules',
  )
  expect(rule).toEqual({ methods: ['scram-sha-256'] })
})

test('the passwords are random and readable by their owner only, and a wrong one is refused', async () => {
  const { connectionString } = await start()
  expect((await stat(join(dataDir, 'postgres-credentials.json'))).mode & 0o777).toBe(0o600)
  expect(new URL(connectionString).password.length).toBeGreaterThanOrEqual(32)
  const wrong = connectionString.replace(new URL(connectionString).password, 'password')
  await expect(query(wrong, 'select 1')).rejects.toThrow(/password authentication failed/)
})

test('stop leaves no process and no address behind, and the next start has the data', async () => {
  const first = await start()
  await query(first.connectionString, "create table notes as select 'сохранено' as text")
  const pid = await getServerPid()
  await first.stop()
  expect(await isAlive(pid)).toBe(false)
  expect(await readRunningEmbeddedPostgres(dataDir)).toBeUndefined()
  const second = await start()
  expect(await query(second.connectionString, 'select text from notes')).toEqual([{ text: 'сохранено' }])
})

test('another process finds the running database by its DATA_DIR', async () => {
  const { connectionString } = await startInChild()
  const found = await readRunningEmbeddedPostgres(dataDir)
  expect(found?.connectionString).toBe(connectionString)
})

test('a DATA_DIR in use is refused to a second process, by name, and the first goes on undisturbed', async () => {
  const { child, connectionString } = await startInChild()
  await expect(start()).rejects.toMatchObject({
    problem: 'in_use',
    message: expect.stringContaining(`already in use by another Beseda (process ${child.pid})`),
  })
  expect(await query(connectionString, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('after kill −9 of the process that started it, the next start takes the running database over', async () => {
  const { child, connectionString } = await startInChild()
  await query(connectionString, 'create table notes as select 1 as id')
  const pid = await getServerPid()
  await killHard(child)
  const next = await start()
  expect(await query(next.connectionString, 'select id from notes')).toEqual([{ id: 1 }])
  expect(await getServerPid()).toBe(pid)
  await next.stop()
  expect(await isAlive(pid)).toBe(false)
})

test('after kill −9 of everything the next start recovers, although the number in the stale file is alive again', async () => {
  const { child, connectionString } = await startInChild()
  await query(connectionString, 'create table notes as select 1 as id')
  const pid = await getServerPid()
  await killHard(child)
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
  const pidFile = join(dataDir, 'postgres', 'cluster', 'postmaster.pid')
  await writeFile(pidFile, (await readFile(pidFile, 'utf8')).replace(String(pid), String(process.pid)))
  const next = await start()
  expect(await query(next.connectionString, 'select id from notes')).toEqual([{ id: 1 }])
})

test('a database process that dies under a running server is started again with the same address', async () => {
  const { connectionString } = await start()
  const pid = await getServerPid()
  process.kill(pid, 'SIGKILL')
  await expect
    .poll(() => query(connectionString, 'select 1 as one').catch(() => 'away'), { timeout: 25_000 })
    .toEqual([{ one: 1 }])
  expect(await getServerPid()).not.toBe(pid)
})

test('two processes that start an empty DATA_DIR at once end with one database and one clear refusal', async () => {
  const results = await Promise.allSettled([start(), start()])
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
  const refused = results.find((result) => result.status === 'rejected')
  expect(refused?.reason).toMatchObject({ problem: 'in_use' })
})

test('data of another major version are refused untouched', async () => {
  await (await start()).stop()
  await writeFile(join(dataDir, 'postgres', 'cluster', 'PG_VERSION'), '17\n')
  await expect(start()).rejects.toMatchObject({
    problem: 'other_major_version',
    message: expect.stringContaining('made by PostgreSQL 17'),
  })
})

test('a database without its credentials is refused with the way out', async () => {
  await (await start()).stop()
  await rm(join(dataDir, 'postgres-credentials.json'))
  await expect(start()).rejects.toMatchObject({ problem: 'credentials_missing' })
})

test.runIf(isRoot)(
  'as root, a DATA_DIR under a folder closed to others works, its files standing elsewhere',
  async () => {
    const closed = join(root, 'closed')
    await start(join(root, 'open', 'data'))
    expect((await lstat(join(root, 'open', 'data', 'postgres'))).isDirectory()).toBe(true)

    await mkdir(closed, { mode: 0o700 })
    const elsewhere = join(closed, 'data')
    const first = await start(elsewhere)
    await query(first.connectionString, 'create table notes as select 1 as id')
    expect(await realpath(join(elsewhere, 'postgres'))).toContain(await realpath(sharedFolder))
    await first.stop()
    const second = await start(elsewhere)
    expect(await query(second.connectionString, 'select id from notes')).toEqual([{ id: 1 }])
  },
)

test.runIf(isRoot)(
  'as root, programs in a folder closed to others are copied to where they can run',
  async () => {
    const found = await findBinaries(undefined, sharedFolder)
    const closed = join(root, 'closed')
    await mkdir(closed, { mode: 0o700 })
    const native = join(closed, 'native')
    await cp(dirname(dirname(found.postgres)), native, { recursive: true, verbatimSymlinks: true })
    const stranger = { uid: 65_533, gid: 65_533 }
    const runAsStranger = (program: string): Promise<{ stdout: string }> =>
      promisify(execFile)(program, ['--version'], stranger)

    await expect(runAsStranger(join(native, 'bin', 'postgres'))).rejects.toThrow('EACCES')
    const placed = await placeBinaries(native, found.version, stranger, sharedFolder)
    expect((await runAsStranger(placed.postgres)).stdout).toContain('PostgreSQL) 18.')
    expect(await placeBinaries(native, found.version, stranger, sharedFolder)).toEqual(placed)
  },
)
