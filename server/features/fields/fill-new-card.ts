import type { CardRef } from '#contract/common'
import type { Road } from '#contract/events'
import type { Viewer } from '#features/access'
import type { Tx } from '#lib/db'
import { fillFields, type FieldChange } from './fill-fields.ts'
import { requireFilled } from './require-filled.ts'

type Filling = {
  place: { pipelineId: number; stageId: number }
  fields: readonly FieldChange[]
  now: Date
  road: Road
}

/**
 * Fills in a card that was just made, and lets nobody make one where its stage asks for more. Throws `field.not_found`,
 * `request.invalid`, `session.forbidden`, `field.required` naming the fields.
 */
export async function fillNewCard(
  tx: Tx,
  viewer: Viewer,
  card: CardRef,
  { place, fields, now, road }: Filling,
): Promise<void> {
  await fillFields(tx, viewer, card, fields, { now, road })
  await requireFilled(tx, viewer, card, place)
}
