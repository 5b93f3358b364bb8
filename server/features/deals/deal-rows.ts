import { sql, type RawBuilder } from 'kysely'
import type { DealRow } from '#contract/deals'
import { dueColumn, toDue } from '#features/conversations'
import { tagsOf } from '#features/tags'
import type { Read } from '#lib/db'
import { dealPlace } from './deal-order.ts'

type Stored = Omit<
  DealRow,
  'budget' | 'stage' | 'mainContact' | 'stageSince' | 'closedAt' | 'createdAt' | 'updatedAt'
> & {
  budget: string | null
  stageId: number
  stageName: string
  stageColor: DealRow['stage']['color']
  stageKind: DealRow['stage']['kind']
  contactId: number | null
  contactName: string | null
  stageSince: Date
  closedAt: Date | null
  createdAt: Date
  updatedAt: Date
  place: string
}

/** Who sees a deal sees its conversations. */
const waitingColumn = sql`case when d.conversations > 0 then (
  select jsonb_build_object('since', v.waiting_since, 'due', ${dueColumn}) from conversations v
  where v.account_id = d.account_id and v.card_kind = 'deal' and v.card_id = d.id and v.waiting_since is not null and v.closed_at is null
  order by v.due_at nulls last, v.waiting_since limit 1) end`

/**
 * Rows of deals with their cursors; `rest` selects from deals with an `ord` to sort by. Of a contact that was merged into another,
 * that one is named: `nullif` leaves the others at one look-up.
 */
export async function selectDealRows(
  db: Read,
  rest: RawBuilder<unknown>,
  place: RawBuilder<string> = dealPlace('updated'),
): Promise<{ row: DealRow; place: string }[]> {
  const { rows } = await sql<Stored>`
    select d.id, d.name, d.budget, d.pipeline_id as "pipelineId",
      s.id as "stageId", s.name as "stageName", s.color as "stageColor", s.kind as "stageKind",
      d.responsible_user_id as "responsibleUserId", own.root_id as "contactId", coalesce(k.name, own.name) as "contactName",
      d.unread_conversations as "unreadConversations", d.conversations, ${waitingColumn} as waiting,
      d.source_channel_id as "channelId",
      d.loss_reason_id as "lossReasonId", ${tagsOf('deal', 'd')} as tags, d.stage_since as "stageSince", d.closed_at as "closedAt",
      d.created_at as "createdAt", d.updated_at as "updatedAt", ${place} as place
    from (${rest}) d
    join stages s on s.account_id = d.account_id and s.pipeline_id = d.pipeline_id and s.id = d.stage_id
    left join contacts own on own.account_id = d.account_id and own.id = d.main_contact_id
    left join contacts k on k.account_id = own.account_id and k.id = nullif(own.root_id, own.id)
    order by d.ord`.execute(db)
  return rows.map(
    ({ place: at, stageId, stageName, stageColor, stageKind, contactId, contactName, ...row }) => ({
      place: at,
      row: {
        ...row,
        stage: { id: stageId, name: stageName, color: stageColor, kind: stageKind },
        mainContact: contactId === null || contactName === null ? null : { id: contactId, name: contactName },
        waiting: row.waiting && {
          since: new Date(row.waiting.since).toISOString(),
          due: toDue(row.waiting.due),
        },
        budget: row.budget === null ? null : Number(row.budget),
        stageSince: row.stageSince.toISOString(),
        closedAt: row.closedAt?.toISOString() ?? null,
        createdAt: row.createdAt.toISOString(),
        updatedAt: row.updatedAt.toISOString(),
      },
    }),
  )
}

/** Rows of these deals. Rights are the caller's. */
export async function findDealRows(db: Read, accountId: number, ids: number[]): Promise<DealRow[]> {
  if (ids.length === 0) return []
  const found = await selectDealRows(
    db,
    sql`select d.*, d.id as ord from deals d where d.account_id = ${accountId} and d.id = any(${ids}::bigint[])
      and d.deleted_at is null`,
  )
  return found.map(({ row }) => row)
}
