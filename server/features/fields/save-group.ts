import { sql } from 'kysely'
import type { EntityKind } from '#contract/common'
import { mostFieldGroups, type FieldGroupView, type Fields } from '#contract/fields'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { placedBefore } from '#lib/placed-before'
import { requireSeen } from '#lib/require-seen'
import { lockFields, tellFields } from './lock-fields.ts'

/** Throws `field.too_many`. */
export async function createGroup(
  tx: Tx,
  viewer: Viewer,
  { kind, name }: { kind: EntityKind; name: string },
): Promise<Fields> {
  const { groups } = await lockFields(tx, viewer)
  if (groups.filter((group) => group.kind === kind).length >= mostFieldGroups)
    throw new AppError('field.too_many')
  await tx
    .insertInto('field_groups')
    .values({ account_id: viewer.accountId, entity_kind: kind, name, position: groups.length + 1 })
    .execute()
  return tellFields(tx, viewer)
}

type Change = {
  groupId: number
  name?: string | undefined
  seenName?: string | undefined
  beforeId?: number | null | undefined
}

/** Throws `field_group.not_found`, `field.changed`. */
export async function changeGroup(tx: Tx, viewer: Viewer, given: Change): Promise<Fields> {
  const { accountId } = viewer
  const { groupId, name, seenName, beforeId } = given
  const { groups, group } = await lockGroup(tx, viewer, groupId)
  if (name !== undefined) {
    requireSeen('settings.changed_meanwhile', { name: group.name }, { name }, { name: seenName })
    await sql`update field_groups set name = ${name} where account_id = ${accountId} and id = ${groupId}`.execute(
      tx,
    )
  }
  if (beforeId !== undefined) {
    const ids = groups.filter(({ kind }) => kind === group.kind).map(({ id }) => id)
    if (beforeId !== null && !ids.includes(beforeId)) throw new AppError('field_group.not_found')
    await sql`update field_groups g set position = o.place
      from unnest(${placedBefore(ids, groupId, beforeId)}::bigint[]) with ordinality o(id, place)
      where g.account_id = ${accountId} and g.id = o.id`.execute(tx)
  }
  return tellFields(tx, viewer)
}

/** Its fields go to the first block. Throws `field_group.not_found`. */
export async function deleteGroup(tx: Tx, viewer: Viewer, groupId: number): Promise<Fields> {
  const { accountId } = viewer
  await lockGroup(tx, viewer, groupId)
  await sql`update field_definitions set group_id = null
    where account_id = ${accountId} and group_id = ${groupId}`.execute(tx)
  await sql`delete from field_groups where account_id = ${accountId} and id = ${groupId}`.execute(tx)
  return tellFields(tx, viewer)
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
