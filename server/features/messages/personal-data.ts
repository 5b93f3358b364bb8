import { sql } from 'kysely'
import type { Read } from '#lib/db'
import type { PersonalData, PersonTrace } from '#lib/personal-data'
import { emptyMessages } from './empty-messages.ts'

async function written(db: Read, { accountId, chatIds }: PersonTrace): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select m.id from messages m where m.account_id = ${accountId} and m.chat_id = any(${chatIds}::uuid[])
      and (m.body <> '' or m.deleted_at is null or m.has_attachments or m.quote is not null or m.extra is not null)
    order by m.id`.execute(db)
  return rows.map(({ id }) => id)
}

/** What was written in the chats of a person, by him and to him, and what was about to be. */
export const personalData: PersonalData[] = [
  {
    kind: 'messages',
    count: async (db, trace) => (await written(db, trace)).length,
    async erase(tx, trace, now) {
      await emptyMessages(tx, trace.accountId, await written(tx, trace), now)
      await sql`delete from early_receipts where account_id = ${trace.accountId} and chat_id = any(${trace.chatIds}::uuid[])`.execute(
        tx,
      )
    },
  },
  {
    kind: 'drafts',
    async count(db, { accountId, chatIds }) {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from drafts
        where account_id = ${accountId} and chat_id = any(${chatIds}::uuid[])`.execute(db)
      return rows[0]?.n ?? 0
    },
    async erase(tx, { accountId, chatIds }) {
      await sql`delete from drafts where account_id = ${accountId} and chat_id = any(${chatIds}::uuid[])`.execute(
        tx,
      )
    },
  },
]
