import { isSameValue, type FieldValue } from '#contract/field-values'
import type { MatchWay } from '#contract/imports'
import { lockEditableEntity } from '#features/cards'
import { fillFields, listValues } from '#features/fields'
import { changeTagsOf, findTagsOf } from '#features/tags'
import type { EntityWish } from '../read/row-wish.ts'
import type { Doing, Made } from './outcome.ts'

export type Written = {
  before: Record<string, FieldValue | null>
  after: Record<string, FieldValue | null>
  tagIds: number[]
}

/** Custom fields of a row, for what is made with them. */
export function filledOf({ fields }: EntityWish): { fieldId: number; value: FieldValue }[] {
  return [...fields].map(([fieldId, value]) => ({ fieldId, value }))
}

/** Custom fields and tags of a row. `way`: `fill` leaves alone what is there. @returns what differs now. */
export async function writeRest(
  { tx, viewer, now }: Doing,
  ref: Made,
  { fields, tags }: EntityWish,
  way: MatchWay,
): Promise<Written> {
  const written: Written = { before: {}, after: {}, tagIds: [] }
  if (fields.size > 0) {
    const [stored] = await listValues(tx, viewer, ref.kind, [ref.id])
    const changes = [...fields].flatMap(([fieldId, value]) => {
      const before = stored?.values[fieldId] ?? null
      const isLeft = isSameValue(before, value) || (way === 'fill' && before !== null)
      return isLeft ? [] : [{ fieldId, value, before }]
    })
    if (changes.length > 0) {
      const entity = await lockEditableEntity(tx, viewer, ref)
      await fillFields(tx, viewer, entity, changes, { now, road: 'import' })
      for (const { fieldId, value, before } of changes) {
        written.before[fieldId] = before
        written.after[fieldId] = value
      }
    }
  }
  if (tags.length > 0) {
    const before = await findTagsOf(tx, viewer.accountId, ref)
    if (way !== 'fill' || before.length === 0) {
      const after = await changeTagsOf(tx, viewer, ref, { add: tags, removeIds: [] }, { now, road: 'import' })
      written.tagIds = after.flatMap(({ id }) => (before.some((tag) => tag.id === id) ? [] : [id]))
    }
  }
  return written
}
