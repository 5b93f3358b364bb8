import { randomBytes } from 'node:crypto'
import { chmod, chown, lstat, mkdir, realpath, stat, symlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { findClosedFolder, findProcessUser, type ProcessUser } from './process-user.ts'

/**
 * What stands under DATA_DIR/postgres: the cluster itself, its log files and its socket.
 * `base` is free of symbolic links, and every folder in it belongs to `user` when that is set.
 */
export type ClusterFolder = {
  base: string
  cluster: string
  log: string
  socket: string
  user: ProcessUser | undefined
}

/** Where things go that PostgreSQL's unprivileged user must reach but cannot reach in place. */
export const defaultSharedFolder: string =
  process.platform === 'darwin' ? '/Library/Application Support/Beseda' : '/var/lib/beseda'

/**
 * Finds or makes DATA_DIR/postgres so that the user PostgreSQL runs as can enter it. If a folder above DATA_DIR is closed
 * to that user (a clone under /root), the files go to `sharedFolder` and DATA_DIR/postgres is a link to them.
 */
export async function prepareClusterFolder(
  dataDir: string,
  sharedFolder: string,
  log: (line: string) => void,
): Promise<ClusterFolder> {
  // Only DATA_DIR itself is private: the folders above it are made as any other.
  await mkdir(dirname(resolve(dataDir)), { recursive: true })
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const root = await realpath(dataDir)
  const link = join(root, 'postgres')
  await assertLinkLeadsSomewhere(link)
  const existing = await stat(join(link, 'cluster')).then(
    () => join(link, 'cluster'),
    () => undefined,
  )
  const user = await findProcessUser(existing)
  if (user) await makeReachable(root, link, user, sharedFolder, log)
  const folder = describe(await makeFolder(link, user), user)
  await makeFolder(folder.log, user)
  await makeFolder(folder.socket, user)
  return folder
}

/** The folder of an existing cluster; undefined when DATA_DIR has none (yet). Changes nothing. */
export async function findClusterFolder(dataDir: string): Promise<ClusterFolder | undefined> {
  const link = join(resolve(dataDir), 'postgres')
  const found = await stat(join(link, 'cluster', 'PG_VERSION')).catch(() => undefined)
  return found ? describe(await realpath(link), undefined) : undefined
}

function describe(base: string, user: ProcessUser | undefined): ClusterFolder {
  return { base, cluster: join(base, 'cluster'), log: join(base, 'log'), socket: join(base, 'socket'), user }
}

async function assertLinkLeadsSomewhere(link: string): Promise<void> {
  const isLink = await lstat(link).then(
    (found) => found.isSymbolicLink(),
    () => false,
  )
  if (!isLink || (await stat(link).catch(() => undefined))) return
  throw new EmbeddedPostgresError(
    'folder_not_accessible',
    `${link} leads to a folder that is gone. Bring the database back there, or delete the link to begin with an empty database.`,
  )
}

async function makeReachable(
  root: string,
  link: string,
  user: ProcessUser,
  sharedFolder: string,
  log: (line: string) => void,
): Promise<void> {
  if (await stat(link).catch(() => undefined)) return assertReachable(await realpath(link), user)
  const closed = await findClosedFolder(root, user)
  if (closed === root) {
    // DATA_DIR is ours: let PostgreSQL's group pass through, and nobody else.
    await chown(root, -1, user.gid).catch((error: unknown) => refuse(root, user, error))
    await chmod(root, ((await stat(root)).mode & 0o7700) | 0o010)
  }
  const stillClosed = await findClosedFolder(root, user)
  if (!stillClosed) return
  await mkdir(sharedFolder, { recursive: true, mode: 0o755 })
  const elsewhere = await makeFolder(join(sharedFolder, `database-${randomBytes(4).toString('hex')}`), user)
  await assertReachable(elsewhere, user)
  await symlink(elsewhere, link)
  log(
    `PostgreSQL does not run as root, and user ${user.uid} may not enter ${stillClosed}: the database is kept in ${elsewhere}`,
  )
}

async function assertReachable(folder: string, user: ProcessUser): Promise<void> {
  const closed = await findClosedFolder(folder, user)
  if (closed) refuse(closed, user)
}

function refuse(folder: string, user: ProcessUser, cause?: unknown): never {
  throw new EmbeddedPostgresError(
    'folder_not_accessible',
    `PostgreSQL does not run as root, and user ${user.uid} may not enter ${folder}` +
      `${cause instanceof Error ? ` (${cause.message})` : ''}. Choose another DATA_DIR, start Beseda as an ordinary user, or set DATABASE_URL.`,
  )
}

async function makeFolder(folder: string, user: ProcessUser | undefined): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const real = await realpath(folder)
    if (user && (await stat(real)).uid !== user.uid) await chown(real, user.uid, user.gid)
    return real
  } catch (error) {
    throw new EmbeddedPostgresError(
      'folder_not_accessible',
      `The database folder ${folder} cannot be used: ${error instanceof Error ? error.message : String(error)}. ` +
        'It may belong to another user, for instance after a start as root.',
    )
  }
}
