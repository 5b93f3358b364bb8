import type { Language } from '#contract/common'
import type { Tx } from '#lib/db'
import type { AuthSettings } from './create-auth.ts'
import { createLogin } from './create-login.ts'
import { defaultRoles } from './default-roles.ts'
import { makeSubdomain } from './make-subdomain.ts'
import type { OnAccountCreated } from './people-deps.ts'
import { insertAccount, listSubdomains, lockInstallation } from './queries.ts'
import { insertRole, insertUser } from './user-queries.ts'

export type Account = {
  id: number
  name: string
  subdomain: string
  language: Language
  timeZone: string
  currency: string
  country: string
}

export type NewAccount = {
  company: string
  language: Language
  timeZone: string
  currency: string
  country: string
  admin: { name: string; email: string; password: string }
  /** The admin's language is that of the browser at his first sign-in, because nobody has asked him. */
  followsBrowser?: boolean
}

/**
 * Makes an account with its number counter, its two roles and its admin, who can sign in at once; `onAccountCreated` adds
 * what higher features need. Throws `user.email_taken`, `user.password_too_short`.
 */
export async function createAccount(
  tx: Tx,
  deps: AuthSettings & { onAccountCreated: OnAccountCreated },
  input: NewAccount,
): Promise<{ account: Account; userId: number }> {
  await lockInstallation(tx)
  const { admin, company, followsBrowser, ...place } = input
  const loginId = await createLogin(tx, deps, admin)
  const fields = { name: company, subdomain: makeSubdomain(company, await listSubdomains(tx)), ...place }
  const account = { id: await insertAccount(tx, fields), ...fields }
  let userId: number | null = null
  for (const role of defaultRoles(input.language)) {
    const roleId = await insertRole(tx, account.id, role)
    if (role.kind !== 'admin') continue
    userId = await insertUser(tx, {
      accountId: account.id,
      loginId,
      roleId,
      name: admin.name,
      email: admin.email.trim().toLowerCase(),
      language: input.language,
      timeZone: input.timeZone,
      followsBrowser: followsBrowser ?? false,
    })
  }
  if (userId === null) throw new Error('A new account has no admin role')
  await deps.onAccountCreated(tx, account)
  return { account, userId }
}
