import { sql } from 'kysely'
import type { ContactView } from '#contract/contacts'
import type { Road } from '#contract/events'
import type { TypedPoint } from '#contract/points'
import { holdCompany, requireActiveUser, type Viewer } from '#features/access'
import { lockOpenOf, reassignConversations, tellOpenOf } from '#features/conversations'
import type { Tx } from '#lib/db'
import { emit } from '#lib/events'
import { requireSeen } from '#lib/require-seen'
import { findContactView } from './contact-view.ts'
import { findCountry } from './find-country.ts'
import { lockEdited } from './lock-contact.ts'
import { readPoints } from './read-points.ts'
import { pointDifference, writePoints, type PointFacts } from './write-points.ts'

type Fields = {
  name?: string | undefined
  responsibleUserId?: number | null | undefined
  companyId?: number | null | undefined
}
export type ContactChange = Fields & {
  contactId: number
  points?: TypedPoint[] | undefined
  /** Fields as their editor saw them. */
  seen?: (Fields & { points?: Pick<TypedPoint, 'kind' | 'value'>[] | undefined }) | undefined
}

/** What an event tells of a change: the fields that differ. */
type Facts = PointFacts & { name?: string; responsibleUserId?: number | null; companyId?: number | null }
type Difference = { before: Facts; after: Facts }
/** A change being made: by whom, to the contact as it stood under its lock, when. */
type Changing = { viewer: Viewer; seen: ContactView; now: Date; difference: Difference }

/**
 * Changes a contact; a new responsible goes to its conversations and their counters too. A name given by hand is never
 * replaced by the messenger's. Throws `contact.not_found`, `session.forbidden`, `contact.point_invalid`, `user.not_found`,
 * `company.not_found`, `contact.changed_meanwhile`.
 */
export async function changeContact(
  tx: Tx,
  viewer: Viewer,
  input: ContactChange,
  now: Date,
  road: Road = 'hand',
): Promise<ContactView> {
  const { accountId } = viewer
  const seen = await lockEdited(tx, viewer, input.contactId)
  const { id } = seen
  requireAsSeen(seen, input)
  const difference: Difference = { before: {}, after: {} }
  const changing = { viewer, seen, now, difference }
  if (input.name !== undefined) await rename(tx, changing, input.name)
  if (input.points) await replacePoints(tx, changing, input.points)
  if (input.companyId !== undefined) await moveTo(tx, changing, input.companyId)
  if (input.responsibleUserId !== undefined) await reassign(tx, changing, input.responsibleUserId)
  if (Object.keys(difference.after).length === 0) return seen
  await sql`update contacts set updated_at = ${now} where account_id = ${accountId} and id = ${id}`.execute(
    tx,
  )
  await emit(tx, {
    accountId,
    type: 'contact.changed',
    actor: { kind: 'user', id: viewer.userId },
    road,
    subject: { kind: 'contact', id },
    contactId: id,
    ...difference,
    at: now,
  })
  // Who has just given a contact away, out of his own sight, is shown it this last time.
  const { responsibleUserId } = { ...seen, ...difference.after }
  return (await findContactView(tx, viewer, id)) ?? { ...seen, responsibleUserId, canEdit: false }
}

/** Phones and e-mails are compared as they are shown: who made what, and of which kind it is, is not what was typed. */
function requireAsSeen(contact: ContactView, { seen, ...wish }: ContactChange): void {
  if (!seen) return
  const plain = (points: readonly Pick<TypedPoint, 'kind' | 'value'>[]): object[] =>
    points.map(({ kind, value }) => ({ kind, value }))
  const { name, responsibleUserId } = contact
  const now = {
    name,
    responsibleUserId,
    companyId: contact.company?.id ?? null,
    points: plain(contact.points),
  }
  requireSeen(
    'contact.changed_meanwhile',
    now,
    { ...wish, ...(wish.points && { points: plain(wish.points) }) },
    { ...seen, ...(seen.points && { points: plain(seen.points) }) },
  )
}

async function rename(tx: Tx, { viewer, seen, difference }: Changing, name: string): Promise<void> {
  const { accountId } = viewer
  await sql`update contacts set name = ${name}, name_source = 'user'
    where account_id = ${accountId} and id = ${seen.id}`.execute(tx)
  if (name === seen.name) return
  difference.before.name = seen.name
  difference.after.name = name
  await tellOpenOf(tx, accountId, { kind: 'contact', id: seen.id })
}

async function replacePoints(
  tx: Tx,
  { viewer, seen, difference, now }: Changing,
  typed: TypedPoint[],
): Promise<void> {
  const { accountId } = viewer
  const points = readPoints(typed, await findCountry(tx, accountId))
  const facts = pointDifference(seen.points, points)
  if (!facts) return
  await writePoints(tx, { accountId, kind: 'contact', id: seen.id }, points, now)
  Object.assign(difference.before, facts.before)
  Object.assign(difference.after, facts.after)
}

async function moveTo(
  tx: Tx,
  { viewer, seen, difference }: Changing,
  companyId: number | null,
): Promise<void> {
  const before = seen.company?.id ?? null
  const after = companyId === null ? null : await holdCompany(tx, viewer, companyId)
  if (after === before) return
  await sql`update contacts set company_id = ${after}
    where account_id = ${viewer.accountId} and id = ${seen.id}`.execute(tx)
  difference.before.companyId = before
  difference.after.companyId = after
}

async function reassign(
  tx: Tx,
  { viewer, seen, difference }: Changing,
  userId: number | null,
): Promise<void> {
  const { accountId } = viewer
  if (userId === seen.responsibleUserId) return
  if (userId !== null) await requireActiveUser(tx, accountId, userId)
  const owner = { kind: 'contact' as const, id: seen.id }
  const open = await lockOpenOf(tx, accountId, owner)
  await sql`update contacts set responsible_user_id = ${userId}
    where account_id = ${accountId} and id = ${seen.id}`.execute(tx)
  await reassignConversations(tx, accountId, owner, open, userId)
  difference.before.responsibleUserId = seen.responsibleUserId
  difference.after.responsibleUserId = userId
}
