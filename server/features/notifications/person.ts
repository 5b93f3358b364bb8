import { language, type Language } from '#contract/common'
import type { Read } from '#lib/db'

/** Whom a push or a letter is for; `awayUntil`: until when he is away, null: he is here. */
type Person = { email: string; name: string; language: Language; awayUntil: Date | null }

/** Null: nobody of that id works here. */
export async function findPerson(
  db: Read,
  accountId: number,
  userId: number,
  now: Date,
): Promise<Person | null> {
  const row = await db
    .selectFrom('users')
    .select(['email', 'name', 'language', 'away_until'])
    .where('account_id', '=', accountId)
    .where('id', '=', userId)
    .where('status', '=', 'active')
    .executeTakeFirst()
  if (!row) return null
  const awayUntil = row.away_until && row.away_until > now ? row.away_until : null
  return { email: row.email, name: row.name, language: language.parse(row.language), awayUntil }
}
