import { inTransaction } from '#lib/db'
import { createAccount } from './create-account.ts'
import type { PeopleDeps } from './people-deps.ts'
import { lockInstallation, updateSetupCode } from './queries.ts'

/**
 * ADMIN_EMAIL, ADMIN_PASSWORD and ACCOUNT_NAME at start: makes the first account without the wizard. Once there is an
 * account it does nothing, whoever its admin is.
 * @returns whether it made the account.
 */
export async function ensureAdmin(
  deps: Omit<PeopleDeps, 'mail'>,
  admin: { email: string; password: string; accountName: string },
): Promise<boolean> {
  return inTransaction(deps.db, async (tx) => {
    const { hasAccount } = await lockInstallation(tx)
    if (hasAccount) return false
    await createAccount(tx, deps, {
      company: admin.accountName,
      language: 'ru',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      currency: 'RUB',
      country: 'RU',
      admin: { name: admin.email.split('@')[0] ?? admin.email, email: admin.email, password: admin.password },
      followsBrowser: true,
    })
    await updateSetupCode(tx, null)
    return true
  })
}
