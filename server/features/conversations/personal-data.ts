import { sql } from 'kysely'
import type { PersonalData } from '#lib/personal-data'

/** Conversations stay with their numbers and times; from now on they are said to be empty. */
export const personalData: PersonalData[] = [
  {
    kind: 'conversations',
    async count(db, trace) {
      const { rows } = await sql<{
        n: number
      }>`select count(*)::int as n from conversations where account_id = ${trace.accountId} and number = any(${trace.numbers}::bigint[])
        and emptied_at is null`.execute(db)
      return rows[0]?.n ?? 0
    },
    async erase(tx, trace, now) {
      await sql`update conversations set emptied_at = ${now} where account_id = ${trace.accountId}
        and number = any(${trace.numbers}::bigint[]) and emptied_at is null`.execute(tx)
    },
  },
]
