import { sql } from 'kysely'
import type { Actor, ActorKind, EntityRef } from '#contract/common'
import type { GalleryItem, GalleryKind } from '#contract/gallery'
import type { AttachmentKind } from '#contract/messages'
import type { Viewer } from '#features/access'
import { findGathered, requireEntity } from '#features/cards'
import { findFiles, toFileView } from '#features/files'
import type { Read } from '#lib/db'
import { microseconds, pageRows } from '#lib/keyset'
import { readGalleryPlace, writePlace } from './gallery-place.ts'
import { filesOfMessages, filesOfNotes, filesOfTeam } from './gallery-sources.ts'

type Wish = { holder: EntityRef; files?: GalleryKind | undefined; cursor?: string | undefined; limit: number }

type Found = {
  at: Date
  micros: string
  key: string
  kind: AttachmentKind
  fileId: string
  durationSeconds: number | null
  actorKind: ActorKind
  actorId: number | null
  actorName: string | null
  source: 'message' | 'internal' | 'note'
  messageId: string | null
  number: number | null
  direction: 'in' | 'out' | null
  noteId: number | null
}

/** A page of the files of a card, a contact or a company, newest first. Throws `deal.not_found` (or the like of its kind). */
export async function listGallery(
  db: Read,
  viewer: Viewer,
  { cursor, holder, ...wish }: Wish,
): Promise<{ items: GalleryItem[]; next: string | null }> {
  const { accountId } = viewer
  await requireEntity(db, viewer, holder)
  const of = await findGathered(db, viewer, holder)
  const wanted = { ...wish, of, before: readGalleryPlace(cursor), limit: pageRows(wish.limit) }
  const { rows } = await sql<Found>`
    select g.at, ${microseconds(sql`g.at`)} as micros, g.key, g.kind, g.file_id as "fileId", g.duration_seconds as "durationSeconds",
      g.actor_kind as "actorKind", g.actor_id as "actorId", coalesce(u.name, k.name) as "actorName", g.source,
      g.message_id as "messageId", g.number, g.direction, g.note_id as "noteId"
    from (
      select * from (${filesOfMessages(viewer, wanted)}) m
      union all select * from (${filesOfTeam(viewer, wanted)}) i
      union all select * from (${filesOfNotes(viewer, wanted)}) n
      order by at desc, key desc limit ${wanted.limit}
    ) g
    left join users u on g.actor_kind in ('user', 'api') and u.account_id = ${accountId} and u.id = g.actor_id
    left join contacts own on g.actor_kind = 'client' and own.account_id = ${accountId} and own.id = g.actor_id
    left join contacts k on k.account_id = own.account_id and k.id = own.root_id
    order by g.at desc, g.key desc`.execute(db)
  const page = rows.slice(0, wish.limit)
  const last = page.at(-1)
  return {
    items: await toItems(db, accountId, page),
    next: rows.length > wish.limit && last ? writePlace({ at: last.micros, key: last.key }) : null,
  }
}

async function toItems(db: Read, accountId: number, page: Found[]): Promise<GalleryItem[]> {
  const ids = [...new Set(page.map(({ fileId }) => fileId))]
  const files = new Map((await findFiles(db, accountId, ids)).map((file) => [file.id, toFileView(file)]))
  return page.flatMap((row): GalleryItem[] => {
    const file = files.get(row.fileId)
    const source = sourceOf(row)
    if (!file || !source) return []
    const author: Actor = { kind: row.actorKind, id: row.actorId, name: row.actorName }
    const { key, kind, durationSeconds, at } = row
    return [{ id: key, kind, file, durationSeconds, at: at.toISOString(), author, source }]
  })
}

function sourceOf({ source, messageId, number, direction, noteId }: Found): GalleryItem['source'] | null {
  if (source === 'note') return noteId === null ? null : { from: 'note', noteId }
  if (messageId === null) return null
  if (source === 'internal') return { from: 'internal', messageId }
  return number === null || direction === null ? null : { from: 'message', messageId, number, direction }
}
