import { sql, type RawBuilder } from 'kysely'
import { seesContact, seesDeal, type Viewer } from '#features/access'
import { filledOf, type Filled } from '#features/fields'
import { tagsOf } from '#features/tags'
import type { TagMark } from '#contract/tags'
import type { Read } from '#lib/db'
import { pageClauses, toPage, type Found, type Page } from '../page.ts'
import { unix } from '../unix.ts'
import { ofPeople, seesAll } from './limited-road.ts'

export type ContactPoint = { kind: 'phone' | 'email'; value: string }

export type ContactRow = {
  id: number
  name: string
  responsible_user_id: number | null
  group_id: number
  created_at: number
  updated_at: number
  points: ContactPoint[]
  /** Ids of the deals the viewer may see; null when nobody asked. */
  leads: number[] | null
  tags: TagMark[]
  fields: Filled[]
}

type Asked = { conditions: RawBuilder<unknown>[]; withLeads: boolean }

/** One page of the contacts the viewer may see; those merged into others are not there. */
export async function listContacts(
  db: Read,
  viewer: Viewer,
  page: Page,
  asked: Asked,
): Promise<Found<ContactRow>> {
  const clauses = pageClauses(page)
  const wanted = sql.join([seen(viewer), ...asked.conditions, ...clauses.conditions], sql` and `)
  const all = sql`select k.* from contacts k where ${wanted}`
  const source = seesAll(viewer, 'contacts') ? all : ofPeople(viewer, 'contacts', 'k', all)
  const found = sql`select k.*, ${clauses.place} as place, row_number() over (order by ${clauses.orderBy}) as ord
    from (${source}) k order by ${clauses.orderBy} ${clauses.limit}`
  return toPage(await select(db, viewer, found, asked.withLeads), page)
}

/** One contact; null when the viewer may not see it. One that was merged answers the one it was merged into. */
export async function findContact(
  db: Read,
  viewer: Viewer,
  id: number,
  withLeads: boolean,
): Promise<ContactRow | null> {
  const found = sql`select k.*, '' as place, 1 as ord from contacts asked
    join contacts k on k.account_id = asked.account_id and k.id = asked.root_id
    where asked.account_id = ${viewer.accountId} and asked.id = ${id} and ${seen(viewer)}`
  return (await select(db, viewer, found, withLeads))[0] ?? null
}

function seen(viewer: Viewer): RawBuilder<unknown> {
  return sql`k.account_id = ${viewer.accountId} and k.id = k.root_id and k.deleted_at is null and ${seesContact(viewer, 'k')}`
}

async function select(
  db: Read,
  viewer: Viewer,
  found: RawBuilder<unknown>,
  withLeads: boolean,
): Promise<(ContactRow & { place: string })[]> {
  const leads = withLeads
    ? sql`coalesce((select array_agg(distinct d.id) from contacts kin
        join card_contacts cc on cc.account_id = kin.account_id and cc.contact_id = kin.id and cc.card_kind = 'deal'
        join deals d on d.account_id = cc.account_id and d.id = cc.card_id and d.deleted_at is null and ${seesDeal(viewer, 'd')}
        where kin.account_id = k.account_id and kin.root_id = k.id), '{}')`
    : sql`null::bigint[]`
  const { rows } = await sql<ContactRow & { place: string }>`
    select k.id, k.name, k.responsible_user_id, coalesce(u.group_id, 0) as group_id, ${unix(sql`k.created_at`)} as created_at,
      ${unix(sql`k.updated_at`)} as updated_at, k.place, to_jsonb(${leads}) as leads,
      ${tagsOf('contact', 'k')} as tags, ${filledOf(viewer, 'k')} as fields,
      coalesce((select jsonb_agg(jsonb_build_object('kind', p.kind, 'value', p.shown)
          order by p.is_primary desc, p.created_at, p.normal)
        from contact_points p where p.account_id = k.account_id and p.contact_id = k.id), '[]') as points
    from (${found}) k
    left join users u on u.account_id = k.account_id and u.id = k.responsible_user_id
    order by k.ord`.execute(db)
  return rows
}
