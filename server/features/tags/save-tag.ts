import { sql } from 'kysely'
import type { EntityKind } from '#contract/common'
import { mostTags, type TagMark, type TagView } from '#contract/tags'
import type { Viewer } from '#features/access'
import { isDatabaseError, type Tx } from '#lib/db'
import { differenceOf } from '#lib/difference-of'
import { AppError, tooMany } from '#lib/errors'
import { change, emitByHand } from '#lib/events'
import { requireSeen } from '#lib/require-seen'
import { listTags } from './tag-rows.ts'

type Answer = Promise<{ items: TagView[] }>

/** Throws `tag.taken`, `tag.too_many`. */
export async function createTag(
  tx: Tx,
  viewer: Viewer,
  { kind, name, color }: { kind: EntityKind; name: string; color: TagMark['color'] },
  now: Date,
): Answer {
  const { accountId } = viewer
  await requireRoom(tx, accountId, kind)
  const { id } = await withFreeName(() =>
    tx
      .insertInto('tags')
      .values({ account_id: accountId, entity_kind: kind, name, color })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
  await emitTag(tx, viewer, { type: 'tag.created', id, after: { kind, name, color } }, now)
  return tellTags(tx, accountId)
}

/** Throws `tag.too_many`. */
export async function requireRoom(tx: Tx, accountId: number, kind: EntityKind, more = 1): Promise<void> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from tags
    where account_id = ${accountId} and entity_kind = ${kind}`.execute(tx)
  if ((rows[0]?.count ?? 0) + more > mostTags) throw tooMany('tag.too_many', mostTags)
}

type Change = {
  tagId: number
  name?: string | undefined
  seenName?: string | undefined
  color?: TagMark['color'] | undefined
}

/** Throws `tag.not_found`, `tag.taken`, `settings.changed_meanwhile`. */
export async function changeTag(tx: Tx, viewer: Viewer, given: Change, now: Date): Answer {
  const { accountId } = viewer
  const tag = await lockTag(tx, accountId, given.tagId)
  const name = given.name ?? tag.name
  const color = given.color === undefined ? tag.color : given.color
  requireSeen('settings.changed_meanwhile', { name: tag.name }, { name }, { name: given.seenName })
  await withFreeName(() =>
    sql`update tags set name = ${name}, color = ${color} where account_id = ${accountId} and id = ${tag.id}`.execute(
      tx,
    ),
  )
  if (name !== tag.name || color !== tag.color) {
    const difference = differenceOf({ name: tag.name, color: tag.color }, { name, color })
    await emitTag(tx, viewer, { type: 'tag.changed', id: tag.id, ...difference }, now)
  }
  return tellTags(tx, accountId)
}

/** Rows with the one get the other, and the one is gone. Throws `tag.not_found`. */
export async function mergeTag(
  tx: Tx,
  viewer: Viewer,
  { tagId, intoId }: { tagId: number; intoId: number },
  now: Date,
): Answer {
  const { accountId } = viewer
  await sql`select from tags where account_id = ${accountId} and id in (${tagId}, ${intoId}) order by id for update`.execute(
    tx,
  )
  const [tag, into] = [await lockTag(tx, accountId, tagId), await lockTag(tx, accountId, intoId)]
  if (into.kind !== tag.kind) throw new AppError('tag.not_found')
  if (into.id !== tag.id) {
    await sql`insert into entity_tags (account_id, entity_kind, entity_id, tag_id, added_at)
      select account_id, entity_kind, entity_id, ${into.id}, added_at from entity_tags
      where account_id = ${accountId} and tag_id = ${tag.id} on conflict do nothing`.execute(tx)
    await sql`delete from tags where account_id = ${accountId} and id = ${tag.id}`.execute(tx)
    const difference = { before: { name: tag.name }, after: { name: into.name, tagId: into.id } }
    await emitTag(tx, viewer, { type: 'tag.merged', id: tag.id, ...difference }, now)
  }
  return tellTags(tx, accountId)
}

/** Throws `tag.not_found`. */
export async function deleteTag(tx: Tx, viewer: Viewer, tagId: number, now: Date): Answer {
  const { accountId } = viewer
  const tag = await lockTag(tx, accountId, tagId)
  await sql`delete from tags where account_id = ${accountId} and id = ${tagId}`.execute(tx)
  await emitTag(tx, viewer, { type: 'tag.deleted', id: tagId, before: { name: tag.name } }, now)
  return tellTags(tx, accountId)
}

async function lockTag(tx: Tx, accountId: number, tagId: number): Promise<TagView> {
  const { rows } = await sql<TagView>`select id, entity_kind as kind, name, color from tags
    where account_id = ${accountId} and id = ${tagId} for update`.execute(tx)
  const [tag] = rows
  if (!tag) throw new AppError('tag.not_found')
  return tag
}

type Fact = {
  type: 'tag.created' | 'tag.changed' | 'tag.merged' | 'tag.deleted'
  id: number
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}

function emitTag(tx: Tx, viewer: Viewer, { id, ...fact }: Fact, now: Date): Promise<void> {
  return emitByHand(tx, viewer, { ...fact, subject: { kind: 'tag', id } }, now)
}

export async function tellTags(tx: Tx, accountId: number): Answer {
  await change(tx, { accountId, topic: 'tags' })
  return { items: await listTags(tx, accountId) }
}

async function withFreeName<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!isDatabaseError(error) || error.constraint !== 'tags_by_name') throw error
    throw new AppError('tag.taken')
  }
}
