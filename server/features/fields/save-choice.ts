import { sql } from 'kysely'
import { mostFieldChoices, type Fields, type FieldView } from '#contract/fields'
import type { Viewer } from '#features/access'
import { isDatabaseError, type Tx } from '#lib/db'
import { placeIn } from '#lib/difference-of'
import { AppError, tooMany } from '#lib/errors'
import { placedBefore } from '#lib/placed-before'
import { requireSeen } from '#lib/require-seen'
import { emitField, lockField, tellFields } from './lock-fields.ts'
import { requireChoosing } from './require-choosing.ts'

type Choice = FieldView['choices'][number]

/** Throws `field.not_found`, `field_choice.taken`, `field_choice.too_many`, `request.invalid`. */
export async function createChoice(
  tx: Tx,
  viewer: Viewer,
  { fieldId, name }: { fieldId: number; name: string },
  now: Date,
): Promise<Fields> {
  const { field } = await lockField(tx, viewer, fieldId)
  requireChoosing(field.type)
  if (field.choices.length >= mostFieldChoices) throw tooMany('field_choice.too_many', mostFieldChoices)
  await addChoices(tx, viewer.accountId, fieldId, [name], field.choices.length)
  await emitField(tx, viewer, { type: 'field.changed', fieldId, after: { choice: name } }, now)
  return tellFields(tx, viewer)
}

/** Adds choices after so many. Throws `field_choice.taken`. */
export async function addChoices(
  tx: Tx,
  accountId: number,
  fieldId: number,
  names: string[],
  after: number,
): Promise<void> {
  if (names.length === 0) return
  await withFreeName(() =>
    sql`insert into field_choices (account_id, field_id, name, position)
      select ${accountId}, ${fieldId}, n.name, ${after}::int + n.place
      from unnest(${names}::text[]) with ordinality n(name, place) order by n.place`.execute(tx),
  )
}

type Change = {
  fieldId: number
  choiceId: number
  name?: string | undefined
  seenName?: string | undefined
  beforeId?: number | null | undefined
  isArchived?: false | undefined
}

/** Throws `field.not_found`, `field_choice.not_found`, `field_choice.taken`, `settings.changed_meanwhile`. */
export async function changeChoice(tx: Tx, viewer: Viewer, given: Change, now: Date): Promise<Fields> {
  const { accountId } = viewer
  const { fieldId, choiceId, seenName, beforeId } = given
  const { field, choice } = await lockChoice(tx, viewer, given)
  const name = given.name ?? choice.name
  requireSeen('settings.changed_meanwhile', { name: choice.name }, { name }, { name: seenName })
  const isArchived = given.isArchived ?? choice.isArchived
  await withFreeName(() =>
    sql`update field_choices set name = ${name}, archived_at = case when ${isArchived} then archived_at end
      where account_id = ${accountId} and field_id = ${fieldId} and id = ${choiceId}`.execute(tx),
  )
  const places = beforeId === undefined ? null : await place(tx, accountId, field, choiceId, beforeId)
  const isMoved = places !== null && places.before !== places.after
  if (choice.isArchived && !isArchived) {
    await emitField(tx, viewer, { type: 'field.changed', fieldId, after: { choice: name } }, now)
  } else if (name !== choice.name || isMoved) {
    const before = { choice: choice.name, ...(isMoved && { place: places.before }) }
    const after = { choice: name, ...(isMoved && { place: places.after }) }
    await emitField(tx, viewer, { type: 'field.changed', fieldId, before, after }, now)
  }
  return tellFields(tx, viewer)
}

/** It is offered no longer; rows that have it keep it. Throws `field.not_found`, `field_choice.not_found`. */
export async function archiveChoice(
  tx: Tx,
  viewer: Viewer,
  given: { fieldId: number; choiceId: number },
  now: Date,
): Promise<Fields> {
  const { choice } = await lockChoice(tx, viewer, given)
  if (!choice.isArchived) {
    await sql`update field_choices set archived_at = ${now} where account_id = ${viewer.accountId}
      and field_id = ${given.fieldId} and id = ${given.choiceId}`.execute(tx)
    const before = { choice: choice.name }
    await emitField(tx, viewer, { type: 'field.changed', fieldId: given.fieldId, before }, now)
  }
  return tellFields(tx, viewer)
}

async function lockChoice(
  tx: Tx,
  viewer: Viewer,
  { fieldId, choiceId }: { fieldId: number; choiceId: number },
): Promise<{ field: FieldView; choice: Choice }> {
  const { field } = await lockField(tx, viewer, fieldId)
  const choice = field.choices.find(({ id }) => id === choiceId)
  if (!choice) throw new AppError('field_choice.not_found')
  return { field, choice }
}

async function place(
  tx: Tx,
  accountId: number,
  { id: fieldId, choices }: FieldView,
  choiceId: number,
  beforeId: number | null,
): Promise<{ before: number; after: number }> {
  const ids = choices.map(({ id }) => id)
  if (beforeId !== null && !ids.includes(beforeId)) throw new AppError('field_choice.not_found')
  const order = placedBefore(ids, choiceId, beforeId)
  await sql`update field_choices c set position = o.place
    from unnest(${order}::bigint[]) with ordinality o(id, place)
    where c.account_id = ${accountId} and c.field_id = ${fieldId} and c.id = o.id`.execute(tx)
  return { before: placeIn(ids, choiceId), after: placeIn(order, choiceId) }
}

async function withFreeName(write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (!isDatabaseError(error) || error.constraint !== 'field_choices_offered') throw error
    throw new AppError('field_choice.taken')
  }
}
