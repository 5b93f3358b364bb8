import { sql } from 'kysely'
import type { MessageView, Stretch } from '#contract/messages'
import { seesConversation, type Viewer } from '#features/access'
import type { Read } from '#lib/db'

type Stored = Omit<Stretch, 'openedAt' | 'closedAt'> & { openedAt: Date; closedAt: Date | null }

/** The conversations that these messages belong to, of those that the viewer sees. */
export async function findStretches(
  db: Read,
  viewer: Viewer,
  items: readonly MessageView[],
): Promise<Stretch[]> {
  const numbers = [...new Set(items.flatMap((item) => (item.number === null ? [] : [item.number])))]
  if (numbers.length === 0) return []
  const { rows } = await sql<Stored>`
    select v.number, v.opened_at as "openedAt", v.opened_way as way, v.closed_at as "closedAt",
      jsonb_build_object('kind', v.opened_by_kind, 'id', v.opened_by_id, 'name', coalesce(o.name, k.name)) as "openedBy",
      case when x.number is null then null else jsonb_build_object('kind', x.actor_kind, 'id', x.actor_id, 'name', w.name) end as "closedBy"
    from conversations v
    left join users o on v.opened_by_kind in ('user', 'api') and o.account_id = v.account_id and o.id = v.opened_by_id
    left join contacts k on v.opened_by_kind = 'client' and k.account_id = v.account_id and k.id = v.opened_by_id
    left join closures x on x.account_id = v.account_id and x.number = v.number
    left join users w on x.actor_kind in ('user', 'api') and w.account_id = x.account_id and w.id = x.actor_id
    where v.account_id = ${viewer.accountId} and v.number = any(${numbers}::bigint[]) and ${seesConversation(viewer, 'v')}
    order by v.number`.execute(db)
  return rows.map((row) => ({
    ...row,
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
  }))
}
