import { sql, type RawBuilder } from 'kysely'
import type { ActorKind } from '#contract/common'
import type { ChannelKind } from '#contract/channels'
import { eventTypes, type EventType, type EventView } from '#contract/events'
import { seesConversation, seesDeal, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { instantOf, microseconds } from '#lib/keyset'
import type { FeedPlace } from './feed-place.ts'

export type FeedRequest = { dealId: number; before: FeedPlace | null; limit: number }
export type FoundMessage = { place: FeedPlace; channelKind: ChannelKind }
export type FoundEvent = { place: FeedPlace; event: EventView }

export async function canSeeDeal(db: Read, viewer: Viewer, dealId: number): Promise<boolean> {
  const { rows } = await sql`select from deals d where d.account_id = ${viewer.accountId} and d.id = ${dealId}
    and d.deleted_at is null and ${seesDeal(viewer, 'd')}`.execute(db)
  return rows.length > 0
}

/**
 * The newest messages of the deal's conversations before a place. A conversation has at least one message, so of those that
 * had ended by then as many as a page has lines are enough, and of each of them a page of messages.
 */
export async function findFeedMessages(
  db: Read,
  viewer: Viewer,
  { dealId, before, limit }: FeedRequest,
): Promise<FoundMessage[]> {
  const { rows } = await sql<{ at: string; sequence: string; id: string; channelKind: ChannelKind }>`
    select ${microseconds(sql`m.placed_at`)} as at, m.external_seq::text as sequence, m.id, h.kind as "channelKind"
    from (${conversationsBefore(viewer, { dealId, before, limit })}) v
    join channels h on h.account_id = v.account_id and h.id = v.channel_id
    cross join lateral (
      select m.placed_at, m.external_seq, m.id from messages m
      where m.account_id = v.account_id and m.number = v.number and ${messagesBefore(before)}
      order by m.placed_at desc, m.external_seq desc, m.id desc limit ${limit}
    ) m
    order by m.placed_at desc, m.external_seq desc, m.id desc limit ${limit}`.execute(db)
  return rows.map(({ channelKind, ...row }) => ({ channelKind, place: { kind: 'message', ...row } }))
}

function conversationsBefore(viewer: Viewer, { dealId, before, limit }: FeedRequest): RawBuilder<unknown> {
  const ofDeal = sql`select v.account_id, v.number, v.channel_id from conversations v
    where v.account_id = ${viewer.accountId} and v.card_kind = 'deal' and v.card_id = ${dealId} and ${seesConversation(viewer, 'v')}`
  const latest = sql`order by v.last_message_at desc limit ${limit}`
  if (!before) return sql`${ofDeal} ${latest}`
  const at = instantOf(before.at)
  return sql`(${ofDeal} and v.last_message_at < ${at} ${latest}) union all ${ofDeal} and v.last_message_at >= ${at}`
}

function messagesBefore(before: FeedPlace | null): RawBuilder<unknown> {
  if (!before) return sql`true`
  if (before.kind === 'event') return sql`m.placed_at < ${instantOf(before.at)}`
  return sql`(m.placed_at, m.external_seq, m.id)
    < (${instantOf(before.at)}, ${before.sequence}::bigint, ${before.id}::uuid)`
}

/** Messages are in the feed themselves; what happened to them is not told twice. */
const leftOut: EventType[] = (Object.keys(eventTypes) as EventType[]).filter(
  (type) => eventTypes[type].group === 'messages',
)

type StoredEvent = Omit<EventView, 'at' | 'actor'> & {
  at: Date
  micros: string
  actorKind: ActorKind
  actorId: number | null
  actorName: string | null
}

/**
 * What happened with the deal before a place. `since`: the page is full of messages from there on, older events belong to
 * the next one; so no more events of messages are passed over than the page has messages.
 */
export async function findFeedEvents(
  db: Read,
  viewer: Viewer,
  { dealId, before, limit }: FeedRequest,
  since: FeedPlace | null,
): Promise<FoundEvent[]> {
  const { rows } = await sql<StoredEvent>`
    select e.id, e.type, e.at, ${microseconds(sql`e.at`)} as micros, e.number, e.message_id as "messageId",
      e.channel_id as "channelId", e.before, e.after, e.actor_kind as "actorKind", e.actor_id as "actorId",
      coalesce(u.name, k.name) as "actorName"
    from (
      select e.* from events e where e.account_id = ${viewer.accountId} and e.card_kind = 'deal' and e.card_id = ${dealId}
        and ${eventsBefore(before)} and ${since ? sql`e.at >= ${instantOf(since.at)}` : sql`true`}
        and e.type <> all(${leftOut}::text[])
      order by e.at desc, e.id desc limit ${limit}
    ) e
    left join users u on e.actor_kind in ('user', 'api') and u.account_id = e.account_id and u.id = e.actor_id
    left join contacts own on e.actor_kind = 'client' and own.account_id = e.account_id and own.id = e.actor_id
    left join contacts k on k.account_id = own.account_id and k.id = own.root_id
    order by e.at desc, e.id desc`.execute(db)
  return rows.map(({ micros, at, actorKind, actorId, actorName, ...row }) => ({
    place: { at: micros, kind: 'event', sequence: '0', id: row.id },
    event: { ...row, at: at.toISOString(), actor: { kind: actorKind, id: actorId, name: actorName } },
  }))
}

function eventsBefore(before: FeedPlace | null): RawBuilder<unknown> {
  if (!before) return sql`true`
  if (before.kind === 'message') return sql`e.at <= ${instantOf(before.at)}`
  return sql`(e.at, e.id) < (${instantOf(before.at)}, ${before.id}::uuid)`
}
