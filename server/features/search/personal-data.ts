import { sql } from 'kysely'
import type { PersonalData } from '#lib/personal-data'
import { indexMessages } from './index-messages.ts'

/** Words by which what a person wrote was found; told after the messages themselves are empty. */
export const personalData: PersonalData[] = [
  {
    kind: 'search',
    async count(db, trace) {
      const { rows } = await sql<{
        n: number
      }>`select count(*)::int as n from message_search where account_id = ${trace.accountId} and chat_id = any(${trace.chatIds}::uuid[])`.execute(
        db,
      )
      return rows[0]?.n ?? 0
    },
    async erase(tx, trace) {
      const { rows } = await sql<{ id: string }>`select message_id as id from message_search
        where account_id = ${trace.accountId} and chat_id = any(${trace.chatIds}::uuid[])`.execute(tx)
      await indexMessages(
        tx,
        trace.accountId,
        rows.map(({ id }) => id),
      )
    },
  },
]
