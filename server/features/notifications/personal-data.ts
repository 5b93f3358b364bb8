import { sql } from 'kysely'
import type { PersonalData } from '#lib/personal-data'

/** Lines of the notification centre, which show names and first words. */
export const personalData: PersonalData[] = [
  {
    kind: 'notifications',
    async count(db, trace) {
      const { rows } = await sql<{
        n: number
      }>`select count(*)::int as n from notifications where account_id = ${trace.accountId} and (contact_id = any(${trace.contactIds}::bigint[])
          or number = any(${trace.numbers}::bigint[]) or (card_kind = 'deal' and card_id = any(${trace.dealIds}::bigint[]) or card_kind = 'customer' and card_id = any(${trace.customerIds}::bigint[])))`.execute(
        db,
      )
      return rows[0]?.n ?? 0
    },
    async erase(tx, trace) {
      await sql`with gone as (
          delete from notifications where account_id = ${trace.accountId} and (contact_id = any(${trace.contactIds}::bigint[])
          or number = any(${trace.numbers}::bigint[]) or (card_kind = 'deal' and card_id = any(${trace.dealIds}::bigint[]) or card_kind = 'customer' and card_id = any(${trace.customerIds}::bigint[])))
          returning id, user_id
        ), shown as (
          delete from pushes where account_id = ${trace.accountId} and notification_id in (select id from gone)
        )
        insert into changes (account_id, topic, user_id)
        select distinct ${trace.accountId}::bigint, 'notification.changed', user_id from gone`.execute(tx)
    },
  },
]
