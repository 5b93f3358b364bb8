import { sql } from 'kysely'
import type { EntityRef } from '#contract/common'
import type { FieldType, FieldValue } from '#contract/field-values'
import { tableOf } from '#features/cards'
import type { Tx } from '#lib/db'

export type Written = { fieldId: number; type: FieldType; value: FieldValue | null }

/** Writes values on a locked row and beside it. The row's `updated_at` is the time of the change. */
export async function writeValues(
  tx: Tx,
  accountId: number,
  { kind, id }: EntityRef,
  written: readonly Written[],
  now: Date,
): Promise<void> {
  const table = tableOf(kind)?.table
  if (table === undefined) throw new Error(`No table of ${kind}`)
  const gone = written.filter(({ value }) => value === null).map(({ fieldId }) => String(fieldId))
  const kept = Object.fromEntries(
    written.flatMap(({ fieldId, value }) => (value === null ? [] : [[fieldId, value]])),
  )
  await sql`update ${sql.table(table)} set fields = (fields || ${JSON.stringify(kept)}::jsonb) - ${gone}::text[],
    updated_at = ${now} where account_id = ${accountId} and id = ${id}`.execute(tx)
  const ids = written.map(({ fieldId }) => fieldId)
  await sql`delete from field_values where account_id = ${accountId} and entity_kind = ${kind} and entity_id = ${id}
    and field_id = any(${ids}::bigint[])`.execute(tx)
  const rows = written.flatMap(indexed)
  if (rows.length === 0) return
  await sql`insert into field_values (account_id, entity_kind, entity_id, field_id, place, number_value, text_value)
    select ${accountId}, ${kind}, ${id}, r."fieldId", r.place, r.number, r.text
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r("fieldId" bigint, place int, number numeric, text text)`.execute(
    tx,
  )
}

type Indexed = { fieldId: number; place: number; number: number | null; text: string | null }

const msOfDay = 86_400_000

/** How lists find a value: by a number or by a part of its text. Long texts are not searched. */
function indexed({ fieldId, type, value }: Written): Indexed[] {
  if (value === null) return []
  const one = (number: number | null, text: string | null): Indexed[] => [{ fieldId, place: 0, number, text }]
  if (Array.isArray(value)) return value.map((number, place) => ({ fieldId, place, number, text: null }))
  if (typeof value === 'number') return one(value, null)
  if (typeof value === 'boolean') return one(1, null)
  if (type === 'date' || type === 'birthday') return one(Date.parse(`${value}T00:00:00Z`) / msOfDay, null)
  if (type === 'datetime') return one(Date.parse(value) / 1000, null)
  return type === 'long_text' ? one(null, null) : one(null, value.toLowerCase())
}
