import { sql } from 'kysely'
import { findViewer, seesConversation } from '#features/access'
import type { Tx } from '#lib/db'

/**
 * A client's message notifies those who have subscribed to its conversation, while they may see it: rights change, and each is
 * asked anew every time (R9). They are few; most conversations have none.
 */
export async function tellSubscribed(tx: Tx, accountId: number, numbers: number[]): Promise<void> {
  const { rows } = await sql<{ userId: number; numbers: number[] }>`
    select s.user_id as "userId", jsonb_agg(s.number order by s.number) as numbers from subscriptions s
    where s.account_id = ${accountId} and s.number = any(${numbers}::bigint[]) group by s.user_id order by s.user_id`.execute(
    tx,
  )
  for (const subscriber of rows) {
    const viewer = await findViewer(tx, accountId, subscriber.userId)
    if (!viewer) continue
    await sql`
      with told as (
        insert into notifications (account_id, id, user_id, kind, number, at)
        select ${accountId}, gen_random_uuid(), ${viewer.userId}, 'incoming', v.number, v.last_message_at from conversations v
        where v.account_id = ${accountId} and v.number = any(${subscriber.numbers}::bigint[]) and v.closed_at is null
          and v.read_at is null and ${seesConversation(viewer, 'v')}
        order by v.number
        on conflict (account_id, user_id, kind, number) where read_at is null and kind = 'incoming' do nothing
        returning user_id, number
      )
      insert into changes (account_id, topic, number, user_id)
      select ${accountId}, 'notification.changed', number, user_id from told`.execute(tx)
  }
}
