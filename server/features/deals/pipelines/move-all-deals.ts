import { sql } from 'kysely'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import type { StagePlace } from '../find-stage.ts'
import { closedAt } from '../insert-deal.ts'

/** A whole pipeline, or one stage of it. */
export type Leaving = { pipelineId: number; stageId: number | null }

/** How many deals stand there; deleted ones are of nobody's interest. */
export async function countLeaving(tx: Tx, accountId: number, from: Leaving): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from deals d
    where d.account_id = ${accountId} and d.pipeline_id = ${from.pipelineId} and d.deleted_at is null
      and (${from.stageId}::bigint is null or d.stage_id = ${from.stageId})`.execute(tx)
  return rows[0]?.count ?? 0
}

/**
 * Moves every deal of a stage or pipeline that is given up, in one statement, each with its fact; deleted ones go silently.
 * The rows of their open conversations show the stage, so they are told of too.
 */
export async function moveAllDeals(
  tx: Tx,
  viewer: Viewer,
  from: Leaving,
  to: StagePlace,
  now: Date,
): Promise<void> {
  const a = viewer.accountId
  await sql`
    with leaving as materialized (
      select d.id, d.stage_id, d.main_contact_id, d.deleted_at from deals d
      where d.account_id = ${a} and d.pipeline_id = ${from.pipelineId}
        and (${from.stageId}::bigint is null or d.stage_id = ${from.stageId})
      order by d.id for no key update
    ), moved as (
      update deals d set pipeline_id = ${to.pipelineId}, stage_id = ${to.stageId}, stage_since = ${now}, updated_at = ${now},
        closed_at = case when ${closedAt(to, now)}::timestamptz is null then null else coalesce(d.closed_at, ${now}) end,
        loss_reason_id = case when ${to.kind} = 'lost' then d.loss_reason_id end
      from leaving l where d.account_id = ${a} and d.id = l.id
    ), facts as materialized (
      select ${newId(now)} as event_id, l.id, l.main_contact_id,
        jsonb_build_object('pipelineId', ${from.pipelineId}::bigint, 'stageId', l.stage_id) as before
      from leaving l where l.deleted_at is null
    ), events as (
      insert into events (account_id, at, id, type, actor_kind, actor_id, road, subject_kind, subject_id, contact_id, card_kind,
        card_id, before, after)
      select ${a}, ${now}, event_id, 'deal.moved', 'user', ${viewer.userId}, 'hand', 'deal', id::text, main_contact_id, 'deal', id,
        before, jsonb_build_object('pipelineId', ${to.pipelineId}::bigint, 'stageId', ${to.stageId}::bigint) from facts
    ), told as (
      insert into changes (account_id, topic, number, chat_id, contact_id, card_kind, card_id)
      select v.account_id, 'conversation.changed', v.number, v.chat_id, v.contact_id, 'deal', v.card_id
      from facts f join conversations v on v.account_id = ${a} and v.card_kind = 'deal' and v.card_id = f.id and v.closed_at is null
    )
    insert into changes (account_id, topic, contact_id, card_kind, card_id, event_id, patch)
    select ${a}, 'deal.moved', main_contact_id, 'deal', id, event_id, jsonb_build_object('before', before) from facts`.execute(
    tx,
  )
}

/** A UUIDv7 made by the database: the time in front, the version's bits set over those of a random one. */
function newId(now: Date): ReturnType<typeof sql> {
  return sql`encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send(${now.getTime()}::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid`
}
