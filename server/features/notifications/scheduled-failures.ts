import { sql } from 'kysely'
import type { Change } from '#lib/changes'
import type { Tx } from '#lib/db'

/** Its author is told that a planned message could not leave; the admins when he no longer works here. */
export async function notifyScheduled(tx: Tx, changes: Change[]): Promise<void> {
  for (const [accountId, some] of Map.groupBy(changes, (change) => change.accountId)) {
    const ids = some.map((change) => change.messageId)
    await sql`
      with failed as (
        select s.id, u.id as author_id from scheduled_messages s
        left join users u on u.account_id = s.account_id and u.id = s.user_id and u.status = 'active'
        where s.account_id = ${accountId} and s.id = any(${ids}::uuid[])
          and s.fail_code is not null and s.sent_at is null and s.cancelled_at is null
      ), told as (
        insert into notifications (account_id, id, user_id, kind, scheduled_id, at)
        select ${accountId}, gen_random_uuid(), w.user_id, 'scheduled_failed', w.id, now() from (
          select id, author_id as user_id from failed where author_id is not null
          union select f.id, u.id from failed f
            join users u on u.account_id = ${accountId} and u.status = 'active'
            join roles r on r.account_id = u.account_id and r.id = u.role_id and r.kind = 'admin'
            where f.author_id is null) w
        order by w.user_id, w.id
        on conflict (account_id, user_id, scheduled_id) where scheduled_id is not null and read_at is null do nothing
        returning user_id
      )
      insert into changes (account_id, topic, user_id)
      select ${accountId}, 'notification.changed', user_id from told`.execute(tx)
  }
}

/** What has left, was cancelled or planned anew since needs nobody's look any more. */
export async function clearScheduled(tx: Tx, changes: Change[]): Promise<void> {
  for (const [accountId, some] of Map.groupBy(changes, (change) => change.accountId)) {
    const chatIds = [...new Set(some.map((change) => change.chatId))]
    await sql`
      with cleared as (
        update notifications n set read_at = now() from scheduled_messages s
        where n.account_id = ${accountId} and n.read_at is null and s.account_id = n.account_id and s.id = n.scheduled_id
          and s.chat_id = any(${chatIds}::uuid[])
          and (s.fail_code is null or s.sent_at is not null or s.cancelled_at is not null)
        returning n.user_id
      )
      insert into changes (account_id, topic, user_id)
      select ${accountId}, 'notification.changed', user_id from cleared`.execute(tx)
  }
}
