import { sql, type RawBuilder } from 'kysely'
import type { Viewer } from '#features/access'
import { stageMatches, type ConversationWishes } from './conversation-conditions.ts'

/** So many cards are looked through one by one sooner than the list is walked in search of them. */
const mostCards = 1000

export type FewCards = {
  /** What the conditions and roads read: the cards and contacts that are named, one more than is few. */
  table: RawBuilder<unknown>
  isFew: RawBuilder<boolean>
  isMany: RawBuilder<boolean>
  roads: { from: RawBuilder<unknown>; on: RawBuilder<unknown> }[]
}

/** The cards and contacts that a tag or a stage names, when one is asked for: a rare one is reached from its side. */
export function fewCards(viewer: Viewer, wishes: ConversationWishes): FewCards | null {
  const { accountId } = viewer
  const named = wishes.tagId
    ? tagged(accountId, wishes.tagId)
    : wishes.stage
      ? standing(viewer, wishes)
      : null
  if (!named) return null
  const isMany = sql<boolean>`(select count(*) > ${mostCards} from named)`
  const kin = sql`named join contacts kin on named.kind = 'contact' and kin.account_id = ${accountId} and kin.root_id = named.id`
  return {
    table: sql`named as materialized (select n.kind, n.id from (${named}) n limit ${sql.lit(mostCards + 1)})`,
    isFew: sql<boolean>`not ${isMany}`,
    isMany,
    roads: [
      {
        from: sql`named`,
        on: sql`v.account_id = ${accountId} and v.card_kind = named.kind and v.card_id = named.id`,
      },
      ...(wishes.tagId
        ? [{ from: kin, on: sql`v.account_id = ${accountId} and v.contact_id = kin.id` }]
        : []),
    ],
  }
}

function tagged(accountId: number, tagIds: readonly number[]): RawBuilder<unknown> {
  return sql`select et.entity_kind as kind, et.entity_id as id from entity_tags et
    where et.account_id = ${accountId} and et.tag_id = any(${[...tagIds]}::bigint[])`
}

/** Deals without a conversation are left out by their index. */
function standing({ accountId }: Viewer, { stage = [] }: ConversationWishes): RawBuilder<unknown> {
  const stages = sql`(select s.pipeline_id, s.stage_id from (select account_id, pipeline_id, id as stage_id from stages) s
    where s.account_id = ${accountId} and ${stageMatches('s', stage)}) s`
  const most = sql.lit(mostCards + 1)
  return sql`
    select 'deal' as kind, d.id from ${stages} cross join lateral (select d.id from deals d
      where d.account_id = ${accountId} and d.pipeline_id = s.pipeline_id and d.stage_id = s.stage_id and d.talks in ('read', 'unread') limit ${most}) d
    union all select 'customer', u.id from ${stages} cross join lateral (select u.id from customers u
      where u.account_id = ${accountId} and u.pipeline_id = s.pipeline_id and u.stage_id = s.stage_id limit ${most}) u`
}
