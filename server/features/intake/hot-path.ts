import type pg from 'pg'
import type { ResponseLimits } from '#features/response-time'
import { chatKey, placedAt, waitStart, type Arrival } from './arrival.ts'

/** A plain text in a chat we know may go the short way; the database decides whether its conversation is open. */
export function mayBeHot(arrival: Arrival): boolean {
  const { item } = arrival
  return (
    item.kind === 'message' &&
    item.content.attachments.length === 0 &&
    item.content.unsupported === null &&
    item.albumKey === null &&
    item.replyTo === null &&
    item.quote === undefined &&
    item.source === null &&
    item.ownPhone === null
  )
}

/**
 * One statement, one transaction, for all messages of one account that wait: known chats with an open conversation whose
 * person has not changed. Look-ups are lateral and limited, so that each is an index probe also while the tables are young
 * and the planner knows nothing of them. Rows are locked in the order conversations → cards → inbox counts, each by its key, so that nodes
 * cannot wait for each other in a ring. Flips are derived from the row read under the lock: it can be newer than all else that
 * the statement sees, so its cell of the counters is met by its key, and what names a card or message made meanwhile is left
 * to the other road. A message told by the second finds its place as `placeIn` says. What does not come back (duplicates, new
 * chats, closed conversations, the first reply to what we opened without a card) takes the other road too; so does all of it when
 * the settings that due times follow from have changed. Of several messages the earliest is due earliest.
 */
const hotSql = `
with i as materialized (
  select t.*, c.id as chat_id, c.open_number, c.contact_id
  from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[], $9::bigint[],
    $10::uuid[], $11::uuid[], $12::text[], $13::text[], $14::text[], $16::timestamptz[], $17::int[])
    with ordinality t(channel_id, chat, external_id, body, entities, told_at, wait_start, seq, message_id, event_id, forwarded_from,
      person_name, person_handle, due_at, limit_minutes, ord)
  cross join lateral (
    select h.id, h.open_number, h.contact_id from chats h where h.account_id = $1 and h.channel_id = t.channel_id
      and h.external_chat_id = t.chat and h.open_number is not null and h.blocked_at is null and h.person_name = t.person_name
      and h.person_handle is not distinct from t.person_handle and not exists (
        select from contacts k where k.account_id = $1 and k.id = h.contact_id and (k.blocked_at is not null or k.root_id <> k.id))
    limit 1
  ) c
  left join lateral (
    select true as is_known from message_parts p where p.account_id = $1 and p.chat_id = c.id and p.external_id = t.external_id limit 1
  ) copy on true
  where copy.is_known is null and exists (select from accounts a where a.id = $1 and a.clock_version = $18)
), l as materialized (
  select v.*, last.last_seq from (select distinct open_number from i order by 1) o
  cross join lateral (
    select v.number, v.chat_id, v.read_at, v.waiting_since, v.last_message_id, v.last_message_at, v.last_incoming_id, v.card_kind, v.card_id,
      coalesce(v.responsible_user_id, 0) as responsible, coalesce(v.contact_responsible_user_id, 0) as contact_responsible
    from conversations v where v.account_id = $1 and v.number = o.open_number and v.closed_at is null
      and (v.card_id is not null or v.last_incoming_id is not null or v.opened_way = 'in') limit 1 for no key update
  ) v
  left join lateral (select o.external_seq as last_seq from messages o where o.account_id = $1 and o.id = v.last_message_id limit 1) last on true
  where (v.last_message_id is null or last.last_seq is not null) and (v.last_incoming_id is null or exists (
    select from messages o where o.account_id = $1 and o.id = v.last_incoming_id))
), m as materialized (
  select i.*, l.number, l.card_kind, l.card_id, p.placed_at, l.last_message_id is not null and p.placed_at < l.last_message_at as is_late
  from i join l on l.number = i.open_number and l.chat_id = i.chat_id
  left join lateral (
    select o.placed_at from messages o where date_trunc('second', i.told_at) = i.told_at and o.account_id = $1 and o.chat_id = i.chat_id
      and o.placed_at >= i.told_at and o.placed_at < i.told_at + interval '1 second' and o.external_seq > i.seq
      and o.actor_kind in ('client', 'outside') order by o.placed_at limit 1
  ) later on true
  left join lateral (
    select o.placed_at from messages o where date_trunc('second', i.told_at) = i.told_at and o.account_id = $1 and o.chat_id = i.chat_id
      and o.placed_at >= i.told_at and o.placed_at < i.told_at + interval '1 second' order by o.placed_at desc limit 1
  ) newest on true
  cross join lateral (select coalesce(later.placed_at, newest.placed_at, i.told_at) as placed_at) p
  where (l.read_at is null or l.card_id is null or exists (
      select from deals d where l.card_kind = 'deal' and d.account_id = $1 and d.id = l.card_id))
), g as materialized (
  select number, count(*)::int as n, min(wait_start) as first, min(due_at) as due_at,
    max(limit_minutes) as limit_minutes, max(placed_at) as placed_at,
    (array_agg(message_id order by placed_at desc, seq desc, message_id desc))[1] as last_id,
    (array_agg(seq order by placed_at desc, seq desc, message_id desc))[1] as last_seq,
    (array_agg(message_id order by ord desc))[1] as last_arrived
  from m group by number
), flips as materialized (
  select l.card_kind, l.card_id, coalesce(l.card_kind, '') as card_of, l.responsible, l.contact_responsible,
    (l.read_at is not null)::int as unread, (l.waiting_since is null)::int as unanswered
  from l join g using (number) where l.read_at is not null or l.waiting_since is null
), cards as materialized (
  select d.id from deals d where d.account_id = $1 and d.id = any(array(
    select card_id from flips where card_kind = 'deal' and unread = 1)) order by d.id for no key update
), up as (
  update conversations v set read_at = null, unread = case when l.read_at is null then v.unread else 0 end + g.n,
    waiting_since = coalesce(v.waiting_since, g.first),
    due_at = case when v.waiting_since is null then g.due_at else v.due_at end,
    limit_minutes = case when v.waiting_since is null then g.limit_minutes else v.limit_minutes end,
    last_message_id = case when l.last_message_id is null or g.placed_at > l.last_message_at then g.last_id
      when g.placed_at < l.last_message_at then v.last_message_id
      when (g.last_seq, g.last_id) > (l.last_seq, l.last_message_id) then g.last_id else v.last_message_id end,
    last_message_at = greatest(v.last_message_at, g.placed_at), last_incoming_id = g.last_arrived
  from g join l using (number) where v.account_id = $1 and v.number = g.number
), card_counts as (
  update deals d set unread_conversations = d.unread_conversations + f.n
  from (select card_id, count(*)::int as n from flips where card_kind = 'deal' and unread = 1 group by 1) f
  where d.account_id = $1 and d.id = f.card_id and (select count(*) from cards) >= 0
), cell_counts as (
  insert into inbox_counts as c (account_id, card_kind, responsible_user_id, contact_responsible_user_id, unread, unanswered)
  select $1, card_of, responsible, contact_responsible, sum(unread)::int, sum(unanswered)::int from flips
  where (select count(*) from cards) >= 0 group by 2, 3, 4 order by 2, 3, 4
  on conflict (account_id, card_kind, responsible_user_id, contact_responsible_user_id) do update set
    unread = c.unread + excluded.unread, unanswered = c.unanswered + excluded.unanswered
), new_messages as (
  insert into messages (account_id, id, chat_id, number, direction, kind, actor_kind, actor_id, body, entities, forwarded_from, placed_at,
    external_seq, received_at, is_late)
  select $1, message_id, chat_id, number, 'in', 'text', 'client', contact_id, body, entities::jsonb, forwarded_from, placed_at, seq, $15, is_late
  from m order by ord
), new_parts as (
  insert into message_parts (account_id, message_id, position, chat_id, channel_id, external_id)
  select $1, message_id, 0, chat_id, channel_id, external_id from m order by ord
), new_events as (
  insert into events (account_id, at, id, type, actor_kind, actor_id, road, subject_kind, subject_id, number, message_id, contact_id,
    card_kind, card_id, channel_id)
  select $1, $15, event_id, 'message.received', 'client', contact_id, 'messenger', 'conversation', number::text, number, message_id,
    contact_id, card_kind, card_id, channel_id from m order by ord
), new_changes as (
  insert into changes (account_id, topic, number, chat_id, message_id, contact_id, card_kind, card_id, event_id)
  select $1, 'message.received', number, chat_id, message_id, contact_id, card_kind, card_id, event_id from m order by ord
)
select ord::int as ord from m`

/** @returns the arrivals that were taken; the others take the other road. Throws 23505 when a copy was taken at the same time. */
export async function takeHot(
  pool: pg.Pool,
  accountId: number,
  arrivals: Arrival[],
  limits: ResponseLimits,
): Promise<Set<Arrival>> {
  const rows = arrivals.flatMap((arrival) =>
    arrival.item.kind === 'message' ? [{ arrival, item: arrival.item }] : [],
  )
  const first = rows[0]
  if (!first) return new Set()
  const dues = rows.map(({ arrival }) => limits.dueOf(arrival.channelId, waitStart(arrival)))
  const { rows: taken } = await pool.query<{ ord: number }>({
    name: 'intake-hot',
    text: hotSql,
    values: [
      accountId,
      rows.map((row) => row.arrival.channelId),
      rows.map((row) => row.item.chat),
      rows.map((row) => row.item.externalId),
      rows.map((row) => row.item.content.text),
      rows.map((row) =>
        row.item.content.entities.length > 0 ? JSON.stringify(row.item.content.entities) : null,
      ),
      rows.map((row) => placedAt(row.arrival)),
      rows.map((row) => waitStart(row.arrival)),
      rows.map((row) => row.item.sequence),
      rows.map((row) => row.arrival.messageId),
      rows.map((row) => row.arrival.eventId),
      rows.map((row) => row.item.forwardedFrom),
      rows.map((row) => row.item.person.name),
      rows.map((row) => row.item.person.handle),
      first.arrival.arrivedAt,
      dues.map((due) => due.dueAt),
      dues.map((due) => due.limitMinutes),
      limits.version,
    ],
  })
  return new Set(taken.flatMap((row) => rows[row.ord - 1]?.arrival ?? []))
}

/** The same message twice in one batch would break the whole batch: later copies go the other road, where they are recognised. */
export function messageKey(arrival: Arrival): string {
  return `${chatKey(arrival)}/${'externalId' in arrival.item ? (arrival.item.externalId ?? '') : ''}`
}
