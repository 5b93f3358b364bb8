import { sql } from 'kysely'
import type { Change } from '#lib/changes'
import type { Tx } from '#lib/db'
import { addJob } from '#lib/jobs'

/** Whose notifications changed: their browsers are brought in line, and a letter is planned for who wants letters. */
export async function pushAndMail(tx: Tx, changes: Change[]): Promise<void> {
  for (const [accountId, some] of Map.groupBy(changes, (change) => change.accountId)) {
    const userIds = [...new Set(some.flatMap(({ userId }) => (userId === null ? [] : [userId])))]
    await queuePushes(tx, accountId, userIds)
    await queueDigests(tx, accountId, userIds)
  }
}

async function queuePushes(tx: Tx, accountId: number, userIds: number[]): Promise<void> {
  const { rows } = await sql<{ id: number }>`select id from push_subscriptions
    where account_id = ${accountId} and user_id = any(${userIds}::bigint[]) order by id`.execute(tx)
  for (const { id } of rows) {
    const payload = { accountId, subscriptionId: id }
    await addJob(tx, 'push-notifications', payload, { key: `push:${accountId}:${id}`, maxAttempts: 12 })
  }
}

/** What comes while a letter is planned goes into it. */
async function queueDigests(tx: Tx, accountId: number, userIds: number[]): Promise<void> {
  const { rows } = await sql<{ userId: number; runAt: Date }>`
    select s.user_id as "userId", now() + make_interval(mins => s.digest_minutes) as "runAt" from notification_settings s
    where s.account_id = ${accountId} and s.user_id = any(${userIds}::bigint[]) and s.digest_minutes > 0
      and exists (select from notifications n where n.account_id = s.account_id and n.user_id = s.user_id
        and n.read_at is null and n.mailed_at is null)
    order by s.user_id`.execute(tx)
  for (const { userId, runAt } of rows) await planDigest(tx, accountId, userId, runAt)
}

/** Of the same person the earlier plan stays: what waits for one who is away comes sooner when he is back before he said. */
export async function planDigest(tx: Tx, accountId: number, userId: number, runAt: Date): Promise<void> {
  const key = `digest:${accountId}:${userId}`
  const { rows } = await sql<{ runAt: Date }>`
    select run_at as "runAt" from graphile_worker.jobs where key = ${key} and locked_at is null and run_at > ${runAt}`.execute(
    tx,
  )
  const keepsTime = rows.length === 0
  await addJob(tx, 'mail-digest', { accountId, userId }, { key, runAt, keepsTime })
}
