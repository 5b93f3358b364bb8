import { sql } from 'kysely'
import type { PersonalData } from '#lib/personal-data'

/** What was to be sent to a person later. */
export const personalData: PersonalData[] = [
  {
    kind: 'scheduled',
    async count(db, trace) {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from scheduled_messages
        where account_id = ${trace.accountId} and chat_id = any(${trace.chatIds}::uuid[]) and (body <> '' or file_ids <> '{}')`.execute(
        db,
      )
      return rows[0]?.n ?? 0
    },
    async erase(tx, trace, now) {
      await sql`update scheduled_messages set body = '', file_ids = '{}', cancelled_at = coalesce(cancelled_at,
          case when sent_at is null then ${now}::timestamptz end)
        where account_id = ${trace.accountId} and chat_id = any(${trace.chatIds}::uuid[])`.execute(tx)
    },
  },
]
