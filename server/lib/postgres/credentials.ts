import { randomBytes } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** The superuser `postgres` administers the cluster; `beseda` owns the product's database and may create others. */
export type Credentials = { superuserPassword: string; password: string }

const credentialsSchema = z.object({ superuserPassword: z.string().min(1), password: z.string().min(1) })

const fileOf = (dataDir: string): string => join(dataDir, 'postgres-credentials.json')

/** Reads DATA_DIR/postgres-credentials.json; undefined when there is none. */
export async function readCredentials(dataDir: string): Promise<Credentials | undefined> {
  const text = await readFile(fileOf(dataDir), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? undefined : credentialsSchema.parse(JSON.parse(text))
}

/** Makes fresh random passwords and keeps them in DATA_DIR, readable by its owner only. If another process was faster, its are used. */
export async function createCredentials(dataDir: string): Promise<Credentials> {
  const credentials = {
    superuserPassword: randomBytes(24).toString('base64url'),
    password: randomBytes(24).toString('base64url'),
  }
  const unfinished = `${fileOf(dataDir)}.${randomBytes(4).toString('hex')}`
  await writeFile(unfinished, `${JSON.stringify(credentials)}\n`, { mode: 0o600 })
  try {
    await link(unfinished, fileOf(dataDir))
    return credentials
  } catch (error) {
    const existing = await readCredentials(dataDir)
    if (existing) return existing
    throw error
  } finally {
    await rm(unfinished, { force: true })
  }
}

/** A connection URL over a Unix socket, understood by `pg` and by libpq alike. */
export function getConnectionString(
  socketFolder: string,
  user: string,
  password: string,
  database: string,
): string {
  // The host of the URL is only there to make it a valid URL; the parameter wins.
  return `postgres://${user}:${password}@localhost/${database}?host=${encodeURIComponent(socketFolder)}`
}
