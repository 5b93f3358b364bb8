import { sql, type RawBuilder } from 'kysely'
import type { NoteHit } from '#contract/search'
import type { SearchQuery } from '#contract/search-query'
import { seesCompany, seesContact, seesNamedCard, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { lookThrough, readSpot, under, type Found } from '#lib/look-through'
import { saysWords, stemsOf } from '#lib/says-words'
import { markText } from './mark-text.ts'
import type { Meaning } from './read-query.ts'

type Wish = { query: SearchQuery; meaning: Meaning; cursor: string | undefined; limit: number }
type Stored = Omit<NoteHit, 'kind' | 'at' | 'excerpt' | 'author'> & {
  at: Date
  text: string
  actorKind: NoteHit['author']['kind']
  actorId: number | null
  actorName: string | null
  stems: string[]
}

/** Notes on what one may see, newest first. */
export async function findNotes(
  db: Read,
  viewer: Viewer,
  { query, meaning, cursor, limit }: Wish,
): Promise<Omit<Found, 'ids'> & { items: NoteHit[] }> {
  const spot = readSpot(cursor, 'bigint')
  const { ids, ...found } = await lookThrough(db, {
    rows: sql`(select n.account_id, n.id, n.created_at as at, n.entity_kind, n.entity_id from notes n
      where n.account_id = ${viewer.accountId} and n.deleted_at is null and ${saysWords(sql`n.text`, query)}
        and ${writtenBy(query, meaning, viewer)} and ${withinDays(sql`n.created_at`, meaning)}
        and ${query.has.length === 0 ? sql`true` : sql`n.file_ids <> '{}'`}
        and ${under(spot, sql`n.created_at`, sql`n.id`, 'bigint')}
      order by n.created_at desc, n.id desc offset 0) z`,
    isSeen: seesHolder(viewer),
    limit,
  })
  return { ...found, items: await load(db, viewer, query, ids.map(Number)) }
}

function seesHolder(viewer: Viewer): RawBuilder<unknown> {
  return sql`(${seesNamedCard(viewer, sql`z.entity_kind`, sql`z.entity_id`)}
    or z.entity_kind = 'contact' and exists (select from contacts k where k.account_id = z.account_id and k.id = z.entity_id
      and k.deleted_at is null and ${seesContact(viewer, 'k')})
    or z.entity_kind = 'company' and exists (select from companies b where b.account_id = z.account_id and b.id = z.entity_id
      and b.deleted_at is null and ${seesCompany(viewer, 'b')}))`
}

function writtenBy({ from }: SearchQuery, { authors }: Meaning, { userId }: Viewer): RawBuilder<unknown> {
  if (from.length === 0) return sql`true`
  const ids = from.flatMap((author, place) =>
    author.who === 'me' ? [userId] : (authors[place]?.userIds ?? []),
  )
  return sql`(n.author_kind in ('user', 'api') and n.author_id = any(${ids}::bigint[]))`
}

export function withinDays(
  at: RawBuilder<unknown>,
  { after, before }: Pick<Meaning, 'after' | 'before'>,
): RawBuilder<unknown> {
  return sql`${after ? sql`${at} >= ${after}` : sql`true`} and ${before ? sql`${at} < ${before}` : sql`true`}`
}

async function load(db: Read, viewer: Viewer, query: SearchQuery, ids: number[]): Promise<NoteHit[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Stored>`
    select n.id, jsonb_build_object('kind', n.entity_kind, 'id', n.entity_id) as holder, n.created_at as at, n.text,
      coalesce(d.name, k.name, b.name, '') as "holderName",
      n.author_kind as "actorKind", n.author_id as "actorId", u.name as "actorName", ${stemsOf(query)} as stems
    from unnest(${ids}::bigint[]) with ordinality wanted(id, place)
    join notes n on n.account_id = ${viewer.accountId} and n.id = wanted.id
    left join users u on n.author_kind in ('user', 'api') and u.account_id = n.account_id and u.id = n.author_id
    left join cards d on d.account_id = n.account_id and d.kind = n.entity_kind and d.id = n.entity_id
    left join contacts k on n.entity_kind = 'contact' and k.account_id = n.account_id and k.id = n.entity_id
    left join companies b on n.entity_kind = 'company' and b.account_id = n.account_id and b.id = n.entity_id
    order by wanted.place`.execute(db)
  const phoneEnds = query.phones.map(({ digits }) => digits.slice(-10))
  return rows.map(({ at, text, actorKind, actorId, actorName, stems, ...row }) => ({
    kind: 'note',
    ...row,
    at: at.toISOString(),
    author: { kind: actorKind, id: actorId, name: actorName },
    excerpt: markText(text, { isHit: (word) => stems.some((stem) => word.includes(stem)), phoneEnds }),
  }))
}
