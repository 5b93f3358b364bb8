import { sql } from 'kysely'
import type { ActorKind, CardKind } from '#contract/common'
import type { EventType } from '#contract/events'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { microseconds } from '#lib/keyset'
import type { EventPlace } from './event-place.ts'
import type { Wanted } from './event-sources.ts'
import { findPlaces, type PlaceRequest } from './find-places.ts'

/** An event as it is stored, for other programs: ids of what it names, of merged things those of the survivors. */
export type WalkedEvent = {
  id: string
  type: EventType
  /** Whole seconds since 1970. */
  at: number
  place: EventPlace
  actorKind: ActorKind
  actorId: number | null
  subjectKind: string
  subjectId: string
  number: number | null
  messageId: string | null
  contactId: number | null
  cardKind: CardKind | null
  cardId: number | null
  channelKind: string | null
  /** A note with files. */
  hasFiles: boolean
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** The next events that are wanted and may be known, and from where to go on; null: there are no more. */
export async function walkEvents(
  db: Read,
  viewer: Viewer,
  request: PlaceRequest,
): Promise<{ events: WalkedEvent[]; next: EventPlace | null }> {
  const { places, horizon } = await findPlaces(db, viewer, request)
  const next = places.length === request.limit ? (places.at(-1) ?? null) : horizon
  if (places.length === 0) return { events: [], next }
  const way = request.direction === 'older' ? sql`desc` : sql`asc`
  const { rows } = await sql<Omit<WalkedEvent, 'place'> & { micros: string }>`
    select e.id, e.type, floor(extract(epoch from e.at))::bigint as at, ${microseconds(sql`e.at`)} as micros,
      e.actor_kind as "actorKind", e.actor_id as "actorId", e.subject_kind as "subjectKind", e.subject_id as "subjectId",
      e.number, e.message_id as "messageId", own.root_id as "contactId", e.card_kind as "cardKind",
      coalesce(d.root_id, u.root_id, e.card_id) as "cardId", h.kind as "channelKind", e.before, e.after,
      coalesce(n.file_ids <> '{}', false) as "hasFiles"
    from events e
    left join conversations v on v.account_id = e.account_id and v.number = e.number
    left join contacts own on own.account_id = e.account_id and own.id = coalesce(e.contact_id, v.contact_id)
    left join deals d on e.card_kind = 'deal' and d.account_id = e.account_id and d.id = e.card_id
    left join customers u on e.card_kind = 'customer' and u.account_id = e.account_id and u.id = e.card_id
    left join channels h on h.account_id = e.account_id and h.id = coalesce(e.channel_id, v.channel_id)
    left join notes n on e.type = 'note.created' and n.account_id = e.account_id
      and n.id = case when e.subject_kind = 'note' then e.subject_id::bigint end
    where e.account_id = ${viewer.accountId} and e.id = any(${places.map(({ id }) => id)}::uuid[])
    order by e.at ${way}, e.id ${way}`.execute(db)
  return {
    events: rows.map(({ micros, ...row }) => ({ ...row, place: { at: micros, id: row.id } })),
    next,
  }
}

export type { EventPlace, Wanted }
