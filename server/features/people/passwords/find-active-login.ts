import { sql } from 'kysely'
import { language, type Language } from '#contract/common'
import type { Tx } from '#lib/db'

/** Who signs in with this e-mail. Locked, so that links asked for at once are counted one after another. */
export async function findActiveLogin(
  tx: Tx,
  email: string,
): Promise<{ id: string; language: Language } | null> {
  const { rows } = await sql<{ id: string; language: string }>`
    select l.id, u.language from logins l
    join lateral (select language from users where login_id = l.id and status = 'active' order by account_id limit 1) u on true
    where l.email = ${email} for update of l`.execute(tx)
  const [row] = rows
  return row ? { id: row.id, language: language.parse(row.language) } : null
}
