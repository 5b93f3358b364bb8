import { sql } from 'kysely'
import type { EntityKind, EntityRef } from '#contract/common'
import type { EndpointOutput } from '#contract/endpoint'
import type { Road } from '#contract/events'
import { mostTagsOfOne, type changeTagsOfMany as endpoint, type TagMark } from '#contract/tags'
import type { Viewer } from '#features/access'
import { entityTarget, lockEditableEntity, lockEntities, tableOf } from '#features/cards'
import type { Tx } from '#lib/db'
import { AppError, tooMany } from '#lib/errors'
import { change, emit, emitAll } from '#lib/events'
import { requireRoom } from './save-tag.ts'
import { findTagsOf } from './tag-rows.ts'

/** Names of tags to put on (those not there yet are made) and ids of tags to take off. */
type TagWish = { add: readonly string[]; removeIds: readonly number[] }
type When = { now: Date; road?: Road }
type Outcome = { added: TagMark[]; removed: TagMark[]; tags: TagMark[] }
type Many = EndpointOutput<typeof endpoint>

/** Throws the row's `….not_found`, `session.forbidden`, `tag.too_many`. @returns the tags of the row. */
export async function changeTagsOf(
  tx: Tx,
  viewer: Viewer,
  ref: EntityRef,
  wish: TagWish,
  when: When,
): Promise<TagMark[]> {
  return (await changeTags(tx, viewer, ref, wish, when)).tags
}

/** The same; tells also what is new and what is gone. */
export async function changeTags(
  tx: Tx,
  viewer: Viewer,
  ref: EntityRef,
  wish: TagWish,
  when: When,
): Promise<Outcome> {
  const entity = await lockEditableEntity(tx, viewer, ref)
  return putTags(tx, viewer, entity, await prepare(tx, viewer, entity.kind, wish, when), when)
}

/** The same for many rows; those that one may not see or edit, or that would have too many, are skipped and told. */
export async function changeTagsOfMany(
  tx: Tx,
  viewer: Viewer,
  kind: EntityKind,
  { entityIds, ...wish }: TagWish & { entityIds: readonly number[] },
  when: When,
): Promise<Many> {
  const entities = await lockEntities(tx, viewer, kind, entityIds)
  const prepared = [...entities.values()].some(({ canEdit }) => canEdit)
    ? await prepare(tx, viewer, kind, wish, when)
    : { add: [], removeIds: [] }
  const outcome: Many = { changed: [], skipped: [] }
  for (const entityId of new Set(entityIds)) {
    const entity = entities.get(entityId)
    if (!entity) outcome.skipped.push({ entityId, code: 'not_found' })
    else if (!entity.canEdit) outcome.skipped.push({ entityId, code: 'forbidden' })
    else {
      try {
        outcome.changed.push({ entityId, ...(await putTags(tx, viewer, entity, prepared, when)) })
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'tag.too_many') throw error
        outcome.skipped.push({ entityId, code: 'too_many' })
      }
    }
  }
  return outcome
}

type Prepared = { add: TagMark[]; removeIds: readonly number[] }

/** Finds tags by their names, in any case of letters, and makes those that are not there. */
async function prepare(
  tx: Tx,
  { accountId, userId }: Viewer,
  kind: EntityKind,
  { add, removeIds }: TagWish,
  { now, road = 'hand' }: When,
): Promise<Prepared> {
  const names = [...new Map(add.map((name) => [name.toLowerCase(), name])).values()].toSorted()
  if (names.length === 0) return { add: [], removeIds }
  const find = async (): Promise<TagMark[]> => {
    const { rows } =
      await sql<TagMark>`select t.id, t.name, t.color from tags t where t.account_id = ${accountId}
      and t.entity_kind = ${kind} and lower(t.name) in (select lower(n) from unnest(${names}::text[]) n)
      order by t.id for key share`.execute(tx)
    return rows
  }
  const known = await find()
  if (known.length >= names.length) return { add: known, removeIds }
  await requireRoom(tx, accountId, kind, names.length - known.length)
  const { rows: made } = await sql<{
    id: number
    name: string
  }>`insert into tags (account_id, entity_kind, name)
    select ${accountId}, ${kind}, n from unnest(${names}::text[]) n
    on conflict (account_id, entity_kind, lower(name)) do nothing returning id, name`.execute(tx)
  await emitAll(
    tx,
    made.map(({ id, name }) => ({
      accountId,
      type: 'tag.created',
      actor: { kind: 'user', id: userId },
      road,
      subject: { kind: 'tag', id },
      after: { kind, name },
      at: now,
    })),
  )
  await change(tx, { accountId, topic: 'tags' })
  return { add: await find(), removeIds }
}

async function putTags(
  tx: Tx,
  { accountId, userId }: Viewer,
  entity: EntityRef,
  { add, removeIds }: Prepared,
  { now, road = 'hand' }: When,
): Promise<Outcome> {
  const { kind, id } = entity
  const before = await findTagsOf(tx, accountId, entity)
  const added = add.filter((tag) => !before.some((known) => known.id === tag.id))
  const removed = before.filter((tag) => removeIds.includes(tag.id) && !add.some((put) => put.id === tag.id))
  if (added.length === 0 && removed.length === 0) return { added, removed, tags: before }
  if (before.length + added.length - removed.length > mostTagsOfOne)
    throw tooMany('tag.too_many', mostTagsOfOne)
  await sql`delete from entity_tags where account_id = ${accountId} and entity_kind = ${kind} and entity_id = ${id}
    and tag_id = any(${removed.map((tag) => tag.id)}::bigint[])`.execute(tx)
  await sql`insert into entity_tags (account_id, entity_kind, entity_id, tag_id, added_at)
    select ${accountId}, ${kind}, ${id}, t, ${now} from unnest(${added.map((tag) => tag.id)}::bigint[]) t`.execute(
    tx,
  )
  const table = sql.table(tableOf(kind)?.table ?? '')
  await sql`update ${table} set updated_at = ${now} where account_id = ${accountId} and id = ${id}`.execute(
    tx,
  )
  const told = (tags: TagMark[]): Record<string, unknown> => ({
    tags: tags.map((tag) => ({ id: tag.id, name: tag.name })),
  })
  await emit(tx, {
    accountId,
    type: `${kind}.tagged`,
    actor: { kind: 'user', id: userId },
    road,
    subject: entity,
    ...entityTarget(entity),
    before: told(removed),
    after: told(added),
    at: now,
  })
  return { added, removed, tags: await findTagsOf(tx, accountId, entity) }
}
