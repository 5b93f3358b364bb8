import { sql, type RawBuilder } from 'kysely'
import type { MessageHit } from '#contract/search'
import { seesCustomer, seesDeal, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { markText, type Marks } from './mark-text.ts'

type Stored = Omit<MessageHit, 'kind' | 'at' | 'excerpt' | 'files' | 'author'> & {
  at: Date
  actorKind: MessageHit['author']['kind']
  actorId: number | null
  actorName: string | null
  text: string
  files: StoredFile[] | null
  /** In the first row: the words that were looked for, as they are written in messages. */
  words: string[] | null
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
  const ofAccount = (alias: string): RawBuilder<unknown> =>
    sql`${sql.ref(`${alias}.account_id`)} = ${accountId}`
  // Each part is looked up by itself: to plan one join of all of them takes longer than to run it.
  const { rows } = await sql<Stored>`
    select m.id as "messageId", m.chat_id as "chatId", m.number, m.placed_at as at, m.body as text, m.actor_kind as "actorKind",
      case when m.actor_kind <> 'outside' then m.actor_id end as "actorId",
      case when m.actor_kind in ('user', 'api') then (select u.name from users u where ${ofAccount('u')} and u.id = m.actor_id) end as "actorName",
      (select jsonb_build_object('id', h.id, 'kind', h.kind, 'name', h.name) from channels h where ${ofAccount('h')} and h.id = m.channel_id) as channel,
      (select jsonb_build_object('id', k.id, 'name', k.name, 'avatarUrl', '/api/avatars/' || k.avatar_file_id)
        from contacts o join contacts k on k.account_id = o.account_id and k.id = o.root_id
        where ${ofAccount('o')} and o.id = m.contact_id) as contact,
      (select case v.card_kind
          when 'deal' then (select jsonb_build_object('kind', 'deal', 'id', d.id, 'name', d.name) from deals d
            where ${ofAccount('d')} and d.id = v.card_id and d.deleted_at is null and ${seesDeal(viewer, 'd')})
          when 'customer' then (select jsonb_build_object('kind', 'customer', 'id', u.id, 'name', u.name) from customers u
            where ${ofAccount('u')} and u.id = v.card_id and u.deleted_at is null and ${seesCustomer(viewer, 'u')}) end
        from conversations v where ${ofAccount('v')} and v.number = m.number) as card,
      case when m.has_attachments then (select jsonb_agg(jsonb_build_object('name', t.name, 'kind', t.kind, 'sizeBytes', t.size_bytes,
          'url', case when t.state = 'ready' then '/api/files/' || t.file_id end) order by t.position)
        from attachments t where ${ofAccount('t')} and t.message_id = m.id) end as files,
      case when row_number() over (order by m.place) = 1 then
        array(select s.word from search_words s where ${ofAccount('s')} and s.lexeme = any(${lexemes}::text[])) end as words
    from (
      select m.*, c.channel_id, c.contact_id, wanted.place from unnest(${ids}::uuid[]) with ordinality wanted(id, place)
      join messages m on ${ofAccount('m')} and m.id = wanted.id
      join chats c on c.account_id = m.account_id and c.id = m.chat_id offset 0
    ) m order by m.place`.execute(db)
  const known = new Set(rows[0]?.words)
  return rows.map((row) => {
    const marks: Marks = { isHit: (word) => known.has(word), phoneEnds }
    const { messageId, chatId, number, channel, contact, card, actorKind: kind } = row
    const named = (row.files ?? []).map((file) => ({ ...file, name: markText(file.name, marks, true) }))
    return {
      kind: 'message',
      messageId,
      chatId,
      number,
      channel,
      contact,
      card,
      at: row.at.toISOString(),
      author: { kind, id: row.actorId, name: kind === 'client' ? contact.name : row.actorName },
      excerpt: markText(row.text, marks),
      // Of a message with many files, those that were looked for.
      files:
        isOfFiles && lexemes.length === 0
          ? named
          : named.filter(({ name }) => name.some(({ isHit }) => isHit)),
    }
  })
}
