import { sql } from 'kysely'
import { language, type Language } from '#contract/common'
import type { Read, Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { seesChat, seesCompany } from './predicates.ts'
import type { Viewer } from './viewer.ts'

/** Whether a chat may be seen; one that is not there may not. */
export async function canSeeChat(db: Read, viewer: Viewer, chatId: string): Promise<boolean> {
  const row = await db
    .selectFrom('chats as h')
    .select('h.id')
    .where('h.account_id', '=', viewer.accountId)
    .where('h.id', '=', chatId)
    .where(seesChat(viewer, 'h'))
    .executeTakeFirst()
  return row !== undefined
}

/** In which language somebody is spoken to. */
export async function findLanguage(
  db: Read,
  { accountId, userId }: Pick<Viewer, 'accountId' | 'userId'>,
): Promise<Language> {
  const row = await db
    .selectFrom('users')
    .select('language')
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  return language.parse(row.language)
}

/** Throws `user.not_found` unless the account has such an active user: nobody else becomes responsible for anything. */
export async function requireActiveUser(db: Read, accountId: number, userId: number): Promise<void> {
  const row = await db
    .selectFrom('users')
    .select('id')
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .where('status', '=', 'active')
    .executeTakeFirst()
  if (!row) throw new AppError('user.not_found')
}

/**
 * Holds a company that something is to hang on, or the one it was merged into. Throws `company.not_found` when the viewer may
 * not see it. @returns its id.
 */
export async function holdCompany(tx: Tx, viewer: Viewer, companyId: number): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select c.id from companies c where c.account_id = ${viewer.accountId} and c.deleted_at is null and ${seesCompany(viewer, 'c')}
      and c.id = (select asked.root_id from companies asked
        where asked.account_id = ${viewer.accountId} and asked.id = ${companyId})
    for key share`.execute(tx)
  const id = rows[0]?.id
  if (id === undefined) throw new AppError('company.not_found')
  return id
}
