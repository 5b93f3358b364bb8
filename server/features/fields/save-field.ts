import { sql } from 'kysely'
import type { EntityKind } from '#contract/common'
import type { FieldType } from '#contract/field-values'
import { mostFields, type Fields, type FieldView } from '#contract/fields'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { differenceOf, placeIn } from '#lib/difference-of'
import { AppError, tooMany } from '#lib/errors'
import { placedBefore } from '#lib/placed-before'
import { requireSeen } from '#lib/require-seen'
import { emitField, lockField, lockFields, tellFields } from './lock-fields.ts'
import { requireChoosing } from './require-choosing.ts'
import { requireIn } from './require-in.ts'
import { addChoices } from './save-choice.ts'

type New = { kind: EntityKind; name: string; type: FieldType; groupId: number | null; choices: string[] }

/** Throws `field.too_many`, `field_group.not_found`, `field_choice.taken`, `request.invalid`. */
export async function createField(tx: Tx, viewer: Viewer, given: New, now: Date): Promise<Fields> {
  const { accountId } = viewer
  const { kind, name, type, groupId, choices } = given
  const all = await lockFields(tx, viewer)
  requireRoom(all, kind)
  requireGroup(all, kind, groupId)
  if (choices.length > 0) requireChoosing(type)
  const { id } = await tx
    .insertInto('field_definitions')
    .values({
      account_id: accountId,
      entity_kind: kind,
      group_id: groupId,
      name,
      type,
      position: all.fields.length + 1,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await addChoices(tx, accountId, id, choices, 0)
  await emitField(tx, viewer, { type: 'field.created', fieldId: id, after: { kind, name, type } }, now)
  return tellFields(tx, viewer)
}

type Change = {
  fieldId: number
  name?: string | undefined
  seenName?: string | undefined
  groupId?: number | null | undefined
  beforeId?: number | null | undefined
  visibleTo?: number[] | null | undefined
  editableBy?: number[] | null | undefined
  requiredIn?: { pipelineId: number; stageId: number }[] | undefined
  isArchived?: false | undefined
}

/** Throws `field.not_found`, `field_group.not_found`, `role.not_found`, `stage.not_found`, `settings.changed_meanwhile`, `field.too_many`. */
export async function changeField(tx: Tx, viewer: Viewer, given: Change, now: Date): Promise<Fields> {
  const { accountId } = viewer
  const { fieldId, name, seenName, groupId, beforeId, requiredIn } = given
  const all = await lockField(tx, viewer, fieldId)
  const { field } = all
  if (name !== undefined)
    requireSeen('settings.changed_meanwhile', { name: field.name }, { name }, { name: seenName })
  if (groupId !== undefined) requireGroup(all, field.kind, groupId)
  if (given.isArchived === false && field.isArchived) requireRoom(all, field.kind)
  const roles = [...(given.visibleTo ?? []), ...(given.editableBy ?? [])]
  await requireRoles(tx, accountId, roles)
  const after = { ...field, ...pick(given) }
  await sql`update field_definitions set name = ${after.name}, group_id = ${after.groupId},
      visible_to = ${after.visibleTo}::bigint[], editable_by = ${after.editableBy}::bigint[],
      archived_at = case when ${after.isArchived} then archived_at end
    where account_id = ${accountId} and id = ${fieldId}`.execute(tx)
  const places = beforeId === undefined ? null : await place(tx, accountId, all, field, beforeId)
  if (requiredIn) await requireIn(tx, accountId, field, requiredIn)
  const is = { ...after, requiredIn: requiredIn ?? field.requiredIn }
  await tellChange(tx, viewer, { was: field, is, places }, now)
  return tellFields(tx, viewer)
}

/** What of a change is given, without what is left as it was. */
function pick({ name, groupId, visibleTo, editableBy, isArchived }: Change): Partial<FieldView> {
  return {
    ...(name !== undefined && { name }),
    ...(groupId !== undefined && { groupId }),
    ...(visibleTo !== undefined && { visibleTo }),
    ...(editableBy !== undefined && { editableBy }),
    ...(isArchived !== undefined && { isArchived }),
  }
}

type Places = { before: number; after: number }
type Told = { was: FieldView; is: FieldView; places: Places | null }

async function tellChange(tx: Tx, viewer: Viewer, { was, is, places }: Told, now: Date): Promise<void> {
  const of = (
    { name, groupId, visibleTo, editableBy, requiredIn }: FieldView,
    at: number | undefined,
  ): Record<string, unknown> => ({ name, groupId, visibleTo, editableBy, requiredIn, place: at })
  const difference = differenceOf(of(was, places?.before), of(is, places?.after))
  const fieldId = was.id
  if (was.isArchived && !is.isArchived) {
    await emitField(tx, viewer, { type: 'field.restored', fieldId, after: { name: is.name } }, now)
  }
  if (difference) await emitField(tx, viewer, { type: 'field.changed', fieldId, ...difference }, now)
}

/** Takes a field away; its values stay where they are. Throws `field.not_found`. */
export async function archiveField(tx: Tx, viewer: Viewer, fieldId: number, now: Date): Promise<Fields> {
  const { field } = await lockField(tx, viewer, fieldId)
  if (!field.isArchived) {
    await sql`update field_definitions set archived_at = ${now}
      where account_id = ${viewer.accountId} and id = ${fieldId}`.execute(tx)
    await emitField(tx, viewer, { type: 'field.archived', fieldId, before: { name: field.name } }, now)
  }
  return tellFields(tx, viewer)
}

async function place(
  tx: Tx,
  accountId: number,
  { fields }: Fields,
  { id, kind }: FieldView,
  beforeId: number | null,
): Promise<Places> {
  const ids = fields.filter((field) => field.kind === kind).map((field) => field.id)
  if (beforeId !== null && !ids.includes(beforeId)) throw new AppError('field.not_found')
  const order = placedBefore(ids, id, beforeId)
  await sql`update field_definitions f set position = o.place
    from unnest(${order}::bigint[]) with ordinality o(id, place)
    where f.account_id = ${accountId} and f.id = o.id`.execute(tx)
  return { before: placeIn(ids, id), after: placeIn(order, id) }
}

function requireRoom({ fields }: Fields, kind: EntityKind): void {
  const offered = fields.filter((field) => field.kind === kind && !field.isArchived)
  if (offered.length >= mostFields) throw tooMany('field.too_many', mostFields)
}

function requireGroup({ groups }: Fields, kind: EntityKind, groupId: number | null): void {
  const isThere = groupId === null || groups.some((group) => group.id === groupId && group.kind === kind)
  if (!isThere) throw new AppError('field_group.not_found')
}

async function requireRoles(tx: Tx, accountId: number, ids: number[]): Promise<void> {
  if (ids.length === 0) return
  const { rows } =
    await sql`select from roles where account_id = ${accountId} and id = any(${ids}::bigint[])`.execute(tx)
  if (rows.length < new Set(ids).size) throw new AppError('role.not_found')
}
