import { sql, type RawBuilder } from 'kysely'
import type { PersonalData, PersonTrace } from '#lib/personal-data'
import { indexMessages } from './index-messages.ts'

/** Words by which what a person wrote was found; told after the messages themselves are empty. */
export const personalData: PersonalData[] = [
  {
    kind: 'search',
    async count(db, trace) {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from (${foundBy(trace)}) s`.execute(
        db,
      )
      return rows[0]?.n ?? 0
    },
    async erase(tx, trace) {
      const { rows } = await foundBy(trace).execute(tx)
      await indexMessages(
        tx,
        trace.accountId,
        rows.map(({ id }) => id),
      )
    },
  },
]

/** By way of the messages of the chats: what is kept for the search is reached by message alone. */
function foundBy({ accountId, chatIds }: PersonTrace): RawBuilder<{ id: string }> {
  return sql<{ id: string }>`select m.id from messages m
    join message_search s on s.account_id = m.account_id and s.message_id = m.id
    where m.account_id = ${accountId} and m.chat_id = any(${chatIds}::uuid[])`
}
