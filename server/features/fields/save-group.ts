import { sql } from 'kysely'
import type { EntityKind } from '#contract/common'
import { mostFieldGroups, type FieldGroupView, type Fields } from '#contract/fields'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { differenceOf, placeIn } from '#lib/difference-of'
import { AppError, tooMany } from '#lib/errors'
import { emitByHand } from '#lib/events'
import { placedBefore } from '#lib/placed-before'
import { requireSeen } from '#lib/require-seen'
import { lockFields, tellFields } from './lock-fields.ts'

/** Throws `field_group.too_many`. */
export async function createGroup(
  tx: Tx,
  viewer: Viewer,
  { kind, name }: { kind: EntityKind; name: string },
  now: Date,
): Promise<Fields> {
  const { groups } = await lockFields(tx, viewer)
  if (groups.filter((group) => group.kind === kind).length >= mostFieldGroups)
    throw tooMany('field_group.too_many', mostFieldGroups)
  const { id } = await tx
    .insertInto('field_groups')
    .values({ account_id: viewer.accountId, entity_kind: kind, name, position: groups.length + 1 })
    .returning('id')
    .executeTakeFirstOrThrow()
  await emitGroup(tx, viewer, { type: 'field_group.created', id, after: { kind, name } }, now)
  return tellFields(tx, viewer)
}

type Change = {
  groupId: number
  name?: string | undefined
  seenName?: string | undefined
  beforeId?: number | null | undefined
}

/** Throws `field_group.not_found`, `settings.changed_meanwhile`. */
export async function changeGroup(tx: Tx, viewer: Viewer, given: Change, now: Date): Promise<Fields> {
  const { accountId } = viewer
  const { groupId, name, seenName, beforeId } = given
  const { groups, group } = await lockGroup(tx, viewer, groupId)
  if (name !== undefined) {
    requireSeen('settings.changed_meanwhile', { name: group.name }, { name }, { name: seenName })
    await sql`update field_groups set name = ${name} where account_id = ${accountId} and id = ${groupId}`.execute(
      tx,
    )
  }
  const ids = groups.filter(({ kind }) => kind === group.kind).map(({ id }) => id)
  const order = beforeId === undefined ? ids : placedBefore(ids, groupId, beforeId)
  if (beforeId !== undefined) {
    if (beforeId !== null && !ids.includes(beforeId)) throw new AppError('field_group.not_found')
    await sql`update field_groups g set position = o.place
      from unnest(${order}::bigint[]) with ordinality o(id, place)
      where g.account_id = ${accountId} and g.id = o.id`.execute(tx)
  }
  const difference = differenceOf(
    { name: group.name, place: placeIn(ids, groupId) },
    { name, place: placeIn(order, groupId) },
  )
  if (difference)
    await emitGroup(tx, viewer, { type: 'field_group.changed', id: groupId, ...difference }, now)
  return tellFields(tx, viewer)
}

/** Its fields go to the first block. Throws `field_group.not_found`. */
export async function deleteGroup(tx: Tx, viewer: Viewer, groupId: number, now: Date): Promise<Fields> {
  const { accountId } = viewer
  const { group } = await lockGroup(tx, viewer, groupId)
  await sql`update field_definitions set group_id = null
    where account_id = ${accountId} and group_id = ${groupId}`.execute(tx)
  await sql`delete from field_groups where account_id = ${accountId} and id = ${groupId}`.execute(tx)
  const before = { kind: group.kind, name: group.name }
  await emitGroup(tx, viewer, { type: 'field_group.deleted', id: groupId, before }, now)
  return tellFields(tx, viewer)
}

type Fact = {
  type: 'field_group.created' | 'field_group.changed' | 'field_group.deleted'
  id: number
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}

function emitGroup(tx: Tx, viewer: Viewer, { id, ...fact }: Fact, now: Date): Promise<void> {
  return emitByHand(tx, viewer, { ...fact, subject: { kind: 'field_group', id } }, now)
}

async function lockGroup(
  tx: Tx,
  viewer: Viewer,
  groupId: number,
): Promise<Fields & { group: FieldGroupView }> {
  const all = await lockFields(tx, viewer)
  const group = all.groups.find(({ id }) => id === groupId)
  if (!group) throw new AppError('field_group.not_found')
  return { ...all, group }
}
