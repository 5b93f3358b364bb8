import { sql } from 'kysely'
import type { CardRef, EntityRef } from '#contract/common'
import type { Viewer } from '#features/access'
import { tableOf } from '#features/cards'
import type { Read } from '#lib/db'
import { AppError } from '#lib/errors'
import { findFields } from './field-rows.ts'

type Place = { pipelineId: number; stageId: number }

/**
 * The required fields of a stage that are empty on a card, of those the viewer's role may fill: nobody is stopped by what he
 * can neither see nor mend.
 */
async function findMissing(
  db: Read,
  viewer: Viewer,
  card: CardRef,
  { pipelineId, stageId }: Place,
): Promise<number[]> {
  const table = tableOf(card.kind)?.table
  if (table === undefined) return []
  const { rows } = await sql<{ fieldId: number }>`
    select r.field_id as "fieldId" from field_requirements r
    join ${sql.table(table)} d on d.account_id = r.account_id and d.id = ${card.id}
    where r.account_id = ${viewer.accountId} and r.pipeline_id = ${pipelineId} and r.stage_id = ${stageId}
      and not d.fields ? r.field_id::text`.execute(db)
  if (rows.length === 0) return []
  const missing = new Set(rows.map(({ fieldId }) => fieldId))
  const fields = await findFields(db, viewer, card.kind)
  return fields.filter(({ id, isEditable }) => isEditable && missing.has(id)).map(({ id }) => id)
}

/** Throws `field.required` naming the fields that the stage asks for and the card does not have. */
export async function requireFilled(db: Read, viewer: Viewer, card: CardRef, place: Place): Promise<void> {
  refuse(await findMissing(db, viewer, card, place))
}

/** The same for fields that have just been changed: what the stage of the card asks for may not be emptied in it. */
export async function requireStayFilled(
  db: Read,
  viewer: Viewer,
  { kind, id }: EntityRef,
  changed: readonly number[],
): Promise<void> {
  const table = tableOf(kind)?.table
  if (table === undefined || (kind !== 'deal' && kind !== 'customer') || changed.length === 0) return
  const { rows } =
    await sql<Place>`select pipeline_id as "pipelineId", stage_id as "stageId" from ${sql.table(table)}
    where account_id = ${viewer.accountId} and id = ${id}`.execute(db)
  const [place] = rows
  if (!place) return
  refuse((await findMissing(db, viewer, { kind, id }, place)).filter((fieldId) => changed.includes(fieldId)))
}

function refuse(missing: readonly number[]): void {
  if (missing.length === 0) return
  const message = 'this stage needs it'
  throw new AppError('field.required', {
    fields: missing.map((fieldId) => ({ path: `fields.${fieldId}`, problem: 'required', message })),
  })
}
