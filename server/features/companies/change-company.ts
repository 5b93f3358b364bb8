import { sql } from 'kysely'
import type { CompanyView } from '#contract/companies'
import type { Road } from '#contract/events'
import type { TypedPoint } from '#contract/points'
import { requireActiveUser, type Viewer } from '#features/access'
import { findCountry, pointDifference, readPoints, writePoints, type PointFacts } from '#features/contacts'
import type { Tx } from '#lib/db'
import { AppError } from '#lib/errors'
import { emit } from '#lib/events'
import { requireSeen } from '#lib/require-seen'
import { findCompanyView } from './company-view.ts'

type Fields = {
  name?: string | undefined
  website?: string | null | undefined
  address?: string | null | undefined
  responsibleUserId?: number | null | undefined
}
type PlainPoint = Pick<TypedPoint, 'kind' | 'value'>
export type CompanyChange = Fields & {
  companyId: number
  points?: TypedPoint[] | undefined
  /** Fields as their editor saw them. */
  seen?: (Fields & { points?: PlainPoint[] | undefined }) | undefined
}
type Facts = Record<string, unknown> & PointFacts
type Difference = { before: Facts; after: Facts }

/**
 * Changes a company. Throws `company.not_found`, `session.forbidden`, `company.point_invalid`, `user.not_found`,
 * `company.changed_meanwhile`.
 */
export async function changeCompany(
  tx: Tx,
  viewer: Viewer,
  input: CompanyChange,
  now: Date,
  road: Road = 'hand',
): Promise<CompanyView> {
  const { accountId } = viewer
  const seen = await lockEdited(tx, viewer, input.companyId)
  const { id } = seen
  requireAsSeen(seen, input)
  const difference: Difference = { before: {}, after: {} }
  await rewrite(tx, viewer, seen, input, difference)
  if (input.points) await replacePoints(tx, { accountId, seen, typed: input.points, now }, difference)
  if (Object.keys(difference.after).length === 0) return seen
  await sql`update companies set updated_at = ${now} where account_id = ${accountId} and id = ${id}`.execute(
    tx,
  )
  await emit(tx, {
    accountId,
    type: 'company.changed',
    actor: { kind: 'user', id: viewer.userId },
    road,
    subject: { kind: 'company', id },
    companyId: id,
    ...difference,
    at: now,
  })
  // Who has just given a company away, out of his own sight, is shown it this last time.
  const { responsibleUserId = seen.responsibleUserId } = input
  return (
    (await findCompanyView(tx, viewer, id)) ?? {
      ...seen,
      responsibleUserId,
      canEdit: false,
      canDelete: false,
    }
  )
}

/** Locks the company, or the one it was merged into. */
async function lockEdited(tx: Tx, viewer: Viewer, companyId: number): Promise<CompanyView> {
  const { rows } = await sql<{ id: number }>`
    select b.id from companies b where b.account_id = ${viewer.accountId} and b.deleted_at is null and b.id = (
      select asked.root_id from companies asked where asked.account_id = ${viewer.accountId} and asked.id = ${companyId})
    for no key update`.execute(tx)
  const seen = rows[0] && (await findCompanyView(tx, viewer, rows[0].id))
  if (!seen) throw new AppError('company.not_found')
  if (!seen.canEdit) throw new AppError('session.forbidden')
  return seen
}

function requireAsSeen(company: CompanyView, { seen, ...wish }: CompanyChange): void {
  if (!seen) return
  const plain = (points: readonly PlainPoint[]): PlainPoint[] =>
    points.map(({ kind, value }) => ({ kind, value }))
  const { name, website, address, responsibleUserId } = company
  requireSeen(
    'company.changed_meanwhile',
    { name, website, address, responsibleUserId, points: plain(company.points) },
    { ...wish, ...(wish.points && { points: plain(wish.points) }) },
    { ...seen, ...(seen.points && { points: plain(seen.points) }) },
  )
}

async function rewrite(
  tx: Tx,
  viewer: Viewer,
  seen: CompanyView,
  input: CompanyChange,
  difference: Difference,
): Promise<void> {
  const after = {
    name: input.name ?? seen.name,
    website: input.website === undefined ? seen.website : input.website || null,
    address: input.address === undefined ? seen.address : input.address || null,
    responsibleUserId:
      input.responsibleUserId === undefined ? seen.responsibleUserId : input.responsibleUserId,
  }
  const changed = (['name', 'website', 'address', 'responsibleUserId'] as const).filter(
    (field) => after[field] !== seen[field],
  )
  if (changed.length === 0) return
  if (changed.includes('responsibleUserId') && after.responsibleUserId !== null) {
    await requireActiveUser(tx, viewer.accountId, after.responsibleUserId)
  }
  await sql`update companies set name = ${after.name}, website = ${after.website}, address = ${after.address},
      responsible_user_id = ${after.responsibleUserId}
    where account_id = ${viewer.accountId} and id = ${seen.id}`.execute(tx)
  for (const field of changed) {
    difference.before[field] = seen[field]
    difference.after[field] = after[field]
  }
}

async function replacePoints(
  tx: Tx,
  { accountId, seen, typed, now }: { accountId: number; seen: CompanyView; typed: TypedPoint[]; now: Date },
  difference: Difference,
): Promise<void> {
  const points = readPoints(typed, await findCountry(tx, accountId), 'company.point_invalid')
  const facts = pointDifference(seen.points, points)
  if (!facts) return
  await writePoints(tx, { accountId, kind: 'company', id: seen.id }, points, now)
  Object.assign(difference.before, facts.before)
  Object.assign(difference.after, facts.after)
}
