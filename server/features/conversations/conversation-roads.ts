import { sql, type RawBuilder } from 'kysely'
import type { ConversationSort } from '#contract/conversation-filter'
import { isLimited, joinedCards, reachedPeople, type Viewer } from '#features/access'
import {
  all,
  asksForWaiting,
  isFree,
  narrowConditions,
  servedConditions,
  stateOf,
  type ConversationWishes,
} from './conversation-conditions.ts'
import { fewCards } from './few-cards.ts'
import { searchConditionAtHand, searchedNumbers } from './search-conversations.ts'

export type Walk = {
  sort: ConversationSort
  /** Where the page before this one ended. */
  after: RawBuilder<boolean> | null
  /** How many rows are wanted of each road. */
  most: number
  /** How many rows of an index are looked at in search of them. */
  depth: number
  /** Whether what is searched is so common that the roads are walked for it, too. */
  isSearchCommon: boolean
}

/** A way to conversations: what is gone through, and which conversations `v` belong to each row of it, read by their index. */
type Road = { from: RawBuilder<unknown>; on: RawBuilder<unknown> }

const nothing = sql`(select 1) one`

/**
 * The conversations of a page, by the indexes that lead to them: each road is walked in the order of the list from where the page
 * begins and stops when it has enough. Where a wish is free, so that a walk may find little, it stops after `depth` rows; the
 * page then goes no further than every road has been looked at, and the next one goes on from there.
 */
export function roadsTo(
  viewer: Viewer,
  wishes: ConversationWishes,
  walk: Walk,
): { rows: RawBuilder<unknown>; horizon: RawBuilder<unknown> | null } {
  const served = all([...servedOf(viewer, wishes, walk), ...(walk.after ? [walk.after] : [])])
  const { search } = wishes
  const isWalked = search !== undefined && search !== '' && walk.isSearchCommon
  // What a search finds is gone through, or judged row by row; it need not be looked for twice.
  const narrow = all([
    ...narrowConditions(viewer, { ...wishes, search: undefined }),
    ...(isWalked ? [searchConditionAtHand(viewer, search)] : []),
  ])
  const short = sidesOf(viewer, isWalked ? { ...wishes, search: undefined } : wishes)
  if (short) {
    const rows = short.map(
      ({ from, on }) => sql`select v.* from ${from} ${each(on)} where ${served} and ${narrow}`,
    )
    return { rows: sql.join(rows, sql` union `), horizon: null }
  }
  const roads = byState(roadsOf(viewer, wishes, walk.sort), wishes, walk.sort)
  const order = orderOf(walk.sort)
  if (!isFree(viewer, wishes) && !isWalked) {
    const rows = roads.map(
      ({ from, on }) => sql`select v.* from ${from} cross join lateral (
        select v.* from conversations v where ${served} and ${on} and ${narrow} ${order} limit ${sql.lit(walk.most)}) v`,
    )
    return { rows: sql.join(rows, sql` union `), horizon: null }
  }
  const few = fewCards(viewer, wishes)
  const isMany = few ? few.isMany : sql`true`
  const ends = roads.map(
    ({ from, on }) => sql`select v.at, v.number from ${from} cross join lateral (
      select ${placeColumn(walk.sort)} as at, v.number from conversations v where ${served} and ${on} ${order}
      offset ${sql.lit(depthOf(from, walk) - 1)} limit 1) v where ${isMany}`,
  )
  const end = sql`select e.at, e.number from (${sql.join(ends, sql` union all `)}) e
    order by ${walk.sort === 'waiting' ? sql`e.at asc, e.number asc` : sql`e.at desc, e.number desc`} limit 1`
  const isAlone = roads.length === 1 && roads[0]?.from === nothing
  const walked = roads.map(
    ({ from, on }) => sql`select v.* from ${from} cross join lateral (
      select v.* from (select v.* from conversations v where ${served} and ${on} ${order} limit ${sql.lit(depthOf(from, walk))}) v
      where ${narrow} ${isAlone ? sql`` : sql`and ${isBefore(walk.sort)}`} ${order} limit ${sql.lit(walk.most)}) v where ${isMany}`,
  )
  const aside = few
    ? few.roads.map(
        ({ from, on }) =>
          sql`select v.* from ${from} ${each(on)} where ${few.isFew} and ${served} and ${narrow}`,
      )
    : []
  const known = few ? [few.table] : []
  const tables = isAlone ? known : [...known, sql`horizon as materialized (${end})`]
  return {
    rows: sql`${withTables(tables)} ${sql.join([...walked, ...aside], sql` union `)}`,
    horizon: sql`(${withTables(known)} ${end})`,
  }
}

/** The conversations of each row of a side, one row after another: never all of the account beside them. */
function each(on: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`cross join lateral (select v.* from conversations v where ${on} offset 0) v`
}

function withTables(tables: RawBuilder<unknown>[]): RawBuilder<unknown> {
  return tables.length === 0 ? sql`` : sql`with ${sql.join(tables)}`
}

export function orderOf(sort: ConversationSort): RawBuilder<unknown> {
  return sort === 'waiting'
    ? sql`order by v.waiting_since asc, v.number asc`
    : sql`order by v.last_message_at desc, v.number desc`
}

export function placeColumn(sort: ConversationSort): RawBuilder<Date> {
  return sort === 'waiting' ? sql<Date>`v.waiting_since` : sql<Date>`v.last_message_at`
}

/** Open and closed ones have an index each. */
function byState(roads: Road[], wishes: ConversationWishes, sort: ConversationSort): Road[] {
  if (sort === 'waiting' || stateOf(wishes) !== 'any') return roads
  return roads.flatMap(({ from, on }) => [
    { from, on: sql`${on} and v.closed_at is null` },
    { from, on: sql`${on} and v.closed_at is not null` },
  ])
}

/** Of many people each is walked less far. */
function depthOf(from: Road['from'], { depth }: Walk): number {
  return from === nothing ? depth : Math.min(depth, 1000)
}

/** Up to and with the row at which the first of the roads broke off. */
function isBefore(sort: ConversationSort): RawBuilder<boolean> {
  const sign = sort === 'waiting' ? sql`<=` : sql`>=`
  return sql<boolean>`coalesce((${placeColumn(sort)}, v.number) ${sign} (select h.at, h.number from horizon h), true)`
}

/** Sorted by waiting, the list holds only those who wait. */
function servedOf(viewer: Viewer, wishes: ConversationWishes, { sort }: Walk): RawBuilder<boolean>[] {
  const waiting = sql<boolean>`v.waiting_since is not null and v.closed_at is null`
  return [...servedConditions(viewer, wishes), ...(sort === 'waiting' ? [waiting] : [])]
}

/** What is found by a search or by one's own marks is few, and looked at whole. */
function sidesOf({ accountId, userId }: Viewer, wishes: ConversationWishes): Road[] | null {
  if (wishes.search) {
    return [
      {
        from: sql`(${searchedNumbers(accountId, wishes.search)}) found`,
        on: sql`v.account_id = ${accountId} and v.number = found.number`,
      },
    ]
  }
  if (wishes.preset !== 'starred' && wishes.preset !== 'subscribed') return null
  const table = sql.table(wishes.preset === 'starred' ? 'stars' : 'subscriptions')
  return [
    {
      from: sql`(select x.number from ${table} x where x.account_id = ${accountId} and x.user_id = ${userId}) x`,
      on: sql`v.account_id = ${accountId} and v.number = x.number`,
    },
  ]
}

/** By who answers for them, where that is asked for or is all that one sees; else all of the account in their order. */
function roadsOf(viewer: Viewer, wishes: ConversationWishes, sort: ConversationSort): Road[] {
  const isOf = sql`v.responsible_user_id = u.id`
  if (wishes.preset === 'mine') return [{ from: nothing, on: sql`v.responsible_user_id = ${viewer.userId}` }]
  // Who waits is found by waiting: they are far fewer than all that somebody answers for.
  const isWaiting = sort === 'waiting' || asksForWaiting(wishes)
  if (isWaiting) return [{ from: nothing, on: sql`true` }]
  const { responsibleUserId: ids, responsibleGroupId: groups } = wishes
  const { accountId } = viewer
  if (ids || groups) {
    const people = sql`(select unnest(${(ids ?? []).filter((id) => id !== 0)}::bigint[]) as id
      union select id from users where account_id = ${accountId} and group_id = any(${groups ?? []}::bigint[])) u`
    const nobody = { from: nothing, on: sql`v.responsible_user_id is null` }
    return [{ from: people, on: isOf }, ...(ids?.includes(0) ? [nobody] : [])]
  }
  return isLimited(viewer) ? seenRoads(viewer) : [{ from: nothing, on: sql`true` }]
}

/** What a limited viewer may see, and more: each row is judged by the one predicate. */
function seenRoads(viewer: Viewer): Road[] {
  const { accountId } = viewer
  const people = reachedPeople(viewer)
  const isOnCard = sql`v.card_kind = card.card_kind and v.card_id = card.card_id`
  const cards = sql`(${joinedCards(viewer)}
    union select 'deal', d.id from stages s join deals d on d.account_id = s.account_id and d.pipeline_id = s.pipeline_id
        and d.stage_id = s.id and d.talks in ('read', 'unread')
      where s.account_id = ${accountId} and s.kind = 'incoming') card`
  return [
    { from: people, on: sql`v.responsible_user_id = u.id` },
    {
      from: people,
      on: sql`v.contact_responsible_user_id = u.id and v.contact_responsible_user_id is distinct from v.responsible_user_id`,
    },
    { from: cards, on: isOnCard },
  ]
}
