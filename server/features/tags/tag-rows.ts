import { sql, type RawBuilder } from 'kysely'
import type { EntityKind, EntityRef } from '#contract/common'
import type { TagMark, TagView } from '#contract/tags'
import type { Read } from '#lib/db'

const mark = sql`jsonb_build_object('id', t.id, 'name', t.name, 'color', t.color)`

/** Tags of a row `alias`, by name: a column of a list of rows. */
export function tagsOf(kind: EntityKind, alias: string): RawBuilder<TagMark[]> {
  const row = sql.ref(alias)
  return sql<TagMark[]>`coalesce((select jsonb_agg(${mark} order by lower(t.name), t.id)
    from entity_tags et join tags t on t.account_id = et.account_id and t.id = et.tag_id
    where et.account_id = ${row}.account_id and et.entity_kind = ${kind} and et.entity_id = ${row}.id), '[]')`
}

/** Rows `alias` that have any of these tags. */
export function hasTag(
  accountId: number,
  kind: EntityKind,
  alias: string,
  tagIds: readonly number[],
): RawBuilder<unknown> {
  return sql`${sql.ref(alias)}.id in (select et.entity_id from entity_tags et
    where et.account_id = ${accountId} and et.entity_kind = ${kind} and et.tag_id = any(${tagIds}::bigint[]))`
}

export async function listTags(db: Read, accountId: number): Promise<TagView[]> {
  const { rows } = await sql<TagView>`select t.id, t.entity_kind as kind, t.name, t.color from tags t
    where t.account_id = ${accountId} order by t.entity_kind, lower(t.name), t.id`.execute(db)
  return rows
}

/** The tags of one row. Rights are the caller's. */
export async function findTagsOf(db: Read, accountId: number, { kind, id }: EntityRef): Promise<TagMark[]> {
  const { rows } = await sql<TagMark>`select t.id, t.name, t.color
    from entity_tags et join tags t on t.account_id = et.account_id and t.id = et.tag_id
    where et.account_id = ${accountId} and et.entity_kind = ${kind} and et.entity_id = ${id}
    order by lower(t.name), t.id`.execute(db)
  return rows
}
