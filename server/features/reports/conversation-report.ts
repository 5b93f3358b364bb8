import { sql, type RawBuilder } from 'kysely'
import { actorKind, type ActorKind } from '#contract/common'
import type { ConversationReport, ReportTotals } from '#contract/reports'
import type { Read } from '#lib/db'
import { ofChannels, summedDays } from './days/summed-days.ts'
import { factsOf, groupBy, type FactCount } from './fact-counts.ts'
import type { ReportNames } from './find-names.ts'
import { eraAt, eras, joinNarrowed, reportFacts, type ReportScope } from './report-scope.ts'

type Row = FactCount & {
  era: number
  what: 'channel' | 'author' | 'slot' | 'hour' | 'open'
  channelId: number | null
  actorKind: string | null
  actorId: number | null
  slot: string | null
  weekday: number | null
  hour: number | null
}

/**
 * Counts the events that the event list shows, in one statement: first by hour, channel and author, beside what is summed up of
 * days, then these few cells in every way a chart shows them.
 */
export async function reportConversations(
  db: Read,
  scope: ReportScope,
  names: ReportNames,
): Promise<ConversationReport> {
  const rows = await countFacts(db, scope)
  const of = (what: Row['what'], era: number): Row[] =>
    rows.filter((row) => row.what === what && row.era === era)
  const open = rows.find(({ what }) => what === 'open')?.n ?? 0
  const both = (what: Row['what']): Row[] => [...of(what, eras.now), ...of(what, eras.before)]
  const sides = (group: Row[]) => ({
    now: factsOf(group.filter(({ era }) => era === eras.now)),
    before: factsOf(group.filter(({ era }) => era === eras.before)),
  })
  return {
    period: scope.view,
    now: totalsOf(rows, eras.now, open),
    before: totalsOf(rows, eras.before, open),
    bySlot: [
      ...groupBy(of('slot', eras.now), ({ slot, channelId }) => `${slot} ${channelId}`).values(),
    ].flatMap((group) => {
      const { slot, channelId } = group[0] ?? {}
      return slot && channelId ? [{ slot, channelId, ...factsOf(group) }] : []
    }),
    byChannel: [...groupBy(both('channel'), ({ channelId }) => channelId)].flatMap(([id, group]) => {
      const channel = names.channels.get(id ?? 0)
      return channel ? [{ channel, ...sides(group) }] : []
    }),
    byAuthor: [...groupBy(both('author'), authorKey).values()].flatMap((group) => {
      const kind = actorKind.safeParse(group[0]?.actorKind)
      const id = group[0]?.actorId ?? null
      return kind.success ? [{ author: authorOf(kind.data, id, names), ...sides(group) }] : []
    }),
    byHour: [...groupBy(of('hour', eras.now), ({ weekday, hour }) => `${weekday} ${hour}`).values()].map(
      (group) => ({ weekday: group[0]?.weekday ?? 0, hour: group[0]?.hour ?? 0, ...factsOf(group) }),
    ),
  }
}

function authorKey({ actorKind: kind, actorId }: Row): string {
  return `${kind} ${actorId}`
}

function authorOf(kind: ActorKind, id: number | null, names: ReportNames) {
  return { kind, id, name: kind === 'user' ? (names.people.get(id ?? 0) ?? null) : null }
}

/** Open then = open now, without what has been opened since and with what has been closed since. */
function totalsOf(rows: readonly Row[], era: number, open: number): ReportTotals {
  const byAuthor = rows.filter(({ what }) => what === 'author')
  const then = byAuthor.filter((row) => row.era === era)
  const since = factsOf(byAuthor.filter((row) => row.era > era))
  return {
    ...factsOf(then),
    openedByClient: factsOf(then.filter((row) => row.actorKind === 'client')).opened,
    inWork: open - since.opened + since.closed,
  }
}

async function countFacts(db: Read, scope: ReportScope): Promise<Row[]> {
  const { accountId, timeZone, period, conditions } = scope
  const era = eraAt(sql`e.at`, period)
  const summed = (
    what: string,
  ): RawBuilder<unknown> => sql`days d join report_facts f on f.account_id = ${accountId}
    and f.from_at = d.from_at and f.what = ${what} ${ofChannels('f', scope)}`
  const days = summedDays(scope, period)
  const { rows } = await sql<Row>`
    with ${days.tables}, cell as materialized (
      select e.type, ${era} as era, case when ${era} = ${eras.now} then date_trunc('hour', e.at at time zone ${timeZone}) end as wall,
        e.channel_id, e.actor_kind, case when e.actor_kind = 'user' then e.actor_id end as actor_id, count(*) as n
      from ${days.gaps} cross join lateral (
        select e.type, e.at, e.channel_id, e.actor_kind, e.actor_id from events e ${joinNarrowed('e', scope)}
        where e.account_id = ${accountId} and ${reportFacts} and ${days.isIn(sql`e.at`)}) e
      group by 1, 2, 3, 4, 5, 6
    ), placed as (
      select type, era, wall, channel_id, n from cell
      union all
      select f.type, d.era, case when d.era = ${eras.now} then (d.from_at at time zone ${timeZone})::date + f.hour * interval '1 hour' end,
        f.channel_id, f.n from ${summed('hour')}
    ), authored as (
      select type, era, actor_kind, actor_id, n from cell
      union all select f.type, d.era, f.actor_kind, f.actor_id, f.n from ${summed('author')}
    )
    select p.type, p.era, sum(p.n)::int as n,
      case grouping(p.slot, p.channel_id, p.weekday) when 1 then 'slot' when 5 then 'channel' else 'hour' end as what,
      p.channel_id as "channelId", null as "actorKind", null::bigint as "actorId", to_char(p.slot, 'YYYY-MM-DD"T"HH24:MI') as slot,
      p.weekday, p.hour
    from (select placed.*, date_trunc(${period.unit}, wall) as slot, extract(isodow from wall)::int as weekday,
      extract(hour from wall)::int as hour from placed) p
    group by grouping sets ((p.type, p.era, p.slot, p.channel_id), (p.type, p.era, p.channel_id), (p.type, p.era, p.weekday, p.hour))
    union all
    select a.type, a.era, sum(a.n)::int, 'author', null, a.actor_kind, a.actor_id, null, null, null from authored a group by 1, 2, 6, 7
    union all
    select '', 0, count(*)::int, 'open', null, null, null, null, null, null from conversations v
    where ${sql.join([sql`v.account_id = ${accountId}`, sql`v.closed_at is null`, ...conditions], sql` and `)}`.execute(
    db,
  )
  return rows
}
