import { sql, type RawBuilder } from 'kysely'
import type { ActorKind, CardRef } from '#contract/common'
import { eventTypes, type EventType, type EventView } from '#contract/events'
import { feedGroupOf, type FeedGroup, type FeedItem } from '#contract/feed'
import { seesTask, type Viewer } from '#features/access'
import { seesFieldEvent } from '#features/fields'
import { isBeyond, nearestFirst } from '../feed-place.ts'
import type { FeedStream } from '../stream.ts'

type StoredEvent = Omit<EventView, 'at' | 'actor'> & {
  at: Date
  actorKind: ActorKind
  actorId: number | null
  actorName: string | null
}

/** What happened with the card. What lines of their own tell (messages) is not told twice. */
export const events: FeedStream = {
  kind: 'event',
  places(viewer, { card, from, direction, limit, hidden, search }) {
    const types = shownTypes(hidden)
    if (types.length === 0 || search !== null) return null
    const beyond = isBeyond('event', from, direction, { at: sql`e.at`, sequence: sql`0`, id: sql`e.id` })
    // The words of the index that leaves messages out: a card has many more of them than of anything else.
    return sql`select e.at, 0::bigint as sequence, e.id from (${lineageOf(viewer, card)}) x cross join lateral (
        select e.at, e.id from events e
        where e.account_id = ${viewer.accountId} and e.card_kind = x.kind and e.card_id = x.id
          and e.type not like 'message.%' and e.type = any(${types}::text[]) and ${beyond} and ${seesFieldEvent(viewer, 'e')}
          and ${seesTaskEvent(viewer)}
        ${nearestFirst(direction, ['e.at', 'e.id'])} limit ${limit}) e
      ${nearestFirst(direction, ['e.at', 'e.id'])} limit ${limit}`
  },
  async load(db, viewer, ids) {
    const { rows } = await sql<StoredEvent>`
      select e.id, e.type, e.at, e.number, e.message_id as "messageId", e.channel_id as "channelId", e.before, e.after,
        e.actor_kind as "actorKind", e.actor_id as "actorId", coalesce(u.name, k.name) as "actorName"
      from events e
      left join users u on e.actor_kind in ('user', 'api') and u.account_id = e.account_id and u.id = e.actor_id
      left join contacts own on e.actor_kind = 'client' and own.account_id = e.account_id and own.id = e.actor_id
      left join contacts k on k.account_id = own.account_id and k.id = own.root_id
      where e.account_id = ${viewer.accountId} and e.id = any(${ids}::uuid[])`.execute(db)
    return new Map(
      rows.map(({ at, actorKind, actorId, actorName, ...row }): [string, FeedItem] => {
        const event = {
          ...row,
          at: at.toISOString(),
          actor: { kind: actorKind, id: actorId, name: actorName },
        }
        return [row.id, { type: 'event', at: event.at, event }]
      }),
    )
  },
}

/** The card and the incoming leads that were joined to it: their events stay theirs, and are read with its own. */
function lineageOf({ accountId }: Viewer, card: CardRef): RawBuilder<unknown> {
  return sql`select ${card.kind}::text as kind, ${card.id}::bigint as id
    union all select 'deal', l.deal_id from incoming_leads l
      where l.account_id = ${accountId} and l.target_kind = ${card.kind} and l.target_id = ${card.id}`
}

/** What became of a task is told to who sees the task. */
function seesTaskEvent(viewer: Viewer): RawBuilder<unknown> {
  return sql`case when e.subject_kind = 'task' then exists (select from tasks t
    where t.account_id = e.account_id and t.id = e.subject_id::bigint and ${seesTask(viewer, 't')}) else true end`
}

/** The types that a feed shows with these groups hidden. */
export function shownTypes(hidden: ReadonlySet<FeedGroup>): EventType[] {
  return (Object.keys(eventTypes) as EventType[]).filter((type) => {
    const group = feedGroupOf(type)
    return group !== null && !hidden.has(group)
  })
}
