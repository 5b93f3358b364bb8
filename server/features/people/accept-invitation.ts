import type { Language } from '#contract/common'
import { hashToken } from '#lib/crypto'
import { inTransaction } from '#lib/db'
import { AppError } from '#lib/errors'
import { change, emit } from '#lib/events'
import { createLogin } from './create-login.ts'
import {
  findInvitationOfToken,
  lockInvitationOfToken,
  markInvitationAccepted,
  type TokenInvitationRow,
} from './invitation-queries.ts'
import type { PeopleDeps } from './people-deps.ts'
import { insertUser } from './user-queries.ts'

/** What a link is for. Throws `invitation.not_found` (also when used or revoked), `invitation.expired`. */
export async function getInvitation(
  deps: PeopleDeps,
  token: string,
): Promise<{ company: string; email: string | null }> {
  const { company, email } = requireOpen(await findInvitationOfToken(deps.db, hashToken(token)), deps.clock())
  return { company, email }
}

/**
 * Makes the new colleague's login and membership. A link works once; who used it and asks again, as the answer was lost, has them
 * already. An address that can already sign in is refused (`user.email_taken`), so that a link cannot take somebody's login over.
 */
export async function acceptInvitation(
  deps: PeopleDeps,
  token: string,
  person: { name: string; email: string; password: string; language: Language; timeZone: string },
): Promise<void> {
  const now = deps.clock()
  await inTransaction(deps.db, async (tx) => {
    const found = await lockInvitationOfToken(tx, hashToken(token))
    if (found && found.accepted_email === person.email.trim().toLowerCase()) return
    const invitation = requireOpen(found, now)
    const accountId = invitation.account_id
    const loginId = await createLogin(tx, deps, person)
    const userId = await insertUser(tx, {
      accountId,
      loginId,
      roleId: invitation.role_id,
      name: person.name,
      email: person.email,
      language: person.language,
      timeZone: person.timeZone,
      followsBrowser: false,
    })
    await markInvitationAccepted(tx, accountId, invitation.id, userId, now)
    await emit(tx, {
      accountId,
      type: 'user.joined',
      actor: { kind: 'user', id: userId },
      road: 'hand',
      subject: { kind: 'user', id: userId },
      after: { invitationId: invitation.id, roleId: invitation.role_id },
      at: now,
    })
    await change(tx, { accountId, topic: 'users' })
  })
}

function requireOpen(invitation: TokenInvitationRow | null, now: Date): TokenInvitationRow {
  if (!invitation || invitation.accepted_at || invitation.revoked_at)
    throw new AppError('invitation.not_found')
  if (invitation.expires_at <= now) throw new AppError('invitation.expired')
  return invitation
}
