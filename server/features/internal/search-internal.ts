import { sql, type RawBuilder } from 'kysely'
import type { InternalHit } from '#contract/search'
import type { SearchQuery } from '#contract/search-query'
import { seesInternalChat, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { lookThrough, readSpot, under, type Found } from '#lib/look-through'
import { saysWords, stemsOf } from '#lib/says-words'

type Wish = {
  query: SearchQuery
  /** Colleagues who wrote it; null: anybody. */
  authorIds: readonly number[] | null
  after: Date | null
  before: Date | null
  cursor: string | undefined
  limit: number
}

/** A message that was found, with what its words are recognised by in its text. */
export type FoundInternal = Omit<InternalHit, 'kind' | 'at' | 'excerpt'> & {
  at: Date
  text: string
  stems: string[]
}

/** Messages of colleagues with these words, in chats that one sees, newest first. They are asked for by nobody else's search. */
export async function searchInternal(
  db: Read,
  viewer: Viewer,
  { query, authorIds, after, before, cursor, limit }: Wish,
): Promise<Omit<Found, 'ids'> & { rows: FoundInternal[] }> {
  const spot = readSpot(cursor, 'uuid')
  const { ids, ...found } = await lookThrough(db, {
    rows: sql`(select m.account_id, m.id, m.chat_id, m.at from internal_messages m
      where m.account_id = ${viewer.accountId} and m.deleted_at is null and ${saysWords(sql`m.body`, query)}
        and ${authorIds === null ? sql`true` : sql`m.author_user_id = any(${[...authorIds]}::bigint[])`}
        and ${after ? sql`m.at >= ${after}` : sql`true`} and ${before ? sql`m.at < ${before}` : sql`true`}
        and ${hasFiles(query)} and ${under(spot, sql`m.at`, sql`m.id`, 'uuid')}
      order by m.at desc, m.id desc offset 0) z`,
    isSeen: sql`exists (select from internal_chats c where c.account_id = z.account_id and c.id = z.chat_id
      and ${seesInternalChat(viewer, 'c')})`,
    limit,
  })
  return { ...found, rows: await load(db, viewer, query, ids) }
}

/** Of what kind a file is, is told by its type. */
const mimes = { file: '%', photo: 'image/%', video: 'video/%', voice: 'audio/%' } as const

function hasFiles({ has }: SearchQuery): RawBuilder<unknown> {
  if (has.length === 0) return sql`true`
  return sql.join(
    has.map(
      (
        thing,
      ) => sql`exists (select from internal_attachments t join files f on f.account_id = t.account_id and f.id = t.file_id
        where t.account_id = m.account_id and t.message_id = m.id and f.mime like ${mimes[thing]})`,
    ),
    sql` and `,
  )
}

async function load(
  db: Read,
  viewer: Viewer,
  query: SearchQuery,
  ids: readonly string[],
): Promise<FoundInternal[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<FoundInternal>`
    select m.id as "messageId", m.chat_id as "chatId", m.at, m.body as text, c.kind as "chatKind",
      case when c.card_id is not null then jsonb_build_object('kind', c.card_kind, 'id', c.card_id) end as card,
      coalesce(d.name, c.name, (select o.name from users o where c.kind = 'direct' and o.account_id = c.account_id
        and o.id = case when c.pair[1] = ${viewer.userId} then c.pair[2] else c.pair[1] end), '') as "chatName",
      jsonb_build_object('kind', 'user', 'id', u.id, 'name', u.name) as author, ${stemsOf(query)} as stems
    from unnest(${ids}::uuid[]) with ordinality wanted(id, place)
    join internal_messages m on m.account_id = ${viewer.accountId} and m.id = wanted.id
    join internal_chats c on c.account_id = m.account_id and c.id = m.chat_id
    join users u on u.account_id = m.account_id and u.id = m.author_user_id
    left join cards d on d.account_id = c.account_id and d.kind = c.card_kind and d.id = c.card_id
    order by wanted.place`.execute(db)
  return rows
}
