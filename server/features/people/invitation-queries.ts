import type { Read, Tx } from '#lib/db'

export type InvitationRow = {
  id: number
  email: string | null
  role_id: number
  created_at: Date
  expires_at: Date
}

const columns = ['id', 'email', 'role_id', 'created_at', 'expires_at'] as const

/** Those that still wait for somebody: not accepted, not revoked, not expired. */
export async function listOpenInvitations(db: Read, accountId: number, now: Date): Promise<InvitationRow[]> {
  return db
    .selectFrom('invitations')
    .select(columns)
    .where('account_id', '=', accountId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('id', 'desc')
    .execute()
}

export async function insertInvitation(
  tx: Tx,
  invitation: {
    accountId: number
    tokenHash: string
    email: string | null
    roleId: number
    invitedBy: number
    createdAt: Date
    expiresAt: Date
  },
): Promise<InvitationRow> {
  return tx
    .insertInto('invitations')
    .values({
      account_id: invitation.accountId,
      token_hash: invitation.tokenHash,
      email: invitation.email,
      role_id: invitation.roleId,
      invited_by: invitation.invitedBy,
      created_at: invitation.createdAt,
      expires_at: invitation.expiresAt,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** @returns whether there was an invitation still open. */
export async function revokeOpenInvitation(
  tx: Tx,
  accountId: number,
  invitationId: number,
  now: Date,
): Promise<number | null> {
  const row = await tx
    .updateTable('invitations')
    .set({ revoked_at: now })
    .where('account_id', '=', accountId)
    .where('id', '=', invitationId)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returning('role_id')
    .executeTakeFirst()
  return row?.role_id ?? null
}

export type TokenInvitationRow = InvitationRow & {
  account_id: number
  company: string
  accepted_at: Date | null
  revoked_at: Date | null
  /** The address of the colleague who accepted it. */
  accepted_email: string | null
}

function invitationOfToken(db: Read, tokenHash: string) {
  return db
    .selectFrom('invitations as i')
    .innerJoin('accounts as a', 'a.id', 'i.account_id')
    .leftJoin('users as u', (join) =>
      join.onRef('u.account_id', '=', 'i.account_id').onRef('u.id', '=', 'i.accepted_by'),
    )
    .select([
      'i.id',
      'i.account_id',
      'i.email',
      'i.role_id',
      'i.created_at',
      'i.expires_at',
      'i.accepted_at',
      'i.revoked_at',
      'a.name as company',
      'u.email as accepted_email',
    ])
    .where('i.token_hash', '=', tokenHash)
}

export async function findInvitationOfToken(db: Read, tokenHash: string): Promise<TokenInvitationRow | null> {
  return (await invitationOfToken(db, tokenHash).executeTakeFirst()) ?? null
}

/** The same, locked: only one of two who use a link at once may accept it. Read afterwards: by then the other has. */
export async function lockInvitationOfToken(tx: Tx, tokenHash: string): Promise<TokenInvitationRow | null> {
  await tx.selectFrom('invitations').select('id').where('token_hash', '=', tokenHash).forUpdate().execute()
  return findInvitationOfToken(tx, tokenHash)
}

export async function markInvitationAccepted(
  tx: Tx,
  accountId: number,
  invitationId: number,
  userId: number,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('invitations')
    .set({ accepted_at: now, accepted_by: userId })
    .where('account_id', '=', accountId)
    .where('id', '=', invitationId)
    .execute()
}
