import { sql, type RawBuilder } from 'kysely'
import { seesTask, type Viewer } from '#features/access'
import { idsOf, rowsOf, type Gathered } from '#features/cards'
import type { WantedLines } from '../feed-page.ts'
import { isBeyond, nearestFirst, type LineKind } from '../feed-place.ts'
import { says } from '../feed-search.ts'
import { gatheredEvents } from './gathered-events.ts'
import { gatheredMessages } from './gathered-messages.ts'

type Places = (viewer: Viewer, gathered: Gathered, wanted: WantedLines) => RawBuilder<unknown> | null

/**
 * The places of the lines of what is gathered, each a query of (at, sequence, id) as the streams of a card give them. Of each row
 * no more than a page is read, by the index of its kind: the cost follows how much is gathered, not how much happened with it.
 */
export function gatheredStreams(
  viewer: Viewer,
  gathered: Gathered,
  wanted: WantedLines,
): { kind: LineKind; places: RawBuilder<unknown> }[] {
  const streams: Record<LineKind, Places> = {
    event: gatheredEvents,
    internal: gatheredInternal,
    message: gatheredMessages,
    note: gatheredNotes,
    task: gatheredTasks,
  }
  const kinds: LineKind[] = ['event', 'internal', 'message', 'note', 'task']
  return kinds.flatMap((kind) => {
    const places = streams[kind](viewer, gathered, wanted)
    return places ? [{ kind, places }] : []
  })
}

/** What colleagues write in the cards; whoever sees a card reads it. */
const gatheredInternal: Places = (viewer, { cards }, { from, direction, limit, hidden, search }) => {
  if (hidden.has('internal') || cards.length === 0) return null
  const columns = { at: sql`m.at`, sequence: sql`m.seq`, id: sql`m.id` }
  return sql`select m.at, m.seq as sequence, m.id from ${rowsOf(cards)}
    join internal_chats c on c.account_id = ${viewer.accountId} and c.kind = 'card' and c.card_kind = r.kind and c.card_id = r.id
    cross join lateral (
      select m.at, m.seq, m.id from internal_messages m
      where m.account_id = c.account_id and m.chat_id = c.id and ${isBeyond('internal', from, direction, columns)}
        and ${search === null ? sql`true` : sql`m.deleted_at is null and ${says(sql`m.body`, search)}`}
      ${nearestFirst(direction, ['m.at', 'm.seq'])} limit ${limit}
    ) m ${nearestFirst(direction, ['m.at', 'm.seq', 'm.id'])} limit ${limit}`
}

const gatheredNotes: Places = (viewer, gathered, { from, direction, limit, hidden, search }) => {
  if (hidden.has('notes')) return null
  const columns = { at: sql`n.created_at`, sequence: sql`0`, id: sql`n.request_id` }
  const order = nearestFirst(direction, ['n.created_at', 'n.request_id'])
  const holders = [
    ...gathered.contacts.map((id) => ({ kind: 'contact', id })),
    ...gathered.companies.map((id) => ({ kind: 'company', id })),
    ...gathered.cards,
  ]
  return sql`select n.created_at as at, 0::bigint as sequence, n.request_id as id from ${rowsOf(holders)}
    cross join lateral (
      select n.created_at, n.request_id from notes n
      where n.account_id = ${viewer.accountId} and n.entity_kind = r.kind and n.entity_id = r.id and n.deleted_at is null
        and ${isBeyond('note', from, direction, columns)}
        and ${says(sql`n.text`, search)}
      ${order} limit ${limit}
    ) n ${order} limit ${limit}`
}

/** Tasks of the companies, the contacts and the cards, where they were made, as they are now. */
const gatheredTasks: Places = (viewer, gathered, { from, direction, limit, hidden, search }) => {
  const { companies, contacts, cards } = gathered
  if (hidden.has('tasks')) return null
  const columns = { at: sql`t.created_at`, sequence: sql`0`, id: sql`t.request_id` }
  const order = nearestFirst(direction, ['t.created_at', 't.request_id'])
  const nearest = (rows: RawBuilder<unknown>, isOf: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select t.created_at, t.request_id from ${rows} cross join lateral (
      select t.created_at, t.request_id from tasks t
      where t.account_id = ${viewer.accountId} and ${isOf} and t.deleted_at is null
        and ${isBeyond('task', from, direction, columns)} and ${seesTask(viewer, 't')}
        and ${says(sql`concat(t.text, ' ', t.result)`, search)}
      ${order} limit ${limit}
    ) t`
  return sql`select t.created_at as at, 0::bigint as sequence, t.request_id as id from (
      ${nearest(idsOf(companies), sql`t.company_id = r.id`)}
      union ${nearest(idsOf(contacts), sql`t.contact_id = r.id`)}
      union ${nearest(rowsOf(cards), sql`t.card_kind = r.kind and t.card_id = r.id`)}
    ) t ${order} limit ${limit}`
}
