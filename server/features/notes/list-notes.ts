import { sql, type RawBuilder } from 'kysely'
import type { EntityRef } from '#contract/common'
import type { NoteView } from '#contract/notes'
import type { Viewer } from '#features/access'
import { requireEntity, tableOf } from '#features/cards'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { pageRows, readPlace } from '#lib/keyset'
import { selectNotes, toNoteViews, type StoredNote } from './note-rows.ts'

type Wish = EntityRef & { isPinned?: 'true' | undefined; cursor?: string | undefined; limit: number }

/** Notes of a card, contact or company, newest first. Throws the `not_found` of its kind. */
export async function listNotes(
  db: Read,
  viewer: Viewer,
  { kind, id, ...wish }: Wish,
): Promise<{ items: NoteView[]; next: string | null }> {
  const { canEdit } = await requireEntity(db, viewer, { kind, id })
  const place = readPlace(wish.cursor)
  const order = sql`order by n.created_at desc, n.id desc`
  const notes = notesOf(
    viewer.accountId,
    { kind, id },
    {
      where: sql`${wish.isPinned ? sql`n.pinned_at is not null` : sql`true`}
      and ${place ? sql`(n.created_at, n.id) < (${place.at}, ${place.id})` : sql`true`}`,
      order,
      limit: pageRows(wish.limit),
    },
  )
  const rows = await selectNotes(
    db,
    sql`select n.*, row_number() over (${order}) as ord from (${notes}) n ${order} limit ${pageRows(wish.limit)}`,
  )
  const page = rows.slice(0, wish.limit)
  return {
    items: await toNoteViews(db, viewer, page, canEdit),
    next: rows.length > wish.limit ? (page.at(-1)?.place ?? null) : null,
  }
}

type Nearest = { where: RawBuilder<unknown>; order: RawBuilder<unknown>; limit: RawBuilder<number> }

/** Notes `n` of a row, and of contacts or companies that were merged into it: of each no more than a page, by the index. */
export function notesOf(
  accountId: number,
  { kind, id }: EntityRef,
  { where, order, limit }: Nearest,
): RawBuilder<unknown> {
  const table = kind === 'contact' || kind === 'company' ? tableOf(kind)?.table : undefined
  const holders =
    table === undefined
      ? sql`select ${id}::bigint as id`
      : sql`select e.id from ${sql.table(table)} e where e.account_id = ${accountId} and e.root_id = ${id}`
  return sql`select n.* from (${holders}) h cross join lateral (
    select n.* from notes n where n.account_id = ${accountId} and n.entity_kind = ${kind} and n.entity_id = h.id
      and n.deleted_at is null and ${where} ${order} limit ${limit}) n`
}

/** Notes of a card that the viewer sees, by the ids of the requests that made them: how feeds name them. */
export async function findNotesByRequest(
  db: Read,
  viewer: Viewer,
  requestIds: readonly string[],
): Promise<Map<string, NoteView>> {
  const rows = await selectNotes(
    db,
    sql`select n.*, n.id as ord from notes n where n.account_id = ${viewer.accountId} and n.deleted_at is null
      and n.request_id = any(${requestIds}::uuid[])`,
  )
  if (rows.length === 0) return new Map()
  const mayPin = await editableOf(db, viewer, rows)
  const views = await toNoteViews(db, viewer, rows, false)
  return new Map(
    rows.flatMap((row, index) => {
      const view = views[index]
      return view ? [[row.requestId, { ...view, canPin: mayPin.has(nameOf(row.holder)) }]] : []
    }),
  )
}

const nameOf = ({ kind, id }: EntityRef): string => `${kind} ${id}`

/** Of what these notes stand on, what the viewer may edit; most pages have notes of one thing, or of a few. */
async function editableOf(db: Read, viewer: Viewer, rows: readonly StoredNote[]): Promise<Set<string>> {
  const holders = new Map(rows.map(({ holder }) => [nameOf(holder), holder]))
  const editable = new Set<string>()
  await Promise.all(
    [...holders].map(async ([name, holder]) => {
      const found = await requireEntity(db, viewer, holder).catch((error: unknown) => {
        // It was merged into another one.
        if (error instanceof AppError) return null
        throw error
      })
      if (found?.canEdit) editable.add(name)
    }),
  )
  return editable
}
