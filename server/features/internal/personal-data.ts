import { sql } from 'kysely'
import type { PersonalData } from '#lib/personal-data'

/** What colleagues wrote to each other in cards that are of nobody else. */
export const personalData: PersonalData[] = [
  {
    kind: 'internal',
    async count(db, trace) {
      const { rows } = await sql<{
        n: number
      }>`select count(*)::int as n from internal_messages where account_id = ${trace.accountId}
        and chat_id in (select id from internal_chats where account_id = ${trace.accountId}
        and (card_kind = 'deal' and card_id = any(${trace.dealIds}::bigint[]) or card_kind = 'customer' and card_id = any(${trace.customerIds}::bigint[]))) and (body <> '' or deleted_at is null)`.execute(
        db,
      )
      return rows[0]?.n ?? 0
    },
    async erase(tx, trace, now) {
      await sql`with gone as (
          update internal_messages set body = '', deleted_at = coalesce(deleted_at, ${now}) where account_id = ${trace.accountId}
            and chat_id in (select id from internal_chats where account_id = ${trace.accountId}
        and (card_kind = 'deal' and card_id = any(${trace.dealIds}::bigint[]) or card_kind = 'customer' and card_id = any(${trace.customerIds}::bigint[]))) returning id
        ), files as (
          delete from internal_attachments where account_id = ${trace.accountId} and message_id in (select id from gone)
        )
        delete from internal_revisions where account_id = ${trace.accountId} and message_id in (select id from gone)`.execute(
        tx,
      )
      await sql`delete from internal_drafts where account_id = ${trace.accountId} and chat_id in (select id from internal_chats where account_id = ${trace.accountId}
        and (card_kind = 'deal' and card_id = any(${trace.dealIds}::bigint[]) or card_kind = 'customer' and card_id = any(${trace.customerIds}::bigint[])))`.execute(
        tx,
      )
    },
  },
]
