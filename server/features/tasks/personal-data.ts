import { sql } from 'kysely'
import type { PersonalData } from '#lib/personal-data'

/** Tasks about a person and in cards that are of nobody else. */
export const personalData: PersonalData[] = [
  {
    kind: 'tasks',
    async count(db, trace) {
      const { rows } = await sql<{
        n: number
      }>`select count(*)::int as n from tasks where account_id = ${trace.accountId}
        and (contact_id = any(${trace.contactIds}::bigint[]) or (card_kind = 'deal' and card_id = any(${trace.dealIds}::bigint[]) or card_kind = 'customer' and card_id = any(${trace.customerIds}::bigint[])))
        and (text <> '' or result is not null or deleted_at is null)`.execute(db)
      return rows[0]?.n ?? 0
    },
    async erase(tx, trace, now) {
      await sql`update tasks set text = '', result = null, deleted_at = coalesce(deleted_at, ${now})
        where account_id = ${trace.accountId} and (contact_id = any(${trace.contactIds}::bigint[])
          or (card_kind = 'deal' and card_id = any(${trace.dealIds}::bigint[]) or card_kind = 'customer' and card_id = any(${trace.customerIds}::bigint[])))`.execute(
        tx,
      )
    },
  },
]
