import { sql } from 'kysely'
import { seesConversation, type Viewer } from '#features/access'
import type { Read, Tx } from '#lib/db'
import { change } from '#lib/events'

/** What a colleague has marked for himself: a star, or a subscription to what the client writes there. */
export type Mark = 'star' | 'subscription'

const tables: Record<Mark, 'stars' | 'subscriptions'> = { star: 'stars', subscription: 'subscriptions' }

/** Puts a mark on a conversation or takes it off, for oneself; again, it changes nothing. Rights are the caller's. */
export async function markConversation(
  tx: Tx,
  { accountId, userId }: Viewer,
  { number, mark, isOn, now }: { number: number; mark: Mark; isOn: boolean; now: Date },
): Promise<void> {
  const table = sql.table(tables[mark])
  const { numAffectedRows } = isOn
    ? await sql`insert into ${table} (account_id, user_id, number, at) values (${accountId}, ${userId}, ${number}, ${now})
        on conflict do nothing`.execute(tx)
    : await sql`delete from ${table} where account_id = ${accountId} and user_id = ${userId} and number = ${number}`.execute(
        tx,
      )
  if (numAffectedRows) {
    await change(tx, { accountId, topic: 'marked', number, userId, patch: { [mark]: isOn } })
  }
}

/** How many open conversations that the viewer sees bear his marks: his own few, looked at one by one. */
export async function countMarked(
  db: Read,
  viewer: Viewer,
): Promise<{ starred: number; subscribed: number }> {
  const count = (
    mark: Mark,
  ): ReturnType<typeof sql> => sql`(select count(*)::int from ${sql.table(tables[mark])} x
    join conversations v on v.account_id = x.account_id and v.number = x.number and v.closed_at is null
    where x.account_id = ${viewer.accountId} and x.user_id = ${viewer.userId} and ${seesConversation(viewer, 'v')})`
  const { rows } = await sql<{ starred: number; subscribed: number }>`
    select ${count('star')} as starred, ${count('subscription')} as subscribed`.execute(db)
  return rows[0] ?? { starred: 0, subscribed: 0 }
}

/** Whose marks stand on these conversations, for rows that are loaded once for several people. */
export type Marks = { isMarked: (mark: Mark, number: number, userId: number) => boolean }

export async function findMarks(db: Read, accountId: number, numbers: readonly number[]): Promise<Marks> {
  if (numbers.length === 0) return { isMarked: () => false }
  const { rows } = await sql<{ mark: Mark; number: number; userId: number }>`
    select 'star' as mark, number, user_id as "userId" from stars
      where account_id = ${accountId} and number = any(${[...numbers]}::bigint[])
    union all select 'subscription', number, user_id from subscriptions
      where account_id = ${accountId} and number = any(${[...numbers]}::bigint[])`.execute(db)
  const keys = new Set(rows.map(({ mark, number, userId }) => `${mark}:${number}:${userId}`))
  return { isMarked: (mark, number, userId) => keys.has(`${mark}:${number}:${userId}`) }
}
