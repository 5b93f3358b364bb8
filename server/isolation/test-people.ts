import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { hashToken, randomToken } from '#lib/crypto'
import type { Db } from '#lib/db'
import type { Office } from './test-offices.ts'

export async function addGroup(db: Db, accountId: number): Promise<number> {
  const { id } = await db
    .insertInto('groups')
    .values({ account_id: accountId, name: `Отдел ${randomUUID()}` })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function addColleague(db: Db, accountId: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into users (account_id, login_id, name, email, role_id, language, time_zone)
    select ${accountId}, gen_random_uuid()::text, 'Ещё коллега', gen_random_uuid() || '@example.com', id, 'ru', 'UTC' from roles
    where account_id = ${accountId} and kind = 'member' returning id`.execute(db)
  return rows[0]?.id ?? 0
}

export async function addRole(db: Db, accountId: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into roles (account_id, name, kind, rights, answers_clients, incoming, analytics, settings, bots)
    select account_id, 'Роль', 'custom', rights, true, false, false, false, 'none' from roles
    where account_id = ${accountId} and kind = 'member' returning id`.execute(db)
  return rows[0]?.id ?? 0
}

export async function addInvitation(
  db: Db,
  { accountId, admin }: Office,
): Promise<{ invitationId: number; invitationToken: string }> {
  const token = randomToken()
  const { rows } = await sql<{ id: number }>`
    insert into invitations (account_id, token_hash, role_id, invited_by, expires_at)
    select ${accountId}, ${hashToken(token)}, id, ${admin.userId}, now() + interval '1 day' from roles
    where account_id = ${accountId} and kind = 'member' returning id`.execute(db)
  return { invitationId: rows[0]?.id ?? 0, invitationToken: token }
}
