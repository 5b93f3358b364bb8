import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

const run = promisify(execFile)

/** The user PostgreSQL runs as; undefined means the user of this process. */
export type ProcessUser = { uid: number; gid: number }

// PostgreSQL refuses to run as root. A user made for us wins; the next two come with the system's own PostgreSQL packages.
const candidateNames = ['beseda', 'postgres', '_postgres', 'nobody']

/**
 * Chooses whom PostgreSQL runs as. Nobody is chosen (undefined) unless this process is root; then the owner of an
 * existing cluster stays its owner, and a new one goes to the first unprivileged system user found.
 */
export async function findProcessUser(existingFolder: string | undefined): Promise<ProcessUser | undefined> {
  if (process.getuid?.() !== 0) return undefined
  if (existingFolder) {
    const owner = await stat(existingFolder)
    if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  }
  for (const name of candidateNames) {
    const user = await lookUpUser(name)
    if (user) return user
  }
  throw new EmbeddedPostgresError(
    'no_unprivileged_user',
    'PostgreSQL does not run as root, and this system has no user to run it as. ' +
      'Create one (useradd --system beseda), start Beseda as an ordinary user, or set DATABASE_URL.',
  )
}

async function lookUpUser(name: string): Promise<ProcessUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    const user = { uid: Number(uid.stdout), gid: Number(gid.stdout) }
    return Number.isInteger(user.uid) && user.uid !== 0 ? user : undefined
  } catch {
    return undefined
  }
}

/** The first folder on the way from / down to `folder` (inclusive) that the user may not enter; undefined if none. */
export async function findClosedFolder(folder: string, user: ProcessUser): Promise<string | undefined> {
  const parent = dirname(folder)
  if (parent !== folder) {
    const closed = await findClosedFolder(parent, user)
    if (closed) return closed
  }
  const { mode, uid, gid } = await stat(folder)
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
  return mode & bit ? undefined : folder
}
