import { sql } from 'kysely'
import type { PersonalData } from '#lib/personal-data'

/** Browsers that a visitor came with: the next visit is one of somebody unknown. */
export const personalData: PersonalData[] = [
  {
    kind: 'visits',
    async count(db, trace) {
      const { rows } = await sql<{
        n: number
      }>`select count(*)::int as n from visitor_tokens where account_id = ${trace.accountId} and (channel_id, external_id) in (
          select channel_id, external_chat_id from chats where account_id = ${trace.accountId} and id = any(${trace.chatIds}::uuid[]))`.execute(
        db,
      )
      return rows[0]?.n ?? 0
    },
    async erase(tx, trace) {
      await sql`delete from visitor_files where account_id = ${trace.accountId} and (channel_id, visitor) in (
          select channel_id, external_chat_id from chats where account_id = ${trace.accountId} and id = any(${trace.chatIds}::uuid[]))`.execute(
        tx,
      )
      await sql`delete from visitor_tokens where account_id = ${trace.accountId} and (channel_id, external_id) in (
          select channel_id, external_chat_id from chats where account_id = ${trace.accountId} and id = any(${trace.chatIds}::uuid[]))`.execute(
        tx,
      )
    },
  },
]
