import { sql } from 'kysely'
import { cardKinds, type CardRef } from '#contract/common'
import type { Viewer } from '#features/access'
import type { Read } from '#lib/db'
import { kinds } from './find-card.ts'

export type NamedCard = CardRef & { name: string }

/** The names of those of these cards that one may see, in one query. */
export async function findCardNames(
  db: Read,
  viewer: Viewer,
  cards: readonly CardRef[],
): Promise<NamedCard[]> {
  const parts = cardKinds.flatMap((kind) => {
    const known = kinds[kind]
    const ids = cards.filter((card) => card.kind === kind).map(({ id }) => id)
    if (ids.length === 0) return []
    return sql`select ${kind}::text as kind, d.id, d.name from ${sql.table(known.table)} d
      where d.account_id = ${viewer.accountId} and d.id = any(${ids}::bigint[]) and d.deleted_at is null
        and ${known.sees(viewer, 'd')}`
  })
  if (parts.length === 0) return []
  const { rows } = await sql<NamedCard>`${sql.join(parts, sql` union all `)}`.execute(db)
  return rows
}
