import { sql } from 'kysely'
import type { Change } from '#lib/changes'
import type { Tx } from '#lib/db'

/** Of what is over already, only what was found just now is news. */
const newsHours = 24

/**
 * Brings the notifications of admins in line with the breakages of the account's channels. The rows decide, not what was
 * heard: each admin has one line a breakage, unread once it has to be told, read by itself when it is over.
 */
export async function tellBreakages(tx: Tx, changes: Change[]): Promise<void> {
  for (const accountId of new Set(changes.map((change) => change.accountId))) {
    await sql`
      with told as (
        insert into notifications as n (account_id, id, user_id, kind, breakage_id, at)
        select b.account_id, gen_random_uuid(), u.id, 'channel', b.id, b.told_at
        from channel_breakages b
        join users u on u.account_id = b.account_id and u.status = 'active'
        join roles r on r.account_id = u.account_id and r.id = u.role_id and r.kind = 'admin'
        where b.account_id = ${accountId} and b.told_at is not null
          and (b.ended_at is null or (b.state = 'missed' and b.told_at > now() - make_interval(hours => ${newsHours})))
        order by u.id, b.id
        on conflict (account_id, user_id, breakage_id) where breakage_id is not null
          do update set at = excluded.at, read_at = null where n.at < excluded.at
        returning n.user_id
      ), over as (
        update notifications n set read_at = b.ended_at from channel_breakages b
        where n.account_id = ${accountId} and n.read_at is null and b.account_id = n.account_id and b.id = n.breakage_id
          and b.ended_at is not null and b.state <> 'missed'
        returning n.user_id
      )
      insert into changes (account_id, topic, user_id)
      select ${accountId}, 'notification.changed', user_id from (select user_id from told union select user_id from over) x`.execute(
      tx,
    )
  }
}
