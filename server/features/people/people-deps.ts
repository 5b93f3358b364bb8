import type { Clock } from '#lib/clock'
import type { SecretKey } from '#lib/crypto'
import type { Db, Tx } from '#lib/db'
import type { Account } from './create-account.ts'

/** What higher features add to a new account (its first pipeline), in the transaction that makes it. */
export type OnAccountCreated = (tx: Tx, account: Account) => Promise<void>

export type PeopleDeps = {
  db: Db
  secretKey: SecretKey
  publicUrl: string | null
  clock: Clock
  onAccountCreated: OnAccountCreated
  /** How letters name this installation; null: it sends none. */
  mail: { siteUrl: () => string } | null
  /** Somebody has opened the first-run wizard. */
  onSetupAsked?: () => Promise<void>
}
