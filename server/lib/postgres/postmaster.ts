import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chown, lstat, mkdtemp, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import type { ClusterFolder } from './cluster-folder.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { describeSpawnError, getPostgresEnvironment } from './initialise-cluster.ts'

/** What the server process writes about itself into `postmaster.pid`. */
export type Postmaster = { pid: number; socket: string; isReady: boolean }

const run = promisify(execFile)
// sun_path holds 104 bytes on macOS, 108 on Linux, both with a closing zero.
const maxSocketPathBytes = 103
const temporaryPrefix = 'beseda-pg-'

/** The live server process of this cluster; undefined when there is none, whatever a stale file says. */
export async function findPostmaster(folder: ClusterFolder): Promise<Postmaster | undefined> {
  const text = await readFile(getPidFile(folder), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid < 2 || !(await isServerOf(pid, folder))) return undefined
  return { pid, socket: lines[4] ?? '', isReady: (lines[7] ?? '').trim() === 'ready' }
}

/**
 * Starts the server process in a session of its own, so that Ctrl-C in the terminal ends Beseda first and the database
 * after it. Resolves once the process runs, not when it is ready; false when another process was faster.
 */
export async function spawnPostmaster(
  folder: ClusterFolder,
  binaries: Binaries,
  mark: string,
  socket: string,
): Promise<boolean> {
  const quoted = `"${socket.replaceAll('"', '""')}"`
  // The first lines go here, everything later to the daily log files.
  const output = await open(getStartupLog(folder), 'w', 0o600)
  try {
    if (folder.user) await output.chown(folder.user.uid, folder.user.gid)
    const child = spawn(
      binaries.postgres,
      [
        '-D',
        folder.cluster,
        '-c',
        `unix_socket_directories=${quoted}`,
        '-c',
        `beseda.settings=${mark}`,
        '-c',
        getClusterMark(folder),
      ],
      {
        ...folder.user,
        cwd: folder.base,
        env: getPostgresEnvironment(),
        detached: true,
        stdio: ['ignore', output.fd, output.fd],
      },
    )
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', (error) => reject(describeSpawnError(binaries.postgres, error)))
    })
    child.unref()
    return await waitUntilRegistered(folder, child)
  } finally {
    await output.close()
  }
}

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. Returns when the process is gone. */
export async function stopPostmaster(folder: ClusterFolder, { pid, socket }: Postmaster): Promise<void> {
  sendSignal(pid, 'SIGINT')
  if (!(await waitUntilGone(pid, 60_000))) {
    // An immediate shutdown loses nothing either: the next start recovers from the log.
    sendSignal(pid, 'SIGQUIT')
    if (!(await waitUntilGone(pid, 10_000))) {
      throw new EmbeddedPostgresError('stop_failed', `PostgreSQL (process ${pid}) does not stop.`)
    }
  }
  await removeTemporaryFolder(socket)
}

/** The last lines PostgreSQL wrote, before and after it opened its daily log: why a start failed. */
export async function readLastLogLines(folder: ClusterFolder): Promise<string> {
  const files = await Promise.all(
    (await readdir(folder.log)).map(async (name) => ({
      name,
      changed: (await stat(join(folder.log, name))).mtimeMs,
    })),
  )
  const newest = files.sort((a, b) => b.changed - a.changed).slice(0, 2)
  const texts = await Promise.all(newest.map(({ name }) => readFile(join(folder.log, name), 'utf8')))
  return texts.map((text) => text.trim().split('\n').slice(-6).join('\n')).join('\n')
}

const getPidFile = (folder: ClusterFolder): string => join(folder.cluster, 'postmaster.pid')
const getStartupLog = (folder: ClusterFolder): string => join(folder.log, 'startup.log')

async function waitUntilRegistered(folder: ClusterFolder, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    if ((await findPostmaster(folder))?.pid === child.pid) return true
    await delay(10)
  }
  // It may have lost to another process that started the same cluster a moment earlier.
  if (await findPostmaster(folder)) return false
  throw new EmbeddedPostgresError(
    'start_failed',
    `PostgreSQL did not start:\n${await readLastLogLines(folder)}\nIts log is in ${folder.log}.`,
  )
}

/** Where a server that is about to start shall listen: beside its files if the path is short enough, else a temporary folder. */
export async function chooseSocketFolder(
  folder: ClusterFolder,
  earlier: string | undefined,
): Promise<string> {
  if (fitsSocket(folder.socket)) return folder.socket
  // The address stays the same when the server died under a running Beseda.
  if (earlier && (await isTemporaryFolderOf(earlier, folder))) return earlier
  const parent = fitsSocket(join(tmpdir(), `${temporaryPrefix}xxxxxx`)) ? tmpdir() : '/tmp'
  const made = await mkdtemp(join(parent, temporaryPrefix))
  if (folder.user) await chown(made, folder.user.uid, folder.user.gid)
  return made
}

export async function removeTemporaryFolder(socket: string): Promise<void> {
  if (basename(socket).startsWith(temporaryPrefix)) await rm(socket, { recursive: true, force: true })
}

async function isTemporaryFolderOf(directory: string, folder: ClusterFolder): Promise<boolean> {
  if (!basename(directory).startsWith(temporaryPrefix)) return false
  const found = await lstat(directory).catch(() => undefined)
  return found?.isDirectory() === true && found.uid === (folder.user?.uid ?? process.getuid?.())
}

function fitsSocket(directory: string): boolean {
  return Buffer.byteLength(join(directory, '.s.PGSQL.5432')) <= maxSocketPathBytes
}

/** Clears away what a dead server left. Returns its socket's folder, if there was one. */
export async function removeStalePidFile(folder: ClusterFolder): Promise<string | undefined> {
  // After a crash of the machine its number may belong to any other process, and PostgreSQL would refuse to start.
  if (await findPostmaster(folder)) return undefined
  const aside = join(dirname(folder.cluster), `stale-postmaster.${randomBytes(4).toString('hex')}`)
  const isMoved = await rename(getPidFile(folder), aside).then(
    () => true,
    () => false,
  )
  if (!isMoved) return undefined
  const lines = (await readFile(aside, 'utf8')).split('\n')
  // Between the look and the move another start may have put its own file there: give it back.
  if (await isServerOf(Number(lines[0]), folder)) await rename(aside, getPidFile(folder))
  else await rm(aside, { force: true })
  return lines[4]
}

async function waitUntilGone(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  while (await isRunning(pid)) {
    if (Date.now() > deadline) return false
    await delay(20)
  }
  return true
}

/** Unlike its command line, which goes first when a process ends, its state tells when it has ended. */
async function isRunning(pid: number): Promise<boolean> {
  if (!sendSignal(pid, 0)) return false
  // In a container nobody may collect the dead: a zombie is as gone as it gets.
  const status =
    process.platform === 'linux' ? await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '') : ''
  return !/\) [ZX] /.test(status)
}

function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch (error) {
    // EPERM: it lives, under another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

async function isServerOf(pid: number, folder: ClusterFolder): Promise<boolean> {
  if (!sendSignal(pid, 0)) return false
  return (await readCommandLine(pid)).includes(getClusterMark(folder))
}

/** Names the cluster on the server's command line, in ASCII because `ps` on macOS garbles other letters. */
function getClusterMark(folder: ClusterFolder): string {
  return `beseda.cluster=${createHash('sha256').update(folder.cluster).digest('hex').slice(0, 16)}`
}

async function readCommandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).then(
    (result) => result.stdout,
    () => '',
  )
}
