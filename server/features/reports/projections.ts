import type { Projection } from '#lib/projections'

/** What is summed up of days, where nothing has touched them since. */
export const projections: Projection[] = [
  {
    what: 'days of the reports',
    wrong: `
      select d.account_id, d.from_at as id, (k.hours, k.authors, k.people, k.exceeded, w.answers, w.waits) as kept,
        (c.facts, c.facts, c.facts, p.exceeded, p.answers, p.waits) as counted
      from report_days d
      cross join lateral (
        select coalesce(sum(f.n) filter (where f.what = 'hour'), 0)::int as hours,
          coalesce(sum(f.n) filter (where f.what = 'author'), 0)::int as authors,
          coalesce(sum(f.n) filter (where f.what = 'person'), 0)::int as people,
          coalesce(sum(f.n) filter (where f.what = 'due' and f.type = 'exceeded'), 0)::int as exceeded
        from report_facts f where f.account_id = d.account_id and f.from_at = d.from_at) k
      cross join lateral (
        select coalesce(sum(length(w.firsts) + length(w.others)), 0)::int / 4 as answers, coalesce(sum(cardinality(w.kept)), 0)::int as waits
        from report_waits w where w.account_id = d.account_id and w.from_at = d.from_at and not w.is_working) w
      cross join lateral (
        select count(*)::int as facts from events e where e.account_id = d.account_id and e.at >= d.from_at and e.at < d.to_at
          and e.type in ('conversation.opened', 'conversation.closed', 'response_time.exceeded')) c
      cross join lateral (
        select (select count(*)::int from waiting_periods p where p.account_id = d.account_id and p.restored_at is null
            and p.due_at >= d.from_at and p.due_at < d.to_at and p.missed_at is not null) as exceeded,
          count(*)::int as waits, (count(*) filter (where p.ended_way = 'answered'))::int as answers
        from waiting_periods p where p.account_id = d.account_id and p.restored_at is null
          and p.started_at >= d.from_at and p.started_at < d.to_at) p
      where not exists (select from report_marks m where m.account_id = d.account_id and m.at >= d.from_at and m.at < d.to_at)
        and (k.hours, k.authors, k.people, k.exceeded, w.answers, w.waits)
          is distinct from (c.facts, c.facts, c.facts, p.exceeded, p.answers, p.waits)`,
  },
]
