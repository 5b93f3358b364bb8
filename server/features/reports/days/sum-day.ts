import { sql, type RawBuilder } from 'kysely'
import type { Tx } from '#lib/db'
import { countedMs, dueMs, epochMs, type CountedTime } from '../counted-time.ts'
import { isFirstAnswer, reportFacts, withSpans } from '../report-scope.ts'

/** A day of an account, and by which hours waiting is measured; `working` null: it has none. */
export type SumOf = {
  accountId: number
  timeZone: string
  hoursKey: string
  all: CountedTime
  working: CountedTime | null
  from: Date
  to: Date
}

/** Sums up a day in the place of what was kept of it. The transaction has to see one snapshot. */
export async function sumDay(tx: Tx, day: SumOf): Promise<void> {
  const { accountId, timeZone, hoursKey, from, to } = day
  await sql`delete from report_marks where account_id = ${accountId} and at >= ${from} and at < ${to}`.execute(
    tx,
  )
  await sql`delete from report_days where account_id = ${accountId} and from_at < ${to} and to_at > ${from}`.execute(
    tx,
  )
  await sql`insert into report_days (account_id, from_at, to_at, time_zone, hours_key)
    values (${accountId}, ${from}, ${to}, ${timeZone}, ${hoursKey})`.execute(tx)
  await sumFacts(tx, day)
  await sumDue(tx, day)
  await sumWaits(tx, day, day.all, false)
  if (day.working) await sumWaits(tx, day, day.working, true)
}

async function sumFacts(tx: Tx, { accountId, timeZone, from, to }: SumOf): Promise<void> {
  await sql`
    insert into report_facts (account_id, from_at, what, place, channel_id, type, hour, actor_kind, actor_id, responsible_user_id, n)
    select ${accountId}, ${from}, s.what, row_number() over (), s.channel_id, s.type, s.hour, s.actor_kind, s.actor_id,
      s.responsible_user_id, s.n
    from (
      select case when grouping(f.hour) = 0 then 'hour' when grouping(f.actor_kind) = 0 then 'author' else 'person' end as what,
        f.channel_id, f.type, f.hour, f.actor_kind, f.actor_id, f.responsible_user_id, count(*)::int as n
      from (
        select e.type, e.channel_id, e.actor_kind, case when e.actor_kind = 'user' then e.actor_id end as actor_id,
          extract(hour from e.at at time zone ${timeZone})::smallint as hour, v.responsible_user_id
        from events e join conversations v on v.account_id = e.account_id and v.number = e.number
        where e.account_id = ${accountId} and ${reportFacts} and e.at >= ${from} and e.at < ${to}
      ) f
      group by grouping sets ((f.type, f.channel_id, f.hour), (f.type, f.channel_id, f.actor_kind, f.actor_id),
        (f.type, f.channel_id, f.responsible_user_id))
    ) s`.execute(tx)
}

/** Waits that have ended, by when their limit ran out; those that go on are few and read as they are. */
async function sumDue(tx: Tx, { accountId, from, to }: SumOf): Promise<void> {
  await sql`
    insert into report_facts (account_id, from_at, what, place, channel_id, type, n)
    select ${accountId}, ${from}, 'due', row_number() over (), s.channel_id, s.type, s.n
    from (
      select v.channel_id, t.type, count(*)::int as n
      from waiting_periods w join conversations v on v.account_id = w.account_id and v.number = w.number
      cross join lateral (select unnest(case when w.missed_at is null then array['due'] else array['due', 'exceeded'] end) as type) t
      where w.account_id = ${accountId} and w.restored_at is null and w.due_at >= ${from} and w.due_at < ${to}
      group by 1, 2
    ) s`.execute(tx)
}

async function sumWaits(
  tx: Tx,
  { accountId, from, to }: SumOf,
  counted: CountedTime,
  isWorking: boolean,
): Promise<void> {
  await sql`
    insert into report_waits (account_id, from_at, is_working, place, channel_id, responsible_user_id, firsts, others, kept)
    select ${accountId}, ${from}, ${isWorking}, row_number() over (), s.* from (
      select m.channel_id, m.responsible_user_id, ${packed(sql`m.seconds`, sql`m.is_answer and m.is_first`)},
        ${packed(sql`m.seconds`, sql`m.is_answer and not m.is_first`)}, array_agg(m.kept order by m.kept)
      from (
        select v.channel_id, v.responsible_user_id, w.ended_way = 'answered' as is_answer, coalesce(${isFirstAnswer}, false) as is_first,
          floor(c.ms / 1000)::int as seconds, ${keptMinutes(counted)} as kept
        from waiting_periods w join conversations v on v.account_id = w.account_id and v.number = w.number ${withSpans(counted)}
        cross join lateral (select ${countedMs(counted, sql`w.started_at`, sql`w.ended_at`)} as ms offset 0) c
        where w.account_id = ${accountId} and w.restored_at is null and w.started_at >= ${from} and w.started_at < ${to}
      ) m group by 1, 2
    ) s`.execute(tx)
}

/** Whole numbers of the rows for which it holds, four bytes each. */
export function packed(value: RawBuilder<unknown>, holds: RawBuilder<unknown>): RawBuilder<Buffer> {
  return sql<Buffer>`coalesce(string_agg(int4send(${value}), ''::bytea) filter (where ${holds}), ''::bytea)`
}

/**
 * The least limit in whole minutes that the wait of `w`, `c.ms` long, would have kept. A limit that is used up to the millisecond
 * runs out when the hours end, so who is answered only when they begin again has been answered too late.
 */
function keptMinutes(counted: CountedTime): RawBuilder<number> {
  return sql<number>`(ceil(c.ms / 60000) + case when c.ms > 0 and c.ms = ceil(c.ms / 60000) * 60000
    and ${epochMs(sql`w.ended_at`)} > ${dueMs(counted, sql`w.started_at`, sql`c.ms`)} then 1 else 0 end)::int`
}
