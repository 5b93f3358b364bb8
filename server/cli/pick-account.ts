import type { Clock } from '#lib/clock'
import type { SecretKey } from '#lib/crypto'
import type { Db } from '#lib/db'
import { CommandError, type CommandContext } from './command.ts'

/** The account that a number or short name means; without either the only one. Throws CommandError. */
export async function pickAccount(db: Db, named: string | undefined): Promise<number> {
  const accounts = await db
    .selectFrom('accounts')
    .select(['id', 'subdomain'])
    .orderBy('id')
    .limit(100)
    .execute()
  const known = accounts.map((account) => `${account.id} (${account.subdomain})`).join(', ')
  if (named !== undefined) {
    const found = await db
      .selectFrom('accounts')
      .select('id')
      .where((eb) => (/^\d{1,15}$/.test(named) ? eb('id', '=', Number(named)) : eb('subdomain', '=', named)))
      .executeTakeFirst()
    if (!found) throw new CommandError(`There is no account ${named}; there are: ${known || 'none'}.`)
    return found.id
  }
  const [only, second] = accounts
  if (!only) throw new CommandError('There is no account yet; make one with: account create')
  if (second) throw new CommandError(`There are several accounts; choose with --account: ${known}.`)
  return only.id
}

/** What features that make logins need. */
export function settingsOf({ config, clock, database }: CommandContext): {
  secretKey: SecretKey
  publicUrl: string | null
  clock: Clock
  db: Db
} {
  return { secretKey: config.secretKey, publicUrl: config.publicUrl, clock, db: database.db }
}
