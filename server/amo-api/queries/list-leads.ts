import { sql, type RawBuilder } from 'kysely'
import { seesDeal, type Viewer } from '#features/access'
import { filledOf, type Filled } from '#features/fields'
import { tagsOf } from '#features/tags'
import type { TagMark } from '#contract/tags'
import type { Read } from '#lib/db'
import { pageClauses, toPage, type Found, type Page, type PageClauses } from '../page.ts'
import { unix } from '../unix.ts'
import { cardsTakenPartIn, incomingStages, ofPeople, seesAll } from './limited-road.ts'

export type LeadRow = {
  id: number
  name: string
  price: number
  responsible_user_id: number | null
  group_id: number
  pipeline_id: number
  status_id: number
  created_by: number
  created_at: number
  updated_at: number
  closed_at: number | null
  /** null when nobody asked. */
  contacts: { id: number; is_main: boolean }[] | null
  tags: TagMark[]
  fields: Filled[]
}

type Asked = { conditions: RawBuilder<unknown>[]; withContacts: boolean }

/** One page of the deals the viewer may see. */
export async function listLeads(db: Read, viewer: Viewer, page: Page, asked: Asked): Promise<Found<LeadRow>> {
  const clauses = pageClauses(page)
  const found = sql`select d.*, ${clauses.place} as place, row_number() over (order by ${clauses.orderBy}) as ord
    from (${sourceOf(viewer, clauses, asked.conditions)}) d order by ${clauses.orderBy} ${clauses.limit}`
  return toPage(await select(db, viewer, found, asked.withContacts), page)
}

/** One deal; null when the viewer may not see it. */
export async function findLead(
  db: Read,
  viewer: Viewer,
  id: number,
  withContacts: boolean,
): Promise<LeadRow | null> {
  const found = sql`select d.*, '' as place, 1 as ord from deals d where d.id = ${id} and ${seen(viewer)}`
  return (await select(db, viewer, found, withContacts))[0] ?? null
}

function seen(viewer: Viewer): RawBuilder<unknown> {
  return sql`d.account_id = ${viewer.accountId} and d.deleted_at is null and ${seesDeal(viewer, 'd')}`
}

function sourceOf(
  viewer: Viewer,
  clauses: PageClauses,
  conditions: RawBuilder<unknown>[],
): RawBuilder<unknown> {
  const wanted = sql.join([seen(viewer), ...conditions, ...clauses.conditions], sql` and `)
  const all = sql`select d.* from deals d where ${wanted}`
  if (seesAll(viewer, 'deals')) return all
  return sql`${ofPeople(viewer, 'deals', 'd', all)}
    union select d.* from (${cardsTakenPartIn(viewer)}) p
      cross join lateral (${all} and p.card_kind = 'deal' and d.id = p.card_id) d
    union select d.* from (${incomingStages(viewer)}) lead
      cross join lateral (${all} and d.pipeline_id = lead.pipeline_id and d.stage_id = lead.id offset 0) d`
}

async function select(
  db: Read,
  viewer: Viewer,
  found: RawBuilder<unknown>,
  withContacts: boolean,
): Promise<(LeadRow & { place: string })[]> {
  const contacts = withContacts
    ? sql`(select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'is_main', c.is_main) order by c.is_main desc, c.id), '[]')
        from (select own.root_id as id, bool_or(cc.is_main) as is_main from card_contacts cc
          join contacts own on own.account_id = cc.account_id and own.id = cc.contact_id
          where cc.account_id = d.account_id and cc.card_kind = 'deal' and cc.card_id = d.id group by own.root_id) c)`
    : sql`null`
  const { rows } = await sql<LeadRow & { place: string }>`
    select d.id, d.name, coalesce(d.budget, 0)::double precision as price, d.responsible_user_id,
      coalesce(u.group_id, 0) as group_id, d.pipeline_id, d.stage_id as status_id, coalesce(${createdBy}, 0) as created_by,
      ${unix(sql`d.created_at`)} as created_at, ${unix(sql`d.updated_at`)} as updated_at,
      ${unix(sql`d.closed_at`)} as closed_at, d.place, ${contacts} as contacts,
      ${tagsOf('deal', 'd')} as tags, ${filledOf(viewer, 'd')} as fields
    from (${found}) d
    left join users u on u.account_id = d.account_id and u.id = d.responsible_user_id
    order by d.ord`.execute(db)
  return rows
}

/** Who made a deal stands in its event, which is looked for only around the deal's beginning: its later ones can be many. */
const createdBy = sql`(select e.actor_id from events e where e.account_id = d.account_id and e.card_kind = 'deal'
  and e.card_id = d.id and e.at between d.created_at - interval '1 minute' and d.created_at + interval '1 minute'
  and e.type = 'deal.created' and e.actor_kind in ('user', 'api') limit 1)`
