import { sql } from 'kysely'
import type { EntityRef } from '#contract/common'
import type { FieldProblem } from '#contract/errors'
import type { Road } from '#contract/events'
import { isSameValue, readFieldValue, type FieldValue } from '#contract/field-values'
import type { FieldValues, FieldView } from '#contract/fields'
import type { Viewer } from '#features/access'
import { entityTarget, lockEditableEntity, tableOf } from '#features/cards'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { emit } from '#lib/events'
import { findFields } from './field-rows.ts'
import { listValues } from './list-values.ts'
import { requireStayFilled } from './require-filled.ts'
import { writeValues, type Written } from './write-values.ts'

export type FieldChange = {
  fieldId: number
  value: FieldValue | null
  /** What stood there when its editor began; undefined: whatever stands there is replaced. */
  seen?: FieldValue | null | undefined
}

/** Values as they are sent along with something else. */
export function changesOf(fields: Readonly<Record<string, FieldValue | null>> = {}): FieldChange[] {
  return Object.entries(fields).map(([fieldId, value]) => ({ fieldId: Number(fieldId), value }))
}

/**
 * Fills in or empties fields of a row, all or none. Throws the row's `….not_found`, `session.forbidden`, `field.not_found`,
 * `request.invalid` naming the fields as `fields.12`, `field.changed`, `field.required`.
 */
export async function changeValues(
  tx: Tx,
  viewer: Viewer,
  ref: EntityRef,
  changes: readonly FieldChange[],
  now: Date,
): Promise<FieldValues> {
  const entity = await lockEditableEntity(tx, viewer, ref)
  const written = await fillFields(tx, viewer, entity, changes, { now })
  await requireStayFilled(tx, viewer, entity, written)
  const [row] = await listValues(tx, viewer, entity.kind, [entity.id])
  return row?.values ?? {}
}

/** The same on a row that is locked and may be edited. @returns the ids of the fields that differ now. */
export async function fillFields(
  tx: Tx,
  viewer: Viewer,
  entity: EntityRef,
  changes: readonly FieldChange[],
  { now, road = 'hand' }: { now: Date; road?: Road },
): Promise<number[]> {
  if (changes.length === 0) return []
  const fields = new Map((await findFields(tx, viewer, entity.kind)).map((field) => [field.id, field]))
  const stored = await findStored(tx, viewer.accountId, entity)
  const written: (Written & { before: FieldValue | null })[] = []
  const problems: FieldProblem[] = []
  for (const change of changes) {
    const { fieldId } = change
    const field = requireEditable(fields, fieldId)
    const before = stored[fieldId] ?? null
    const read = readFieldValue(field, change.value, before)
    if (read.problem !== null) {
      const { problem, message, limit } = read
      problems.push({ path: `fields.${fieldId}`, problem, message, ...(limit ? { limit } : {}) })
      continue
    }
    requireAsSeen(change, before, read.value)
    if (!isSameValue(before, read.value))
      written.push({ fieldId, type: field.type, value: read.value, before })
  }
  if (problems.length > 0) throw new AppError('request.invalid', { fields: problems })
  if (written.length === 0) return []
  await writeValues(tx, viewer.accountId, entity, written, now)
  for (const { fieldId, value, before } of written) {
    await emit(tx, {
      accountId: viewer.accountId,
      type: `${entity.kind}.filled`,
      actor: { kind: 'user', id: viewer.userId },
      road,
      subject: entity,
      ...entityTarget(entity),
      before: { fieldId, value: before },
      after: { fieldId, value },
      at: now,
    })
  }
  return written.map(({ fieldId }) => fieldId)
}

function requireEditable(fields: Map<number, FieldView>, fieldId: number): FieldView {
  const field = fields.get(fieldId)
  if (!field) throw new AppError('field.not_found')
  if (!field.isEditable) throw new AppError('session.forbidden')
  return field
}

function requireAsSeen(
  { fieldId, seen }: FieldChange,
  current: FieldValue | null,
  wanted: FieldValue | null,
): void {
  if (seen === undefined || isSameValue(seen, current) || isSameValue(wanted, current)) return
  throw new AppError('field.changed', { field: `fields.${fieldId}`, current })
}

async function findStored(
  tx: Tx,
  accountId: number,
  { kind, id }: EntityRef,
): Promise<Partial<Record<string, FieldValue>>> {
  const table = tableOf(kind)?.table
  if (table === undefined) return {}
  const { rows } = await sql<{ fields: Partial<Record<string, FieldValue>> }>`
    select fields from ${sql.table(table)} where account_id = ${accountId} and id = ${id}`.execute(tx)
  return rows[0]?.fields ?? {}
}
