import { sql, type RawBuilder } from 'kysely'
import { isIncomingStage, isOneOf, takesIncoming, type Viewer } from '#features/access'
import { readCardSearch } from '#features/cards'
import { inTransaction, type Db, type Read } from '#lib/db'
import { wholly, type NameSearch } from '#lib/name-search'
import { dealConditions, isPlain, stageCondition, type DealFilterWishes } from './deal-conditions.ts'
import { dealsTakenPartIn, isLimited, ofSeenPeople, seenPeople } from './limited-deals.ts'

export type StageTotal = { pipelineId: number; stageId: number; count: number; budget: number }

/** How many deals the viewer sees in each stage and what they are worth, exactly. */
export async function countDeals(db: Read, viewer: Viewer, wishes: DealFilterWishes): Promise<StageTotal[]> {
  const parts = isPlain(wishes)
    ? keptTotals(viewer, wishes)
    : countedNow(viewer, wishes, wholly(await readCardSearch(db, viewer.accountId, 'deal', wishes.search)))
  const { rows } = await sql<StageTotal>`
    select t.pipeline_id as "pipelineId", t.stage_id as "stageId", sum(t.deals)::int as count,
      sum(t.budget)::double precision as budget
    from (${parts}) t group by 1, 2 having sum(t.deals) > 0 order by 1, 2`.execute(db)
  return rows
}

/** Stage, pipeline and responsible are what totals are kept by: they cost the same in an account of any size. */
function keptTotals(viewer: Viewer, wishes: DealFilterWishes): RawBuilder<unknown> {
  const { responsibleUserId } = wishes
  const kept = sql`select t.pipeline_id, t.stage_id, t.deals, t.budget from deal_totals t where t.account_id = ${viewer.accountId}
    and ${stageCondition('t.stage_id', 't.pipeline_id', wishes)}
    ${responsibleUserId ? sql`and t.responsible_user_id = any(${responsibleUserId}::bigint[])` : sql``}`
  if (!isLimited(viewer) && takesIncoming(viewer)) return kept
  return sql`${kept} and ${isSeenBy(viewer, 't')}
    union all
    select d.pipeline_id, d.stage_id, 1, coalesce(d.budget, 0) from ${dealsTakenPartIn(viewer)} p
    join deals d on d.id = p.card_id and ${dealConditions(viewer, wishes)}
    where not coalesce(${isSeenBy(viewer, 'd')}, false)`
}

/** Whether the viewer sees deals of this stage and responsible, without taking part in them: the rule for what is counted. */
function isSeenBy(viewer: Viewer, alias: string): RawBuilder<boolean> {
  const responsible = sql.ref(`${alias}.responsible_user_id`)
  const isOf = (people: RawBuilder<unknown>): RawBuilder<boolean> =>
    sql<boolean>`${responsible} in (select u.id from users u where u.account_id = ${viewer.accountId} and ${people})`
  const leads = takesIncoming(viewer)
    ? sql`true`
    : isOf(isOneOf(viewer, viewer.rights.deals.view === 'none' ? 'none' : 'own', 'u'))
  const others = isLimited(viewer) ? isOf(seenPeople(viewer)) : sql`true`
  return sql<boolean>`case when ${isIncomingStage(viewer, `${alias}.stage_id`)} then ${leads} else ${others} end`
}

/** Any other filter is counted among the deals it finds. */
function countedNow(
  viewer: Viewer,
  wishes: DealFilterWishes,
  search: NameSearch | null,
): RawBuilder<unknown> {
  const all = sql`select d.* from deals d where ${dealConditions(viewer, wishes, { search })}`
  const found = isLimited(viewer) ? ofSeenPeople(viewer, all, sql``) : all
  return sql`select d.pipeline_id, d.stage_id, 1 as deals, coalesce(d.budget, 0) as budget from (${found}) d`
}

/** Sums the kept rows of each stage and responsible up to one. Readers see the rows before or the sum, never both. */
export async function foldTotals(db: Db): Promise<void> {
  await inTransaction(db, (tx) =>
    sql`
      with many as (
        select account_id, pipeline_id, stage_id, responsible_user_id from deal_totals group by 1, 2, 3, 4 having count(*) > 1
      ), gone as (
        delete from deal_totals t using many m where t.account_id = m.account_id and t.pipeline_id = m.pipeline_id
          and t.stage_id = m.stage_id and t.responsible_user_id = m.responsible_user_id
        returning t.*
      )
      insert into deal_totals (account_id, pipeline_id, stage_id, responsible_user_id, deals, budget)
      select account_id, pipeline_id, stage_id, responsible_user_id, sum(deals), sum(budget) from gone
      group by 1, 2, 3, 4 having sum(deals) <> 0 or sum(budget) <> 0`.execute(tx),
  )
}
