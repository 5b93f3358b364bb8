import { sql, type RawBuilder } from 'kysely'
import { seesDeal, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { pageClauses, toPage, type Found, type Page } from '../page.ts'
import { unix } from '../unix.ts'

export type UnsortedRow = {
  id: number
  pipeline_id: number
  created_at: number
  channel_id: number | null
  channel_kind: string | null
  channel_name: string | null
  chat_id: string | null
  contact_id: number | null
  contact_name: string | null
  last_text: string | null
}

/** When it came: one that was put there by hand has no row of its own until it is settled. */
export const receivedAt = sql`coalesce(l.received_at, d.stage_since)`
/** What brought it; what no channel has brought was filled in somewhere. */
export const category = sql<string>`case when l.channel_id is null then 'forms' else 'chats' end`

function source(viewer: Viewer): RawBuilder<unknown> {
  return sql`stages s cross join lateral (select d.* from deals d where d.account_id = s.account_id
      and d.pipeline_id = s.pipeline_id and d.stage_id = s.id and d.deleted_at is null offset 0) d
    left join incoming_leads l on l.account_id = d.account_id and l.deal_id = d.id
    where s.account_id = ${viewer.accountId} and s.kind = 'incoming' and ${seesDeal(viewer, 'd')}`
}

/** One page of the incoming leads that the viewer may see and nobody has taken. */
export async function listUnsorted(
  db: Read,
  viewer: Viewer,
  page: Page,
  conditions: readonly RawBuilder<unknown>[],
): Promise<Found<UnsortedRow>> {
  const clauses = pageClauses(page)
  const wanted = [sql`true`, ...conditions, ...clauses.conditions]
  const found = sql`select d.id, ${clauses.place} as place, row_number() over (order by ${clauses.orderBy}) as ord
    from ${source(viewer)} and ${sql.join(wanted, sql` and `)} order by ${clauses.orderBy} ${clauses.limit}`
  return toPage(await select(db, viewer, found), page)
}

/** One of them; null when it is settled, not there, or out of sight. */
export async function findUnsorted(db: Read, viewer: Viewer, id: number): Promise<UnsortedRow | null> {
  const found = sql`select d.id, '' as place, 1 as ord from ${source(viewer)} and d.id = ${id}`
  return (await select(db, viewer, found))[0] ?? null
}

async function select(
  db: Read,
  { accountId }: Viewer,
  found: RawBuilder<unknown>,
): Promise<(UnsortedRow & { place: string })[]> {
  const { rows } = await sql<UnsortedRow & { place: string }>`
    select d.id, d.pipeline_id, ${unix(receivedAt)} as created_at, l.channel_id, h.kind as channel_kind, h.name as channel_name,
      v.chat_id, k.id as contact_id, k.name as contact_name, m.body as last_text, f.place
    from (${found}) f
    join deals d on d.account_id = ${accountId} and d.id = f.id
    left join incoming_leads l on l.account_id = d.account_id and l.deal_id = d.id
    left join channels h on h.account_id = l.account_id and h.id = l.channel_id
    left join conversations v on v.account_id = l.account_id and v.number = l.number
    left join messages m on m.account_id = v.account_id and m.id = v.last_message_id
    left join contacts own on own.account_id = d.account_id and own.id = d.main_contact_id
    left join contacts k on k.account_id = own.account_id and k.id = own.root_id
    order by f.ord`.execute(db)
  return rows
}

export type UnsortedSummary = {
  total: number
  accepted: number
  declined: number
  averageSeconds: number | null
  chats: number
  forms: number
}

/** What came and what became of it, of the leads whose deals the viewer may see; a linked one counts as accepted. */
export async function sumUpUnsorted(
  db: Read,
  viewer: Viewer,
  conditions: readonly RawBuilder<unknown>[],
): Promise<UnsortedSummary> {
  const { rows } = await sql<UnsortedSummary>`
    select count(*)::int as total, (count(*) filter (where l.outcome in ('accepted', 'linked')))::int as accepted,
      (count(*) filter (where l.outcome = 'declined'))::int as declined,
      (avg(extract(epoch from l.settled_at - l.received_at)))::double precision as "averageSeconds",
      (count(*) filter (where ${category} = 'chats'))::int as chats,
      (count(*) filter (where ${category} = 'forms'))::int as forms
    from incoming_leads l
    join deals d on d.account_id = l.account_id and d.id = coalesce(case when l.target_kind = 'deal' then l.target_id end, l.deal_id)
    where l.account_id = ${viewer.accountId} and ${seesDeal(viewer, 'd')} and ${sql.join([sql`true`, ...conditions], sql` and `)}`.execute(
    db,
  )
  return rows[0] ?? { total: 0, accepted: 0, declined: 0, averageSeconds: null, chats: 0, forms: 0 }
}
