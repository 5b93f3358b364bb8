import type { Projection } from '#lib/projections'

/** What is kept of deals although it follows from their rows. */
export const projections: Projection[] = [
  {
    what: 'deals in a stage',
    wrong: `
      select coalesce(k.account_id, c.account_id) as account_id,
        format('stage %s of pipeline %s, responsible %s', coalesce(k.stage_id, c.stage_id), coalesce(k.pipeline_id, c.pipeline_id),
          coalesce(k.responsible, c.responsible)) as id, (k.deals, k.budget) as kept, (c.deals, c.budget) as counted
      from (
        select account_id, pipeline_id, stage_id, responsible_user_id as responsible, sum(deals) as deals, sum(budget) as budget
        from deal_totals group by 1, 2, 3, 4
      ) k full join (
        select account_id, pipeline_id, stage_id, coalesce(responsible_user_id, 0) as responsible, count(*) as deals,
          coalesce(sum(budget), 0) as budget
        from deals where deleted_at is null group by 1, 2, 3, 4
      ) c on c.account_id = k.account_id and c.pipeline_id = k.pipeline_id and c.stage_id = k.stage_id and c.responsible = k.responsible
      where coalesce(k.deals, 0) <> coalesce(c.deals, 0) or coalesce(k.budget, 0) <> coalesce(c.budget, 0)`,
  },
]
