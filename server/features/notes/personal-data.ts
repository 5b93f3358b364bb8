import { sql } from 'kysely'
import type { PersonalData } from '#lib/personal-data'

/** Notes on a person and on cards that are of nobody else. */
export const personalData: PersonalData[] = [
  {
    kind: 'notes',
    async count(db, trace) {
      const { rows } = await sql<{
        n: number
      }>`select count(*)::int as n from notes where account_id = ${trace.accountId} and (entity_kind = 'contact' and entity_id = any(${trace.contactIds}::bigint[])
          or entity_kind = 'deal' and entity_id = any(${trace.dealIds}::bigint[])
          or entity_kind = 'customer' and entity_id = any(${trace.customerIds}::bigint[]))
        and (text <> '' or file_ids <> '{}' or params <> '{}')`.execute(db)
      return rows[0]?.n ?? 0
    },
    async erase(tx, trace, now) {
      await sql`update notes set text = '', file_ids = '{}', params = '{}', deleted_at = coalesce(deleted_at, ${now})
        where account_id = ${trace.accountId} and (entity_kind = 'contact' and entity_id = any(${trace.contactIds}::bigint[])
          or entity_kind = 'deal' and entity_id = any(${trace.dealIds}::bigint[])
          or entity_kind = 'customer' and entity_id = any(${trace.customerIds}::bigint[]))`.execute(tx)
    },
  },
]
