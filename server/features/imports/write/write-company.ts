import { changeCompany, createCompany, findCompanyView } from '#features/companies'
import type { MatchWay } from '#contract/imports'
import { emptyWish, type EntityWish } from '../read/row-wish.ts'
import { findCompanies } from './find-matches.ts'
import { WrongRow, type Doing } from './outcome.ts'
import { differenceOf, isWanted, remember } from './remember.ts'
import { writeRest } from './write-rest.ts'

/** Makes a company, or changes the one that matches. */
export async function writeCompany(
  doing: Doing,
  wish: EntityWish,
  way: MatchWay,
): Promise<'new' | 'changed' | 'skipped'> {
  const matches = way === 'new' ? [] : await findCompanies(doing.tx, doing.viewer, wish)
  if (matches.length > 1) throw new WrongRow('several_match')
  const [id] = matches
  if (id === undefined) {
    await makeCompany(doing, wish)
    return 'new'
  }
  return way === 'skip' ? 'skipped' : changeKnown(doing, id, wish, way)
}

/** The company of this name that the viewer sees; a new one when there is none. @returns its id. */
export async function companyNamed(doing: Doing, name: string): Promise<number> {
  const [id, another] = await findCompanies(doing.tx, doing.viewer, { name, points: [] })
  if (another !== undefined) throw new WrongRow('several_match')
  return id ?? makeCompany(doing, { ...emptyWish(), name })
}

async function makeCompany(doing: Doing, wish: EntityWish): Promise<number> {
  const { tx, viewer, now } = doing
  const { name, points, website, address } = wish
  if (name === null) throw new WrongRow('name_missing')
  const typed = points.map(({ kind, value, label }) => ({ kind, value, label }))
  const { id } = await createCompany(tx, viewer, { name, points: typed, website, address }, now, 'import')
  const made = { kind: 'company' as const, id }
  doing.made.push(made)
  await writeRest(doing, made, wish, 'new')
  // Given away last: its maker may not see it any more.
  const { responsibleUserId } = wish
  if (responsibleUserId !== null) {
    await changeCompany(tx, viewer, { companyId: id, responsibleUserId }, now, 'import')
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
  const seen = await findCompanyView(tx, viewer, id)
  if (!seen?.canEdit) throw new WrongRow('not_allowed')
  const rest = await writeRest(doing, { kind: 'company', id }, wish, way)
  const difference = differenceOf(seen, wish, way)
  for (const field of ['website', 'address'] as const) {
    if (!isWanted(seen[field], wish[field], way)) continue
    difference.before[field] = seen[field]
    difference.after[field] = wish[field]
  }
  const { name, responsibleUserId, points, website, address } = difference.after
  const change = { companyId: id, name, responsibleUserId, points, website, address }
  await changeCompany(tx, viewer, change, now, 'import')
  return remember(doing, { kind: 'company', id }, difference, rest)
}
