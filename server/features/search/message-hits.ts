import { sql } from 'kysely'
import type { MessageHit } from '#contract/search'
import { seesNamedCard, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { markText, type Marks } from './mark-text.ts'

type Stored = Omit<MessageHit, 'kind' | 'at' | 'excerpt' | 'files' | 'author'> & {
  at: Date
  actorKind: MessageHit['author']['kind']
  actorId: number | null
  actorName: string | null
  text: string
  files: StoredFile[]
  /** Words of it that were looked for. */
  words: string[]
}
type StoredFile = Omit<MessageHit['files'][number], 'name'> & { name: string }

type Wish = { lexemes: readonly string[]; phoneEnds: readonly string[]; isOfFiles: boolean }

/** What was found with everything that a line shows, newest first. Who sees the messages is the caller's; their cards are asked for. */
export async function loadMessageHits(
  db: Read,
  viewer: Viewer,
  ids: readonly string[],
  { lexemes, phoneEnds, isOfFiles }: Wish,
): Promise<MessageHit[]> {
  if (ids.length === 0) return []
  const { accountId } = viewer
  const { rows } = await sql<Stored>`
    select m.id as "messageId", m.chat_id as "chatId", m.number, m.placed_at as at, m.body as text,
      m.actor_kind as "actorKind", case when m.actor_kind <> 'outside' then m.actor_id end as "actorId", u.name as "actorName",
      jsonb_build_object('id', h.id, 'kind', h.kind, 'name', h.name) as channel,
      jsonb_build_object('id', k.id, 'name', k.name, 'avatarUrl', '/api/avatars/' || k.avatar_file_id) as contact,
      case when d.id is not null then jsonb_build_object('kind', d.kind, 'id', d.id, 'name', d.name) end as card,
      f.files, array(select w.word from unnest(tsvector_to_array(to_tsvector('simple', search_text(m.body || ' ' || f.names)))) w(word)
        join search_words s on s.account_id = m.account_id and s.word = w.word and s.lexeme = any(${lexemes}::text[])) as words
    from unnest(${ids}::uuid[]) with ordinality wanted(id, place)
    join messages m on m.account_id = ${accountId} and m.id = wanted.id
    join chats c on c.account_id = m.account_id and c.id = m.chat_id
    join channels h on h.account_id = c.account_id and h.id = c.channel_id
    join contacts o on o.account_id = c.account_id and o.id = c.contact_id
    join contacts k on k.account_id = o.account_id and k.id = o.root_id
    left join users u on m.actor_kind in ('user', 'api') and u.account_id = m.account_id and u.id = m.actor_id
    left join conversations v on v.account_id = m.account_id and v.number = m.number
    left join cards d on d.account_id = v.account_id and d.kind = v.card_kind and d.id = v.card_id
      and ${seesNamedCard(viewer, sql`v.card_kind`, sql`v.card_id`)}
    cross join lateral (select coalesce(jsonb_agg(jsonb_build_object('name', t.name, 'kind', t.kind, 'sizeBytes', t.size_bytes,
        'url', case when t.state = 'ready' then '/api/files/' || t.file_id end) order by t.position), '[]') as files,
        coalesce(string_agg(t.name, ' '), '') as names
      from attachments t where m.has_attachments and t.account_id = m.account_id and t.message_id = m.id) f
    order by wanted.place`.execute(db)
  return rows.map(({ at, actorKind, actorId, actorName, text, words, files, ...row }) => {
    const known = new Set(words)
    const marks: Marks = { isHit: (word) => known.has(word), phoneEnds }
    const named = files.map((file) => ({ ...file, name: markText(file.name, marks, true) }))
    return {
      kind: 'message',
      ...row,
      at: at.toISOString(),
      author: { kind: actorKind, id: actorId, name: actorKind === 'client' ? row.contact.name : actorName },
      excerpt: markText(text, marks),
      // Of a message with many files, those that were looked for.
      files:
        isOfFiles && lexemes.length === 0
          ? named
          : named.filter(({ name }) => name.some(({ isHit }) => isHit)),
    }
  })
}
