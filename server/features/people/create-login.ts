import { AppError } from '#lib/errors'
import { isDatabaseError, type Tx } from '#lib/db'
import { createAuth, type AuthSettings } from './create-auth.ts'
import { findLoginId } from './queries.ts'

/**
 * Makes a login with a password, in our transaction. Throws `user.email_taken`, `user.password_too_short`.
 * The caller must have checked that `email` is an address.
 */
export async function createLogin(
  tx: Tx,
  settings: AuthSettings,
  person: { email: string; name: string; password: string },
): Promise<string> {
  const email = person.email.trim().toLowerCase()
  if (await findLoginId(tx, email)) throw new AppError('user.email_taken')
  const auth = await createAuth(tx, settings).$context
  if (person.password.length < auth.password.config.minPasswordLength) {
    throw new AppError('user.password_too_short')
  }
  const passwordHash = await auth.password.hash(person.password)
  try {
    const login = await auth.internalAdapter.createUser(
      { email, name: person.name, emailVerified: false },
      { method: 'email-password' },
    )
    await auth.internalAdapter.linkAccount({
      userId: login.id,
      providerId: 'credential',
      accountId: login.id,
      password: passwordHash,
    })
    return login.id
  } catch (error) {
    // Two at once with one address: the second finds it taken.
    if (isDatabaseError(error) && error.code === '23505') throw new AppError('user.email_taken')
    throw error
  }
}
