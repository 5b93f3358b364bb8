import { sql } from 'kysely'
import type { PersonalData } from '#lib/personal-data'

/** Who a person is: how he is called, and by what he is known. */
export const personalData: PersonalData[] = [
  {
    kind: 'chats',
    async count(db, { accountId, chatIds }) {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from chats
        where account_id = ${accountId} and id = any(${chatIds}::uuid[]) and external_chat_id <> 'erased:' || id`.execute(
        db,
      )
      return rows[0]?.n ?? 0
    },
    // Nothing that comes from there finds the chat any more: the next message is one of somebody unknown.
    async erase(tx, { accountId, chatIds, contactIds, erasedName }, now) {
      await sql`update chats set external_chat_id = 'erased:' || id, person_name = ${erasedName}, person_handle = null,
          person_avatar_ref = null, blocked_at = coalesce(blocked_at, ${now})
        where account_id = ${accountId} and id = any(${chatIds}::uuid[])`.execute(tx)
      await sql`delete from start_links where account_id = ${accountId} and contact_id = any(${contactIds}::bigint[])`.execute(
        tx,
      )
    },
  },
  {
    kind: 'points',
    async count(db, { accountId, contactIds }) {
      const { rows } = await sql<{ n: number }>`
        select (select count(*) from contact_points where account_id = ${accountId} and contact_id = any(${contactIds}::bigint[]))::int
          + (select count(*) from contact_identities where account_id = ${accountId}
            and contact_id = any(${contactIds}::bigint[]))::int as n`.execute(db)
      return rows[0]?.n ?? 0
    },
    async erase(tx, { accountId, contactIds }) {
      for (const table of ['contact_points', 'contact_identities'] as const)
        await sql`delete from ${sql.table(table)} where account_id = ${accountId} and contact_id = any(${contactIds}::bigint[])`.execute(
          tx,
        )
    },
  },
  {
    kind: 'contact',
    async count(db, { accountId, contactIds }) {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from contacts
        where account_id = ${accountId} and id = any(${contactIds}::bigint[]) and erased_at is null`.execute(
        db,
      )
      return rows[0]?.n ?? 0
    },
    async erase(tx, { accountId, contactIds, erasedName }, now) {
      await sql`update contacts set name = ${erasedName}, name_source = 'user', source = '{}', avatar_file_id = null,
          avatar_chat_id = null, company_id = null, erased_at = ${now}, deleted_at = coalesce(deleted_at, ${now}), updated_at = ${now}
        where account_id = ${accountId} and id = any(${contactIds}::bigint[])`.execute(tx)
    },
  },
]
