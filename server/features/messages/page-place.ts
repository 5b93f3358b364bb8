import { sql, type RawBuilder } from 'kysely'
import { seesMessage, type Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { badCursor, instantOf, microseconds } from '#lib/keyset'

/** Where a message stands in its chat: its instant in microseconds since 1970, the messenger's sequence, its id. */
export type PagePlace = { micros: string; sequence: string; id: string }

export function writePagePlace({ micros, sequence, id }: PagePlace): string {
  return `${micros}.${sequence}.${id}`
}

/** Null without a cursor. Throws `request.invalid` naming it when it is none of ours. */
export function readPagePlace(cursor: string | undefined, field: string): PagePlace | null {
  if (cursor === undefined) return null
  const [, micros, sequence, id] =
    /^(\d{14,17})\.(-?\d{1,19})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(cursor) ?? []
  if (!micros || !sequence || !id) throw badCursor(field)
  return { micros, sequence, id }
}

/** The places of messages. Rights are the caller's. */
export async function findPagePlaces(
  db: Read,
  accountId: number,
  ids: readonly string[],
): Promise<Map<string, PagePlace>> {
  const { rows } = await sql<PagePlace>`select ${placeColumns} from messages m
    where m.account_id = ${accountId} and m.id = any(${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** The place of a message of the chat that the viewer may see. */
export async function findSeenPlace(
  db: Read,
  viewer: Viewer,
  chatId: string,
  id: string,
): Promise<PagePlace | null> {
  const { rows } = await sql<PagePlace>`select ${placeColumns} from messages m
    where m.account_id = ${viewer.accountId} and m.id = ${id} and m.chat_id = ${chatId} and ${seesMessage(viewer, 'm')}`.execute(
    db,
  )
  return rows[0] ?? null
}

const placeColumns = sql`${microseconds(sql`m.placed_at`)} as micros, m.external_seq::text as sequence, m.id`

/** Whether messages `m` stand on this side of a place; `orAt`: the message of the place itself too. */
export function isBeside(
  place: PagePlace | null,
  side: 'older' | 'newer',
  orAt = false,
): RawBuilder<unknown> {
  if (!place) return sql`true`
  const sign = sql.raw(`${side === 'older' ? '<' : '>'}${orAt ? '=' : ''}`)
  return sql`(m.placed_at, m.external_seq, m.id) ${sign} (${instantOf(place.micros)}, ${place.sequence}::bigint, ${place.id}::uuid)`
}
