import { randomInt } from 'node:crypto'
import { hashToken } from '#lib/crypto'
import { inTransaction, type Db } from '#lib/db'
import { lockInstallation, updateSetupCode } from './queries.ts'

/** Without letters and digits that look alike. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/**
 * While there is no account: a fresh one-time code for the first-run wizard, to be printed in the console; earlier ones stop
 * working. Only its hash is stored. null once there is an account.
 */
export async function prepareSetup(db: Db): Promise<string | null> {
  return inTransaction(db, async (tx) => {
    const { hasAccount } = await lockInstallation(tx)
    if (hasAccount) return null
    const code = Array.from({ length: 12 }, () => alphabet[randomInt(alphabet.length)]).join('')
    await updateSetupCode(tx, hashSetupCode(code))
    return code.replaceAll(/(.{4})(?=.)/g, '$1-')
  })
}

/** As typed by a person: dashes, spaces and case do not matter. */
export function hashSetupCode(code: string): string {
  return hashToken(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''))
}
