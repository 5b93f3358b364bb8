import { language } from '#contract/common'
import type { InvitationView } from '#contract/people'
import { hashToken, randomToken } from '#lib/crypto'
import { inTransaction, type Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change, emit } from '#lib/events'
import type { Caller, RequestInfo } from '#lib/http/route'
import { queueMail } from '#lib/mail/mail-jobs'
import { insertInvitation, type InvitationRow } from './invitation-queries.ts'
import { invitationLetter } from './passwords/letters.ts'
import type { PeopleDeps } from './people-deps.ts'
import { requireHandled } from './roles/own-rights.ts'
import { findRoleRow } from './roles/role-queries.ts'
import { findMeRow } from './me-queries.ts'
import { findUserByEmail } from './user-queries.ts'

const validMs = 7 * 86_400_000

/**
 * Makes an invitation. Its link is told this once: only a hash of it is kept; a named address gets it by letter too. Nobody invites to more
 * rights than he has. Throws `role.not_found`, `user.email_taken`, `role.beyond_own`.
 */
export async function invite(
  deps: PeopleDeps,
  caller: Caller,
  input: { roleId: number; email: string | null },
  request: RequestInfo,
): Promise<InvitationView & { isMailed: boolean }> {
  const { accountId, userId } = caller
  const token = randomToken()
  const now = deps.clock()
  return inTransaction(deps.db, async (tx) => {
    const role = await findRoleRow(tx, accountId, input.roleId)
    if (!role) throw new AppError('role.not_found')
    await requireHandled(tx, caller, role)
    if (input.email && (await findUserByEmail(tx, accountId, input.email))) {
      throw new AppError('user.email_taken')
    }
    const row = await insertInvitation(tx, {
      accountId,
      tokenHash: hashToken(token),
      email: input.email,
      roleId: role.id,
      invitedBy: userId,
      createdAt: now,
      expiresAt: new Date(now.getTime() + validMs),
    })
    await emit(tx, {
      accountId,
      type: 'user.invited',
      actor: { kind: 'user', id: userId },
      road: 'hand',
      // There is no user yet.
      subject: { kind: 'user', id: `invitation:${row.id}` },
      after: { invitationId: row.id, roleId: role.id },
      at: now,
    })
    await change(tx, { accountId, topic: 'users' })
    const isMailed = await mailInvitation(tx, deps, caller, { email: input.email, token })
    return { ...toInvitation(row), link: `${deps.publicUrl ?? request.host}/invite/${token}`, isMailed }
  })
}

/** In the language of whoever invites. @returns whether a letter is on its way. */
async function mailInvitation(
  tx: Tx,
  { secretKey, mail }: PeopleDeps,
  { accountId, userId }: Caller,
  { email, token }: { email: string | null; token: string },
): Promise<boolean> {
  if (!mail || email === null) return false
  const me = await findMeRow(tx, accountId, userId)
  if (!me) return false
  const words = { url: `${mail.siteUrl()}/invite/${token}`, company: me.account_name, by: me.name }
  await queueMail(tx, secretKey, email, invitationLetter(language.parse(me.language), words))
  return true
}

export function toInvitation(row: InvitationRow): InvitationView {
  return {
    id: row.id,
    email: row.email,
    roleId: row.role_id,
    link: null,
    expiresAt: row.expires_at.toISOString(),
    createdAt: row.created_at.toISOString(),
  }
}
