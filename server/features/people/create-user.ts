import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change, emit, systemActor } from '#lib/events'
import type { AuthSettings } from './create-auth.ts'
import { createLogin } from './create-login.ts'
import { findAccountPlace } from './queries.ts'
import { insertUser, listRoles } from './user-queries.ts'

export type NewUserInput = {
  accountId: number
  name: string
  email: string
  password: string
  role: 'admin' | 'member'
  at: Date
}

/**
 * Adds a user who can sign in at once, without an invitation: for the command line and the example world.
 * Throws `user.email_taken`, `user.password_too_short`, `role.not_found`.
 * @returns the user's id.
 */
export async function createUser(tx: Tx, settings: AuthSettings, input: NewUserInput): Promise<number> {
  const { accountId } = input
  const place = await findAccountPlace(tx, accountId)
  const role = (await listRoles(tx, accountId)).find((each) => each.kind === input.role)
  if (!place || !role) throw new AppError('role.not_found')
  const loginId = await createLogin(tx, settings, input)
  const userId = await insertUser(tx, {
    accountId,
    loginId,
    roleId: role.id,
    name: input.name,
    email: input.email.trim().toLowerCase(),
    language: place.language,
    timeZone: place.timeZone,
    followsBrowser: true,
  })
  await emit(tx, {
    accountId,
    type: 'user.joined',
    actor: systemActor,
    road: 'hand',
    subject: { kind: 'user', id: userId },
    after: { roleId: role.id },
    at: input.at,
  })
  await change(tx, { accountId, topic: 'users' })
  return userId
}
