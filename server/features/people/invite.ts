import { randomUUID } from 'node:crypto'
import { language } from '#contract/common'
import type { InvitationView } from '#contract/people'
import { createOnce } from '#lib/create-once'
import { hashToken, sign, type SecretKey } from '#lib/crypto'
import { inTransaction, type Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change, emit } from '#lib/events'
import type { Caller, RequestInfo } from '#lib/http/route'
import { queueMail } from '#lib/mail/mail-jobs'
import { insertInvitation, listOpenInvitations, type InvitationRow } from './invitation-queries.ts'
import { invitationLetter } from './passwords/letters.ts'
import type { PeopleDeps } from './people-deps.ts'
import { requireHandled } from './roles/own-rights.ts'
import { findRoleRow } from './roles/role-queries.ts'
import { findMeRow } from './me-queries.ts'
import { findUserByEmail } from './user-queries.ts'

const validMs = 7 * 86_400_000

type Invited = InvitationView & { isMailed: boolean }
type Wish = { roleId: number; email: string | null; requestId?: string | undefined }

/**
 * Makes an invitation. Its link is told to who invites, and again where he repeats the request: only a hash of it is kept; a named
 * address gets it by letter too. Nobody invites to more rights than he has. Throws `role.not_found`, `user.email_taken`, `role.beyond_own`.
 */
export async function invite(
  deps: PeopleDeps,
  caller: Caller,
  input: Wish,
  request: RequestInfo,
): Promise<Invited> {
  const { accountId } = caller
  const { requestId = randomUUID() } = input
  const now = deps.clock()
  const tokenOf = (row: Pick<InvitationRow, 'created_at'>): string =>
    linkToken(deps.secretKey, { accountId, requestId, at: row.created_at })
  const toInvited = (row: InvitationRow): Invited => ({
    ...toInvitation(row),
    link: `${deps.publicUrl ?? request.host}/invite/${tokenOf(row)}`,
    isMailed: deps.mail !== null && row.email !== null,
  })
  return inTransaction(deps.db, (tx) =>
    createOnce(tx, {
      ...caller,
      kind: 'invitation',
      requestId: input.requestId,
      now,
      make: async () =>
        toInvited(await makeInvitation(tx, deps, caller, input, now, tokenOf({ created_at: now }))),
      find: async (id) => {
        const open = await listOpenInvitations(tx, accountId, now)
        const row = open.find((each) => each.id === id)
        return row ? toInvited(row) : null
      },
    }),
  )
}

/** Computed, not kept, so that a repeat of the request tells the same link. */
function linkToken(
  secretKey: SecretKey,
  { accountId, requestId, at }: { accountId: number; requestId: string; at: Date },
): string {
  return sign(secretKey, 'invitation', `${accountId}:${requestId}:${at.toISOString()}`)
}

async function makeInvitation(
  tx: Tx,
  deps: PeopleDeps,
  caller: Caller,
  { roleId, email }: Wish,
  now: Date,
  token: string,
): Promise<InvitationRow> {
  const { accountId, userId } = caller
  const role = await findRoleRow(tx, accountId, roleId)
  if (!role) throw new AppError('role.not_found')
  await requireHandled(tx, caller, role)
  if (email && (await findUserByEmail(tx, accountId, email))) throw new AppError('user.email_taken')
  const row = await insertInvitation(tx, {
    accountId,
    tokenHash: hashToken(token),
    email,
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
  await mailInvitation(tx, deps, caller, { email, token })
  return row
}

/** In the language of whoever invites. */
async function mailInvitation(
  tx: Tx,
  { secretKey, mail }: PeopleDeps,
  { accountId, userId }: Caller,
  { email, token }: { email: string | null; token: string },
): Promise<void> {
  if (!mail || email === null) return
  const me = await findMeRow(tx, accountId, userId)
  if (!me) throw new Error('Who invites is not there')
  const words = { url: `${mail.siteUrl()}/invite/${token}`, company: me.account_name, by: me.name }
  await queueMail(tx, secretKey, email, invitationLetter(language.parse(me.language), words))
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
