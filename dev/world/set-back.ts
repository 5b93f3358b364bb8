import { sql } from 'kysely'
import type { Db } from '#lib/db'

/** Times that the database itself gives are those of the loading: they are set back to what the account's events say. */
export async function setBack(db: Db, accountId: number, openedAt: Date): Promise<void> {
  const statements = [
    sql`update accounts set created_at = ${openedAt} where id = ${accountId}`,
    sql`update users set created_at = ${openedAt} where account_id = ${accountId}`,
    sql`
      update contacts k set created_at = e.first_at, updated_at = e.last_at
      from (select subject_id::bigint as id, min(at) as first_at, max(at) as last_at from events
        where account_id = ${accountId} and subject_kind = 'contact' group by 1) e
      where k.account_id = ${accountId} and k.id = e.id`,
    sql`
      update contact_identities i set created_at = k.created_at from contacts k
      where i.account_id = ${accountId} and k.account_id = i.account_id and k.id = i.contact_id`,
    sql`
      update chats c set created_at = m.first_at
      from (select chat_id, min(received_at) as first_at from messages where account_id = ${accountId} group by 1) m
      where c.account_id = ${accountId} and c.id = m.chat_id`,
    sql`
      update channel_health h set last_in_at = m.last_at
      from (select c.channel_id, max(m.received_at) as last_at from messages m
        join chats c on c.account_id = m.account_id and c.id = m.chat_id
        where m.account_id = ${accountId} and m.direction = 'in' group by 1) m
      where h.account_id = ${accountId} and h.channel_id = m.channel_id`,
    sql`
      update deals d set created_at = e.first_at, updated_at = e.last_at, stage_since = coalesce(e.moved_at, e.first_at)
      from (select subject_id::bigint as id, min(at) as first_at, max(at) as last_at,
          max(at) filter (where type = 'deal.moved') as moved_at from events
        where account_id = ${accountId} and subject_kind = 'deal' group by 1) e
      where d.account_id = ${accountId} and d.id = e.id`,
    sql`
      update card_contacts l set added_at = d.created_at from deals d
      where l.account_id = ${accountId} and l.card_kind = 'deal' and d.account_id = l.account_id and d.id = l.card_id`,
  ]
  for (const statement of statements) await statement.execute(db)
}
