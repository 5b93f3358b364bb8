import { startAnew } from '#features/search'
import { systemClock } from '#lib/clock'
import type { Config } from '#lib/config'
import { randomToken } from '#lib/crypto'
import { inTransaction, type Db } from '#lib/db'
import { AppError } from '#lib/errors'
import { openStorage } from '#lib/files/storage'

/** How to sign in to the example world; `password` is null when it was made earlier, because only its hash is kept. */
export type Demo = { email: string; password: string | null; isNew: boolean }

/** Makes the example world in an account of its own, unless it is there. A password that was not given is made. */
export async function loadDemo(options: {
  config: Config
  db: Db
  connectionString: string
  password: string | null
}): Promise<Demo> {
  // It brings a whole messenger of its own along, which nobody else needs.
  const { findWorld, loadWorld, worldEmail } = await import('../dev/world.ts')
  const { config, db, connectionString } = options
  const known: Demo = { email: worldEmail, password: null, isNew: false }
  if ((await findWorld(db)) !== null) return known
  const password = options.password ?? randomToken(12)
  const storage = await openStorage(config)
  try {
    await loadWorld({ connectionString, config, storage, now: systemClock(), password })
  } catch (error) {
    // Another process was at it at the same time.
    if (error instanceof AppError && error.code === 'user.email_taken') return known
    throw error
  }
  const accountId = await findWorld(db)
  // Its messages are of days long past: a worker fills the search with them when there is one.
  if (accountId !== null) await inTransaction(db, (tx) => startAnew(tx, accountId))
  return { email: worldEmail, password, isNew: true }
}
