import { sql } from 'kysely'
import type { Fields, FieldView } from '#contract/fields'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { change, emitByHand } from '#lib/events'
import { listFields } from './field-rows.ts'

/** Changes of an account's fields are made one after another. @returns them as they are. */
export async function lockFields(tx: Tx, viewer: Viewer): Promise<Fields> {
  await sql`select pg_advisory_xact_lock(hashtextextended('fields', ${viewer.accountId}))`.execute(tx)
  return listFields(tx, viewer)
}

/** Throws `field.not_found`. */
export async function lockField(
  tx: Tx,
  viewer: Viewer,
  fieldId: number,
): Promise<Fields & { field: FieldView }> {
  const all = await lockFields(tx, viewer)
  const field = all.fields.find(({ id }) => id === fieldId)
  if (!field) throw new AppError('field.not_found')
  return { ...all, field }
}

/** Tells everybody who looks, and answers the fields as they are now. */
export async function tellFields(tx: Tx, viewer: Viewer): Promise<Fields> {
  await change(tx, { accountId: viewer.accountId, topic: 'fields' })
  return listFields(tx, viewer)
}

type Fact = {
  type: 'field.created' | 'field.changed' | 'field.archived' | 'field.restored'
  fieldId: number
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}

/** Who changed what of a field, for the event list. */
export async function emitField(tx: Tx, viewer: Viewer, fact: Fact, now: Date): Promise<void> {
  const { fieldId, ...rest } = fact
  await emitByHand(tx, viewer, { ...rest, subject: { kind: 'field', id: fieldId } }, now)
}
