import type { MatchWay } from '#contract/imports'
import { changeContact, createContact, findContactView } from '#features/contacts'
import type { EntityWish } from '../read/row-wish.ts'
import { findContacts } from './find-matches.ts'
import { WrongRow, type Doing } from './outcome.ts'
import { differenceOf, isWanted, remember } from './remember.ts'
import { companyNamed } from './write-company.ts'
import { writeRest } from './write-rest.ts'

type Result = { id: number; outcome: 'new' | 'changed' | 'skipped' }

/** Makes a contact, or changes the one with its phone or e-mail. */
export async function writeContact(doing: Doing, wish: EntityWish, way: MatchWay): Promise<Result> {
  const matches = way === 'new' ? [] : await findContacts(doing.tx, doing.viewer, wish.points)
  if (matches.length > 1) throw new WrongRow('several_match')
  const [id] = matches
  if (id === undefined) return { id: await make(doing, wish), outcome: 'new' }
  return { id, outcome: way === 'skip' ? 'skipped' : await changeKnown(doing, id, wish, way) }
}

async function make(doing: Doing, wish: EntityWish): Promise<number> {
  const { tx, viewer, now } = doing
  const { name, points, responsibleUserId } = wish
  if (name === null) throw new WrongRow('name_missing')
  const companyId = wish.company === null ? null : await companyNamed(doing, wish.company)
  const typed = points.map(({ kind, value, label }) => ({ kind, value, label }))
  const { id } = await createContact(tx, viewer, { name, points: typed, companyId }, now, 'import')
  const made = { kind: 'contact' as const, id }
  doing.made.push(made)
  await writeRest(doing, made, wish, 'new')
  // Given away last: its maker may not see it any more.
  if (responsibleUserId !== null) {
    await changeContact(tx, viewer, { contactId: id, responsibleUserId }, now, 'import')
  }
  return id
}

async function changeKnown(
  doing: Doing,
  id: number,
  wish: EntityWish,
  way: MatchWay,
): Promise<'changed' | 'skipped'> {
  const { tx, viewer, now } = doing
  const seen = await findContactView(tx, viewer, id)
  if (!seen?.canEdit) throw new WrongRow('not_allowed')
  const rest = await writeRest(doing, { kind: 'contact', id }, wish, way)
  const difference = differenceOf(seen, wish, way)
  const companyId = seen.company?.id ?? null
  // Where there is a company already, `fill` does not even look for the other one.
  if (wish.company !== null && isWanted<number>(companyId, -1, way)) {
    const named = await companyNamed(doing, wish.company)
    if (named !== companyId) {
      difference.before.companyId = companyId
      difference.after.companyId = named
    }
  }
  const { name, responsibleUserId, points, companyId: company } = difference.after
  const change = { contactId: id, name, responsibleUserId, points, companyId: company }
  await changeContact(tx, viewer, change, now, 'import')
  return remember(doing, { kind: 'contact', id }, difference, rest)
}
