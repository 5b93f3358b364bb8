import { sql } from 'kysely'
import type { ActorKind, Language } from '#contract/common'
import { authorName } from '#contract/report-tables'
import { closedWayWords, reportWords, type ReportWord } from '#contract/report-words'
import { mayDo, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { instantOf, microseconds } from '#lib/keyset'
import type { SheetCell } from '#lib/sheets/sheet'
import { countedMs, type CountedTime } from './counted-time.ts'
import { joinNarrowed, withSpans, type ReportScope } from './report-scope.ts'

type Who = { kind: ActorKind; name: string | null }
type Responsible = { name: string | null; userId: number | null; groupId: number | null }

type Row = {
  at: string
  id: string
  number: number
  openedAt: string
  openedBy: Who
  closedAt: string | null
  closedBy: Who | null
  closedWay: string | null
  channel: string
  contact: Responsible
  card: (Responsible & { kind: 'deal' | 'customer' }) | null
  responsible: string | null
  firstSeconds: number | null
  waits: number
  exceeded: number
  incoming: number
  outgoing: number
}

const portion = 500

const columns: readonly ReportWord[] = [
  'number',
  'openedAt',
  'openedBy',
  'closedAt',
  'closedBy',
  'closedWay',
  'channel',
  'contact',
  'card',
  'responsible',
  'firstAnswer',
  'waits',
  'exceeded',
  'incoming',
  'outgoing',
]

/** Conversations opened in a period, one a row, in the order of opening; no more than a portion of them is held. */
export async function* walkConversations(
  db: Read,
  viewer: Viewer,
  scope: ReportScope,
  { counted, language }: { counted: CountedTime; language: Language },
): AsyncGenerator<SheetCell[]> {
  yield columns.map((word) => ({ kind: 'text', value: reportWords[language][word] }))
  for (let last: Row | undefined; ;) {
    const rows = await findRows(db, scope, counted, last)
    for (const row of rows) yield cellsOf(row, viewer, language)
    last = rows.at(-1)
    if (!last || rows.length < portion) return
  }
}

/** Names of contacts and cards leave only with whose role takes such things away. */
function cellsOf(row: Row, viewer: Viewer, language: Language): SheetCell[] {
  const nameOf = (entity: 'contacts' | 'deals' | 'customers', one: Responsible): SheetCell =>
    mayDo(viewer, entity, 'export', one) ? text(one.name) : null
  const who = (one: Who | null): SheetCell => (one ? text(authorName({ ...one, id: null }, language)) : null)
  return [
    number(row.number),
    time(row.openedAt),
    who(row.openedBy),
    time(row.closedAt),
    who(row.closedBy),
    text(row.closedWay && (closedWayWords[language][row.closedWay] ?? row.closedWay)),
    text(row.channel),
    nameOf('contacts', row.contact),
    row.card && nameOf(row.card.kind === 'deal' ? 'deals' : 'customers', row.card),
    text(row.responsible),
    number(row.firstSeconds),
    number(row.waits),
    number(row.exceeded),
    number(row.incoming),
    number(row.outgoing),
  ]
}

const text = (value: string | null): SheetCell => (value ? { kind: 'text', value } : null)
const time = (value: string | null): SheetCell => (value ? { kind: 'time', value } : null)
const number = (value: number | null): SheetCell => (value === null ? null : { kind: 'number', value })

async function findRows(
  db: Read,
  scope: ReportScope,
  counted: CountedTime,
  last: Row | undefined,
): Promise<Row[]> {
  const { accountId, period, timeZone } = scope
  const after = last
    ? sql`e.at >= ${instantOf(last.at)} and (e.at, e.id) > (${instantOf(last.at)}, ${last.id}::uuid)`
    : sql`e.at >= ${period.from}`
  const { rows } = await sql<Row>`
    select ${microseconds(sql`e.at`)} as at, e.id, v.number, to_char(e.at at time zone ${timeZone}, 'YYYY-MM-DD HH24:MI') as "openedAt",
      jsonb_build_object('kind', e.actor_kind, 'name', (select u.name from users u
        where e.actor_kind = 'user' and u.account_id = v.account_id and u.id = e.actor_id)) as "openedBy",
      to_char(c.at at time zone ${timeZone}, 'YYYY-MM-DD HH24:MI') as "closedAt",
      case when c.at is not null then jsonb_build_object('kind', c.actor_kind, 'name', (select u.name from users u
        where c.actor_kind = 'user' and u.account_id = v.account_id and u.id = c.actor_id)) end as "closedBy", c.way as "closedWay",
      h.name as channel,
      jsonb_build_object('name', k.name, 'userId', k.responsible_user_id, 'groupId', ku.group_id) as contact,
      case when d.id is not null then jsonb_build_object('kind', d.kind, 'name', d.name, 'userId', d.responsible_user_id,
        'groupId', du.group_id) end as card,
      ru.name as responsible, f.seconds as "firstSeconds", coalesce(w.waits, 0) as waits, coalesce(w.exceeded, 0) as exceeded,
      coalesce(m.incoming, 0) as incoming, coalesce(m.outgoing, 0) as outgoing
    from (
      select e.* from events e ${joinNarrowed('e', scope)}
      where e.account_id = ${accountId} and e.type = 'conversation.opened' and ${after} and e.at < ${period.to}
      order by e.at, e.id limit ${portion}
    ) e
    join conversations v on v.account_id = e.account_id and v.number = e.number
    join channels h on h.account_id = v.account_id and h.id = v.channel_id
    join contacts own on own.account_id = v.account_id and own.id = v.contact_id
    join contacts k on k.account_id = own.account_id and k.id = own.root_id
    left join users ku on ku.account_id = k.account_id and ku.id = k.responsible_user_id
    left join cards d on d.account_id = v.account_id and d.kind = v.card_kind and d.id = v.card_id
    left join users du on du.account_id = d.account_id and du.id = d.responsible_user_id
    left join users ru on ru.account_id = v.account_id and ru.id = v.responsible_user_id
    left join closures c on c.account_id = v.account_id and c.number = v.number
    left join lateral (select count(*)::int as waits, count(*) filter (where w.missed_at is not null)::int as exceeded from waits w
      where w.account_id = v.account_id and w.number = v.number) w on true
    left join lateral (select floor(${countedMs(counted, sql`w.started_at`, sql`w.ended_at`)} / 1000)::int as seconds
      from waiting_periods w ${withSpans(counted)} where w.account_id = v.account_id and w.number = v.number
        and w.restored_at is null and w.ended_way = 'answered' and w.ended_at = v.first_answer_at limit 1) f on true
    left join lateral (select count(*) filter (where m.direction = 'in')::int as incoming,
        count(*) filter (where m.direction = 'out')::int as outgoing
      from messages m where m.account_id = v.account_id and m.number = v.number) m on true
    order by e.at, e.id`.execute(db)
  return rows
}
