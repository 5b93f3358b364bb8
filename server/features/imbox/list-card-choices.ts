import { sql, type RawBuilder } from 'kysely'
import type { CardKind } from '#contract/common'
import type { CardChoice } from '#contract/conversations'
import { mayDo, seesCustomer, seesDeal, type Condition, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { likeOf } from '#lib/like'

const mostChoices = 30

/** For what a card is chosen. */
type Chosen = { number: number } | { dealId: number }

type Found = Omit<CardChoice, 'canChoose'> & {
  userId: number | null
  groupId: number | null
  isOpen: boolean
}

const kinds: Record<CardKind, { table: string; sees: (viewer: Viewer, alias: string) => Condition }> = {
  deal: { table: 'deals', sees: seesDeal },
  customer: { table: 'customers', sees: seesCustomer },
}

/**
 * Cards that a conversation can be hung on, or an incoming lead joined to: without a search those of its contact, open ones
 * first; with one, all that one sees whose name has it, the contact's first. The conversation or lead is seen by the viewer.
 */
export async function listCardChoices(
  db: Read,
  viewer: Viewer,
  { search = '', ...of }: Chosen & { search?: string | undefined },
): Promise<CardChoice[]> {
  const parts = (Object.keys(kinds) as CardKind[]).map((kind) => ofKind(viewer, kind, of, search))
  const { rows } = await sql<Found>`
    select c.* from (${sql.join(parts, sql` union all `)}) c
    order by c."isOfContact" desc, c."isOpen" desc, c."updatedAt" desc, c.id desc limit ${sql.lit(mostChoices)}`.execute(
    db,
  )
  return rows.map(({ userId, groupId, ...row }) => ({
    ...row,
    updatedAt: new Date(row.updatedAt).toISOString(),
    canChoose: mayDo(viewer, row.kind === 'deal' ? 'deals' : 'customers', 'edit', { userId, groupId }),
  }))
}

function ofKind(viewer: Viewer, kind: CardKind, of: Chosen, search: string): RawBuilder<unknown> {
  const { accountId } = viewer
  const { table, sees } = kinds[kind]
  const own = sql`select cc.card_id from (${contactsOf(accountId, of)}) v
    join contacts asked on asked.account_id = ${accountId} and asked.id = v.contact_id
    join contacts kin on kin.account_id = asked.account_id and kin.root_id = asked.root_id
    join card_contacts cc on cc.account_id = kin.account_id and cc.contact_id = kin.id and cc.card_kind = ${kind}`
  // A lead is not joined to itself, nor to another one that nobody has taken.
  const isTaken = 'dealId' in of ? sql`and s.kind <> 'incoming'` : sql``
  const wanted =
    search === ''
      ? sql`d.id in (${own})`
      : sql`d.id in (select named.id from ${sql.table(table)} named
          where named.account_id = ${accountId} and lower(named.name) like ${likeOf(search)}
            and named.deleted_at is null and ${sees(viewer, 'named')}
          order by named.updated_at desc limit 200)`
  return sql`(select ${kind}::text as kind, d.id, d.name, p.name as "pipelineName", s.name as "stageName", s.color as "stageColor",
      d.id in (${own}) as "isOfContact", s.kind in ('incoming', 'normal') as "isOpen", d.updated_at as "updatedAt",
      d.responsible_user_id as "userId", u.group_id as "groupId"
    from ${sql.table(table)} d
    join pipelines p on p.account_id = d.account_id and p.id = d.pipeline_id
    join stages s on s.account_id = d.account_id and s.pipeline_id = d.pipeline_id and s.id = d.stage_id
    left join users u on u.account_id = d.account_id and u.id = d.responsible_user_id
    where d.account_id = ${accountId} and d.deleted_at is null and ${sees(viewer, 'd')} and ${wanted} ${isTaken}
    order by "isOfContact" desc, "isOpen" desc, d.updated_at desc limit ${sql.lit(mostChoices)})`
}

function contactsOf(accountId: number, of: Chosen): RawBuilder<unknown> {
  return 'number' in of
    ? sql`select contact_id from conversations where account_id = ${accountId} and number = ${of.number}`
    : sql`select contact_id from card_contacts where account_id = ${accountId} and card_kind = 'deal' and card_id = ${of.dealId}`
}
