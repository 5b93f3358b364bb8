import { sql } from 'kysely'
import type { DealView } from '#contract/deals'
import { mayDo, seesDeal, type Viewer } from '#features/access'
import { findCardParts } from '#features/cards'
import type { Read } from '#lib/db'
import { selectDealRows } from './deal-rows.ts'

type Extra = Pick<DealView, 'source'> & { responsibleGroupId: number | null }

/** The card of a deal; null when the viewer may not see it. */
export async function findDealView(db: Read, viewer: Viewer, dealId: number): Promise<DealView | null> {
  const [found] = await selectDealRows(
    db,
    sql`select d.*, 1 as ord from deals d where d.account_id = ${viewer.accountId} and d.id = ${dealId}
      and d.deleted_at is null and ${seesDeal(viewer, 'd')}`,
  )
  if (!found) return null
  const { row } = found
  const [{ source, responsibleGroupId }, parts] = await Promise.all([
    findExtra(db, viewer, dealId),
    findCardParts(db, viewer, { kind: 'deal', id: dealId }),
  ])
  const responsible = { userId: row.responsibleUserId, groupId: responsibleGroupId }
  return { ...row, source, ...parts, canEdit: mayDo(viewer, 'deals', 'edit', responsible) }
}

async function findExtra(db: Read, viewer: Viewer, dealId: number): Promise<Extra> {
  const { rows } = await sql<Extra>`
    select u.group_id as "responsibleGroupId",
      case when h.id is null then null else jsonb_build_object('channelKind', h.kind, 'channelName', h.name) end as source
    from deals d
    left join channels h on h.account_id = d.account_id and h.id = d.source_channel_id
    left join users u on u.account_id = d.account_id and u.id = d.responsible_user_id
    where d.account_id = ${viewer.accountId} and d.id = ${dealId}`.execute(db)
  const [extra] = rows
  if (!extra) throw new Error('A deal without its row')
  return extra
}
