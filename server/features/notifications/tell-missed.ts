import { sql, type RawBuilder } from 'kysely'
import { readAccountSettings } from '#features/account-settings'
import { recipientsOf } from '#features/conversations'
import type { Change } from '#lib/changes'
import type { Tx } from '#lib/db'

/**
 * The time to answer was exceeded: whoever is to answer is told, and the head whom the account has named. Of what was answered
 * before anybody found out, only the head is.
 */
export async function tellMissed(tx: Tx, changes: Change[]): Promise<void> {
  for (const [accountId, numbers] of numbersByAccount(changes)) {
    const head = await findHead(tx, accountId)
    await sql`
      with heads as (
        select u.id from users u where u.account_id = ${accountId} and u.status = 'active' and (u.id = ${head}::bigint or exists (
          select from users gone where gone.account_id = u.account_id and gone.id = ${head}::bigint and gone.status = 'active'
            and gone.substitute_id = u.id and gone.away_until > now()))
      ), told as (
        insert into notifications (account_id, id, user_id, kind, subject, card_kind, card_id, number, at)
        select v.account_id, gen_random_uuid(), t.user_id, 'response_time', 'conversation:' || v.number, v.card_kind, v.card_id,
          v.number, coalesce(v.missed_at, now())
        from (
          select r.number, r.user_id from ${recipientsOf(accountId, numbers)} r
          join conversations w on w.account_id = ${accountId} and w.number = r.number and w.missed_at is not null
          union select n.number, h.id from unnest(${numbers}::bigint[]) n(number) cross join heads h
        ) t
        join conversations v on v.account_id = ${accountId} and v.number = t.number
        order by t.user_id, t.number
        on conflict (account_id, user_id, kind, subject) where read_at is null and subject is not null do nothing
        returning user_id
      )
      ${tell(accountId, sql`told`)}`.execute(tx)
  }
}

/** The wait is over: nobody has to answer any more. The head reads himself what was missed, unless it was his to answer. */
export async function clearMissed(tx: Tx, changes: Change[]): Promise<void> {
  for (const [accountId, numbers] of numbersByAccount(changes)) {
    const head = await findHead(tx, accountId)
    await sql`
      with over as (
        update notifications n set read_at = now() from conversations v
        where n.account_id = ${accountId} and n.number = any(${numbers}::bigint[]) and n.kind = 'response_time' and n.read_at is null
          and v.account_id = n.account_id and v.number = n.number and v.missed_at is null
          and (n.user_id is distinct from ${head}::bigint or v.responsible_user_id = n.user_id)
        returning n.user_id
      )
      ${tell(accountId, sql`over`)}`.execute(tx)
  }
}

async function findHead(tx: Tx, accountId: number): Promise<number | null> {
  return (await readAccountSettings(tx, accountId)).responseTime.headUserId
}

function tell(accountId: number, whom: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`insert into changes (account_id, topic, user_id)
    select distinct ${accountId}::bigint, 'notification.changed', user_id from ${whom}`
}

function numbersByAccount(changes: Change[]): [number, number[]][] {
  return [...Map.groupBy(changes, (change) => change.accountId)].map(([accountId, some]) => [
    accountId,
    [...new Set(some.flatMap(({ number }) => number ?? []))],
  ])
}
