import { sql } from 'kysely'
import type { LoadReport, ReportWishes } from '#contract/reports'
import type { Viewer } from '#features/access'
import { narrowConditions } from '#features/conversations'
import type { Read } from '#lib/db'

type Row = {
  isTotal: boolean
  userId: number | null
  name: string | null
  open: number
  unanswered: number
  unread: number
  longestWaitingSince: Date | null
}

/** What everybody has to do at this moment: reads open conversations only, however many there have been. */
export async function reportLoad(db: Read, viewer: Viewer, wishes: ReportWishes): Promise<LoadReport> {
  const { accountId } = viewer
  const { rows } = await sql<Row>`
    select o.*, u.name from (
      select grouping(v.responsible_user_id) = 1 as "isTotal", v.responsible_user_id as "userId", count(*)::int as open,
        count(*) filter (where v.waiting_since is not null)::int as unanswered,
        count(*) filter (where v.read_at is null)::int as unread, min(v.waiting_since) as "longestWaitingSince"
      from conversations v
      where ${sql.join([sql`v.account_id = ${accountId}`, sql`v.closed_at is null`, ...narrowConditions(viewer, wishes)], sql` and `)}
      group by grouping sets ((), (v.responsible_user_id))) o
    left join users u on u.account_id = ${accountId} and u.id = o."userId"
    order by o.unanswered desc, o.open desc, o."userId"`.execute(db)
  const view = ({ open, unanswered, unread, longestWaitingSince }: Row) => ({
    open,
    unanswered,
    unread,
    longestWaitingSince: longestWaitingSince?.toISOString() ?? null,
  })
  const total = rows.find(({ isTotal }) => isTotal)
  return {
    total: total ? view(total) : { open: 0, unanswered: 0, unread: 0, longestWaitingSince: null },
    items: rows
      .filter(({ isTotal }) => !isTotal)
      .map((row) => ({ userId: row.userId, name: row.name, ...view(row) })),
  }
}
