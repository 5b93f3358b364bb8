import { sql, type RawBuilder } from 'kysely'
import type { GalleryKind } from '#contract/gallery'
import type { AttachmentKind } from '#contract/messages'
import { seesConversation, type Viewer } from '#features/access'
import { idsOf, rowsOf, type Gathered } from '#features/cards'
import { instantOf } from '#lib/keyset'
import type { GalleryPlace } from './gallery-place.ts'

export type GalleryWish = {
  /** Whose files: cards, contacts, companies that the viewer sees. */
  of: Gathered
  files?: GalleryKind | undefined
  before: GalleryPlace | null
  /** How many rows are read; it stands in the statement. */
  limit: RawBuilder<number>
}

const kindsOf: Record<GalleryKind, AttachmentKind[]> = {
  pictures: ['photo', 'video', 'animation', 'video_note'],
  documents: ['document'],
  sounds: ['audio', 'voice'],
}

/** What a file of colleagues is, by its type as sniffed; as `fileKindOf` says of what is sent. */
const kindOfMime = sql`case when f.mime in ('image/jpeg', 'image/png', 'image/webp') then 'photo' when f.mime = 'image/gif' then 'animation'
  when f.mime like 'video/%' then 'video' when f.mime like 'audio/%' then 'audio' else 'document' end`

/** The newest files that messages of their conversations brought; of what one may not see nothing. */
export function filesOfMessages(viewer: Viewer, wish: GalleryWish): RawBuilder<unknown> {
  const key = sql`('m' || m.id || '.' || to_char(a.position, 'FM0000'))`
  const seen = (rows: RawBuilder<unknown>, isOf: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select v.number from ${rows}
    join conversations v on v.account_id = ${viewer.accountId} and ${isOf} and ${seesConversation(viewer, 'v')}`
  return sql`select g.* from (
      ${seen(idsOf(wish.of.contacts), sql`v.contact_id = r.id`)}
      union ${seen(rowsOf(wish.of.cards), sql`v.card_kind = r.kind and v.card_id = r.id`)}
    ) v cross join lateral (
      select m.placed_at as at, ${key} as key, a.kind, a.file_id, a.duration_seconds, m.actor_kind, m.actor_id, 'message' as source,
        m.id as message_id, m.number, m.direction, null::bigint as note_id
      from messages m
      join attachments a on a.account_id = m.account_id and a.message_id = m.id and a.state = 'ready' and ${isOfKind(wish, sql`a.kind`)}
      join files f on f.account_id = a.account_id and f.id = a.file_id and f.erased_at is null
      where m.account_id = ${viewer.accountId} and m.number = v.number and m.has_attachments and m.deleted_at is null
        and ${isBefore(wish, sql`m.placed_at`, key)}
      order by m.placed_at desc, ${key} desc limit ${wish.limit}) g`
}

/** Those that colleagues sent each other in the cards. */
export function filesOfTeam({ accountId }: Viewer, wish: GalleryWish): RawBuilder<unknown> {
  const key = sql`('i' || m.id || '.' || to_char(a.position, 'FM0000'))`
  return sql`select m.at, ${key} as key, ${kindOfMime} as kind, a.file_id, null::real as duration_seconds, 'user' as actor_kind,
      m.author_user_id as actor_id, 'internal' as source, m.id as message_id, null::bigint as number, null as direction, null::bigint as note_id
    from ${rowsOf(wish.of.cards)}
    join internal_chats c on c.account_id = ${accountId} and c.kind = 'card' and c.card_kind = r.kind and c.card_id = r.id
    join internal_messages m on m.account_id = c.account_id and m.chat_id = c.id and m.deleted_at is null
    join internal_attachments a on a.account_id = m.account_id and a.message_id = m.id
    join files f on f.account_id = a.account_id and f.id = a.file_id and f.erased_at is null
    where ${isOfKind(wish, kindOfMime)} and ${isBefore(wish, sql`m.at`, key)}
    order by m.at desc, ${key} desc limit ${wish.limit}`
}

/** Those of their notes. */
export function filesOfNotes({ accountId }: Viewer, wish: GalleryWish): RawBuilder<unknown> {
  const { contacts, companies, cards } = wish.of
  const holders = [
    ...contacts.map((id) => ({ kind: 'contact', id })),
    ...companies.map((id) => ({ kind: 'company', id })),
    ...cards,
  ]
  const key = sql`('n' || to_char(n.id, 'FM0000000000000000') || '.' || to_char(x.position, 'FM0000'))`
  return sql`select n.created_at as at, ${key} as key, ${kindOfMime} as kind, f.id as file_id, null::real as duration_seconds, n.author_kind,
      n.author_id, 'note' as source, null::uuid as message_id, null::bigint as number, null as direction, n.id as note_id
    from ${rowsOf(holders)}
    join notes n on n.account_id = ${accountId} and n.entity_kind = r.kind and n.entity_id = r.id
    cross join unnest(n.file_ids) with ordinality as x (file_id, position)
    join files f on f.account_id = n.account_id and f.id = x.file_id and f.erased_at is null
    where n.deleted_at is null and n.file_ids <> '{}'
      and ${isOfKind(wish, kindOfMime)} and ${isBefore(wish, sql`n.created_at`, key)}
    order by n.created_at desc, ${key} desc limit ${wish.limit}`
}

function isOfKind({ files }: GalleryWish, kind: RawBuilder<unknown>): RawBuilder<unknown> {
  return files === undefined ? sql`true` : sql`${kind} = any(${kindsOf[files]}::text[])`
}

/** The first half alone can be looked up in an index. */
function isBefore(
  { before }: GalleryWish,
  at: RawBuilder<unknown>,
  key: RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (!before) return sql`true`
  const instant = instantOf(before.at)
  return sql`${at} <= ${instant} and (${at} < ${instant} or ${key} < ${before.key})`
}
