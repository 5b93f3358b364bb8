import { sql } from 'kysely'
import { isSameValue } from '#contract/field-values'
import type { Viewer } from '#features/access'
import { lockEditableEntity } from '#features/cards'
import { changeCompany, findCompanyView } from '#features/companies'
import { changeContact, findContactView } from '#features/contacts'
import { fillFields, listValues } from '#features/fields'
import { changeTagsOf } from '#features/tags'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { plainPoints } from '../write/remember.ts'
import type { ChangedRow, Kept } from './undo-shapes.ts'

type Now = { tx: Tx; viewer: Viewer; changed: ChangedRow; now: Date }

/**
 * Puts the values of a changed contact or company back where what stands there is still what the import has written.
 * @returns why some were left; null: all are as they were.
 */
export async function putBack(
  tx: Tx,
  viewer: Viewer,
  changed: ChangedRow,
  now: Date,
): Promise<Kept['why'] | null> {
  await sql`savepoint put_back`.execute(tx)
  try {
    const given = { tx, viewer, changed, now }
    const isPlain = changed.kind === 'contact' ? await putContact(given) : await putCompany(given)
    const isFilled = await putFields(given)
    if (changed.tagIds.length > 0) {
      await changeTagsOf(tx, viewer, changed, { add: [], removeIds: changed.tagIds }, { now, road: 'import' })
    }
    await sql`release savepoint put_back`.execute(tx)
    return isPlain && isFilled ? null : 'changed'
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await sql`rollback to savepoint put_back`.execute(tx)
    return 'gone'
  }
}

/** @returns whether every value was put back. */
async function putContact({ tx, viewer, changed, now }: Now): Promise<boolean> {
  const view = await findContactView(tx, viewer, changed.id)
  if (!view) throw new AppError('contact.not_found')
  const current = { ...view, companyId: view.company?.id ?? null, points: plainPoints(view.points) }
  const { wish, isWhole } = untouched(['name', 'responsibleUserId', 'companyId', 'points'], current, changed)
  await changeContact(tx, viewer, { contactId: changed.id, ...wish }, now, 'import')
  return isWhole
}

async function putCompany({ tx, viewer, changed, now }: Now): Promise<boolean> {
  const view = await findCompanyView(tx, viewer, changed.id)
  if (!view) throw new AppError('company.not_found')
  const current = { ...view, points: plainPoints(view.points) }
  const { wish, isWhole } = untouched(
    ['name', 'responsibleUserId', 'website', 'address', 'points'],
    current,
    changed,
  )
  await changeCompany(tx, viewer, { ...wish, companyId: changed.id }, now, 'import')
  return isWhole
}

type Facts = ChangedRow['before']

/** Of the values that the import has changed, those that nobody has changed since. */
function untouched(
  names: readonly (keyof Facts)[],
  current: Facts,
  { before, after }: ChangedRow,
): { wish: Omit<Facts, 'fields'>; isWhole: boolean } {
  const touched = names.filter((name) => after[name] !== undefined)
  const same = touched.filter((name) => JSON.stringify(current[name]) === JSON.stringify(after[name]))
  const wish = Object.fromEntries(same.map((name) => [name, before[name]]))
  return { wish, isWhole: same.length === touched.length }
}

async function putFields({ tx, viewer, changed, now }: Now): Promise<boolean> {
  const after = Object.entries(changed.after.fields ?? {})
  if (after.length === 0) return true
  const [row] = await listValues(tx, viewer, changed.kind, [changed.id])
  const same = after.filter(([fieldId, value]) => isSameValue(row?.values[fieldId] ?? null, value))
  const entity = await lockEditableEntity(tx, viewer, changed)
  const before = changed.before.fields ?? {}
  const back = same.map(([fieldId]) => ({
    fieldId: Number(fieldId),
    value: before[fieldId] ?? null,
  }))
  await fillFields(tx, viewer, entity, back, { now, road: 'import' })
  return same.length === after.length
}
